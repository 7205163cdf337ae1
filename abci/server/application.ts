import type * as abci from "cosmjs-types/tendermint/abci/types";

/** The protobuf bytes of a response message, without envelope or length; in pieces where they are many megabytes. */
export type EncodedResponse = Uint8Array | readonly Uint8Array[];

/** What a handler answers: the response's fields (those left out are zero), or its bytes. The bytes are not changed after. */
export type Answer<Response> = Promise<Partial<Response> | Uint8Array>;

/** Puts a transaction into a mempool that the application keeps itself (CometBFT v0.40, mempool type `app`). */
export interface RequestInsertTx {
  tx: Uint8Array;
}

export interface ResponseInsertTx {
  /** 0 when the transaction was taken. */
  code: number;
}

/** Asks for transactions of a mempool that the application keeps itself; a limit of 0 is none. */
export interface RequestReapTxs {
  maxBytes: bigint;
  maxGas: bigint;
}

export interface ResponseReapTxs {
  txs: Uint8Array[];
}

/** What an application may do with requests that have arrived and wait for their turn. */
export interface ChecksAhead {
  /**
   * Transactions that CheckTx will be asked about next, in their order, each told once. A hint that nobody waits for: it must not
   * reject. The bytes are views, as those of requests are.
   */
  expectChecks(txs: readonly Uint8Array[]): Promise<void>;
}

/**
 * The application that CometBFT drives: a method for each request of ABCI 2.0. Echo and Flush are the server's own.
 *
 * What the server guarantees of its calls:
 * - Requests of one connection are handled one after the other, in their order, and answered in it.
 * - InitChain, PrepareProposal, ProcessProposal, ExtendVote, VerifyVoteExtension, FinalizeBlock, Commit, OfferSnapshot
 *   and ApplySnapshotChunk never overlap, over all connections: a call whose connection has gone (CometBFT died) still
 *   runs to its end before a new connection's call begins. Info waits for such an abandoned call too, so that a
 *   restarted CometBFT hears of a Commit that was under way when it died.
 * - Everything else may overlap with them and with itself: CheckTx runs while a block executes, and queries while both
 *   do. Keeping CheckTx and Commit apart is the application's business.
 * - After a call of the first kind, or Info, has thrown, no further request is handled.
 *
 * Bytes in a request are views of the socket's memory: what outlives the call is to be copied, or it keeps up to 64 KiB.
 */
export interface AbciApplication {
  info(request: abci.RequestInfo): Answer<abci.ResponseInfo>;
  query(request: abci.RequestQuery): Answer<abci.ResponseQuery>;
  checkTx(request: abci.RequestCheckTx): Answer<abci.ResponseCheckTx>;
  initChain(request: abci.RequestInitChain): Answer<abci.ResponseInitChain>;
  prepareProposal(request: abci.RequestPrepareProposal): Answer<abci.ResponsePrepareProposal>;
  processProposal(request: abci.RequestProcessProposal): Answer<abci.ResponseProcessProposal>;
  extendVote(request: abci.RequestExtendVote): Answer<abci.ResponseExtendVote>;
  verifyVoteExtension(request: abci.RequestVerifyVoteExtension): Answer<abci.ResponseVerifyVoteExtension>;
  finalizeBlock(request: abci.RequestFinalizeBlock): Promise<Partial<abci.ResponseFinalizeBlock> | EncodedResponse>;
  commit(request: abci.RequestCommit): Answer<abci.ResponseCommit>;
  listSnapshots(request: abci.RequestListSnapshots): Answer<abci.ResponseListSnapshots>;
  offerSnapshot(request: abci.RequestOfferSnapshot): Answer<abci.ResponseOfferSnapshot>;
  loadSnapshotChunk(request: abci.RequestLoadSnapshotChunk): Answer<abci.ResponseLoadSnapshotChunk>;
  applySnapshotChunk(request: abci.RequestApplySnapshotChunk): Answer<abci.ResponseApplySnapshotChunk>;
  /** CometBFT v0.40 with a mempool of the application's own; without it, the verdict of `checkTx` is answered. */
  insertTx?(request: RequestInsertTx): Answer<ResponseInsertTx>;
  /** CometBFT v0.40 with a mempool of the application's own; without it, no transactions are answered. */
  reapTxs?(request: RequestReapTxs): Answer<ResponseReapTxs>;
}
