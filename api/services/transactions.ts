import { TxMsgData, type TxResponse } from "cosmjs-types/cosmos/base/abci/v1beta1/abci";
import {
  BroadcastMode,
  type BroadcastTxRequest,
  type GetBlockWithTxsRequest,
  type GetTxsEventRequest,
  OrderBy,
  type Service,
  type SimulateRequest,
} from "cosmjs-types/cosmos/tx/v1beta1/service";
import { Tx } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Event } from "cosmjs-types/tendermint/abci/types";
import type { Block } from "cosmjs-types/tendermint/types/block";
import { decodeTransaction } from "../../abci/app/transaction.js";
import type { AddressCodec } from "../../abci/state/addresses.js";
import type { QueryService, ServiceBinding } from "../../abci/state/module.js";
import { QueueState } from "../../proto/generated/echoin/node/v1/queue.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { broadcastTx } from "../comet/broadcast.js";
import { type CometClient, CometError } from "../comet/client.js";
import { fromBase64, toBlock, toBlockId, toHex, wholeSeconds } from "../comet/convert.js";
import type { BlockResult, EventJson, HeaderJson, TxJson, TxSearchResult } from "../comet/json.js";
import { hintsOfCall } from "../hints.js";
import { reasonText } from "../queue/entry.js";
import type { Taken } from "../queue/intake.js";
import type { QueueServiceParts } from "../queue/service.js";
import { RpcError } from "../status.js";
import type { Simulate } from "../types.js";

export interface TransactionParts {
  readonly comet: CometClient;
  readonly simulate: Simulate;
  /** What keeps transactions that cannot go in now; undefined when this node does not. */
  readonly queue: QueueServiceParts | undefined;
}

/** `cosmos.tx.v1beta1.Service`: transactions are CometBFT's to keep; what they would do is the application's to say. */
export const transactionService = (parts: TransactionParts): ServiceBinding<QueryService<Service>> => {
  const { comet } = parts;
  const times = new BlockTimes(comet);
  return {
    service: "cosmos.tx.v1beta1.Service",
    handlers: {
      Simulate: (_ctx, request) => simulate(parts.simulate, request),
      GetTx: (_ctx, { hash }) => getTx(comet, times, hash),
      BroadcastTx: (ctx, request) => broadcast(parts, request, ctx.addresses),
      GetTxsEvent: (_ctx, request) => search(comet, times, request),
      GetBlockWithTxs: (ctx, request) => blockWithTxs(comet, request, ctx.block.height),
      TxDecode: async (_ctx, { txBytes }) => ({ tx: decodeStrictly(txBytes) }),
      TxEncode: async (_ctx, { tx }) => ({ txBytes: encodeTx(tx) }),
      TxEncodeAmino: () => Promise.reject(noAmino()),
      TxDecodeAmino: () => Promise.reject(noAmino()),
    },
  };
};

const noAmino = (): RpcError =>
  new RpcError("UNIMPLEMENTED", "transactions in amino's binary form are not supported; use TxEncode and TxDecode");

const invalid = (message: string): RpcError => new RpcError("INVALID_ARGUMENT", message);

async function simulate(run: Simulate, { txBytes, tx }: SimulateRequest) {
  const bytes = txBytes.length > 0 || tx === undefined ? txBytes : encodeTx(tx);
  if (bytes.length === 0) throw invalid("empty txBytes is not allowed");
  const { code, log, gasWanted, gasUsed, data, events } = await run(bytes);
  if (code !== 0) throw new RpcError("UNKNOWN", `${log} with gas used: '${gasUsed}'`);
  const { msgResponses } = decodeMessage(TxMsgData, data);
  return {
    gasInfo: { gasWanted, gasUsed },
    result: {
      data,
      log: "",
      events: events.map(({ type, attributes }) => ({ type, attributes: attributes.map(indexed) })),
      msgResponses,
    },
  };
}

const indexed = ({ key, value }: { key: string; value: string }) => ({ key, value, index: true });

async function getTx(comet: CometClient, times: BlockTimes, hash: string) {
  if (hash === "") throw invalid("tx hash cannot be empty");
  if (!/^[0-9a-fA-F]{64}$/.test(hash))
    throw invalid(`${JSON.stringify(hash.slice(0, 80))} is no transaction hash: 64 hex digits`);
  let found: TxJson;
  try {
    found = await comet.call<TxJson>("tx", { hash: Buffer.from(hash, "hex").toString("base64"), prove: false });
  } catch (error) {
    if (error instanceof CometError && /not found/i.test(error.message)) {
      throw new RpcError("NOT_FOUND", `tx not found: ${hash}`);
    }
    throw internal(error);
  }
  const txResponse = toTxResponse(found, await times.of(found.height));
  return { tx: asTx(fromBase64(found.tx)), txResponse };
}

/** At most this many are on one page of a search; CometBFT answers no more. */
const MAX_PER_PAGE = 100n;

async function search(comet: CometClient, times: BlockTimes, request: GetTxsEventRequest) {
  const query = request.query !== "" ? request.query : request.events.join(" AND ");
  if (query === "") throw invalid("query cannot be empty; write for example query=message.sender='…'");
  const { page, limit } = pageOf(request);
  const order = request.orderBy === OrderBy.ORDER_BY_DESC ? "desc" : "asc";
  let found: TxSearchResult;
  try {
    found = await comet.call<TxSearchResult>("tx_search", {
      query,
      prove: false,
      page: page.toString(),
      per_page: limit.toString(),
      order_by: order,
    });
  } catch (error) {
    throw internal(error, "failed to search for txs: ");
  }
  const txResponses: TxResponse[] = [];
  for (const tx of found.txs ?? []) txResponses.push(toTxResponse(tx, await times.of(tx.height)));
  return {
    txs: (found.txs ?? []).map(({ tx }) => asTx(fromBase64(tx))),
    txResponses,
    total: BigInt(found.total_count),
  };
}

/** `page` and `limit`, or what older clients put into `pagination`. */
function pageOf({ page, limit, pagination }: GetTxsEventRequest): { page: bigint; limit: bigint } {
  const asked = limit > 0n ? limit : (pagination?.limit ?? 0n);
  const perPage = asked === 0n || asked > MAX_PER_PAGE ? MAX_PER_PAGE : asked;
  if (page > 0n) return { page, limit: perPage };
  return { page: (pagination?.offset ?? 0n) / perPage + 1n, limit: perPage };
}

async function broadcast(
  { comet, queue }: TransactionParts,
  { txBytes, mode }: BroadcastTxRequest,
  addresses: AddressCodec,
) {
  if (txBytes.length === 0) throw invalid("invalid empty tx");
  const asked = hintsOfCall().queue;
  const keep = asked === "keep" || (asked === undefined && queue?.config.keep === "all");
  const isAsync = mode === BroadcastMode.BROADCAST_MODE_ASYNC && !keep;
  if (queue === undefined || isAsync) {
    const { log, hash, ...verdict } = await broadcastTx(comet, txBytes, isAsync ? "async" : "sync");
    return { txResponse: { ...emptyTxResponse, ...verdict, rawLog: log, txhash: hash } };
  }
  const taken = await queue.intake.take(txBytes, { keep, ttlMs: undefined, addresses });
  return { txResponse: { ...emptyTxResponse, ...broadcastAnswer(taken), txhash: taken.hash } };
}

/** A transaction that is kept is answered as taken, with the reason why it waits in `info`; all else as the SDK does. */
function broadcastAnswer({ verdict, data, entry, notKept }: Taken) {
  const { code, codespace, log } = verdict;
  if (entry?.state !== QueueState.QUEUE_STATE_WAITING) {
    const info = notKept === undefined ? "" : `not kept: ${notKept.message}`;
    return { code, codespace, data, rawLog: log, info };
  }
  const until = new Date(entry.expiresAt).toISOString();
  return { data, info: `kept until ${until}: ${reasonText(entry.reason)}: ${entry.verdict.log}` };
}

async function blockWithTxs(comet: CometClient, { height, pagination }: GetBlockWithTxsRequest, latest: bigint) {
  if (height < 1n || height > latest) {
    throw invalid(
      `requested height ${height} but height must not be less than 1 or greater than the current height ${latest}`,
    );
  }
  const { id, block } = await blockAt(comet, height);
  const { offset = 0n, limit: asked = 0n, reverse = false } = pagination ?? {};
  const all = block.data.txs;
  const total = BigInt(all.length);
  if (offset >= total && total !== 0n && offset !== 0n) {
    throw invalid(`out of range: the block has ${total} transactions, the offset is ${offset}`);
  }
  const limit = asked === 0n || asked > MAX_PER_PAGE ? MAX_PER_PAGE : asked;
  const ordered = reverse ? [...all].reverse() : all;
  return {
    txs: ordered.slice(Number(offset), Number(offset + limit)).map(asTx),
    blockId: id,
    block,
    pagination: { nextKey: new Uint8Array(0), total },
  };
}

/** A committed block. @throws RpcError NOT_FOUND when CometBFT does not keep it */
export async function blockAt(comet: CometClient, height: bigint | undefined) {
  let found: BlockResult;
  try {
    found = await comet.call<BlockResult>("block", height === undefined ? {} : { height: height.toString() });
  } catch (error) {
    throw error instanceof CometError ? new RpcError("NOT_FOUND", error.message) : error;
  }
  if (found.block === null) throw new RpcError("NOT_FOUND", `block ${height ?? "latest"} is not there`);
  const block: Block = toBlock(found.block);
  return { id: toBlockId(found.block_id), block };
}

/** Times of blocks, the last few remembered: a page of transactions is mostly of few blocks. */
class BlockTimes {
  private readonly known = new Map<string, string>();

  constructor(private readonly comet: CometClient) {}

  async of(height: string): Promise<string> {
    const known = this.known.get(height);
    if (known !== undefined) return known;
    let time: string;
    try {
      const { header } = await this.comet.call<{ header: HeaderJson }>("header", { height });
      time = wholeSeconds(header.time);
    } catch (error) {
      throw internal(error);
    }
    if (this.known.size >= 1000) this.known.clear();
    this.known.set(height, time);
    return time;
  }
}

const emptyTxResponse: TxResponse = {
  height: 0n,
  txhash: "",
  codespace: "",
  code: 0,
  data: "",
  rawLog: "",
  logs: [],
  info: "",
  gasWanted: 0n,
  gasUsed: 0n,
  timestamp: "",
  events: [],
};

function toTxResponse({ hash, height, tx, tx_result: result }: TxJson, timestamp: string): TxResponse {
  return {
    height: BigInt(height),
    txhash: hash.toUpperCase(),
    codespace: result.codespace ?? "",
    code: result.code ?? 0,
    data: toHex(fromBase64(result.data)),
    rawLog: result.log ?? "",
    logs: [],
    info: result.info ?? "",
    gasWanted: BigInt(result.gas_wanted ?? "0"),
    gasUsed: BigInt(result.gas_used ?? "0"),
    tx: { typeUrl: "/cosmos.tx.v1beta1.Tx", value: fromBase64(tx) },
    timestamp,
    events: (result.events ?? []).map(toEvent),
  };
}

const toEvent = ({ type, attributes }: EventJson): Event => ({
  type,
  attributes: (attributes ?? []).map(({ key, value = "", index = false }) => ({ key, value, index })),
});

/** A committed transaction's bytes as the message `Tx`: `TxRaw` has the same fields, still packed. */
const asTx = (bytes: Uint8Array): Tx => decodeMessage(Tx, bytes);

/** What anybody calls a transaction, held to what the chain would take. */
function decodeStrictly(bytes: Uint8Array): Tx {
  if (bytes.length === 0) throw invalid("invalid empty tx bytes");
  try {
    decodeTransaction(bytes);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : "malformed transaction");
  }
  return asTx(bytes);
}

function encodeTx(tx: Tx | undefined): Uint8Array {
  if (tx?.body === undefined || tx.authInfo === undefined) throw invalid("invalid empty tx");
  return encodeMessage(Tx, tx);
}

function internal(error: unknown, prefix = ""): unknown {
  return error instanceof CometError ? new RpcError("INTERNAL", prefix + error.message) : error;
}
