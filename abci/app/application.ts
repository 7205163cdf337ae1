import * as abci from "cosmjs-types/tendermint/abci/types";
import { UpgradeNeeded } from "../../modules/upgrade/errors.js";
import type { AbciApplication, ChecksAhead } from "../server/application.js";
import {
  encodeCheckTxResponse,
  encodeFinalizeBlockResponse,
  indexedEvents,
  type IndexedEvents,
} from "../server/encode.js";
import { AddressCodec } from "../state/addresses.js";
import { ProposalFault } from "../../proto/generated/echoin/votes/v1/votes.js";
import { type BlockInfo, QueryContext } from "../state/context.js";
import { AppError, assert } from "../state/errors.js";
import { Overlay, type StateReader } from "../state/overlay.js";
import type { MultiStore, StoreWrite } from "../store/types.js";
import { rawEthereumOf } from "./ante/ethereum.js";
import { type BlockBase, BlockExecutor, type FinalizedBlock } from "./blocks.js";
import type { NodeSettings } from "./config.js";
import type { Echoin } from "./echoin.js";
import { type EthereumBlock, ethereumBlockOf } from "./ethereum-block.js";
import { TransactionExecutor } from "./execute.js";
import { initGenesis, startingValidators } from "./genesis.js";
import { misbehaviorOf, toNanos, voteOf } from "./from-comet.js";
import { HaltError } from "./halt.js";
import type { Logger } from "./logger.js";
import { LookAhead } from "./look-ahead.js";
import { isEarly, MempoolChecks } from "./mempool-checks.js";
import { BlockMeter, type BlockSample } from "./meter.js";
import { Mutex } from "./mutex.js";
import { PooledTransactions } from "./pooled.js";
import { type Fault, faultOfTransactions, selectTransactions } from "./proposals.js";
import type { RingOwner } from "./signatures/ring.js";
import type { SnapshotPort } from "./snapshots.js";
import { decodeAny, type Transaction } from "./transaction.js";
import { TransactionCache } from "./transaction-cache.js";
import { isExtension } from "./votes/extension.js";
import { Refusals } from "./votes/refusals.js";
import { decodeVotes } from "./votes/transaction.js";
import { Votes } from "./votes/votes.js";

/** What the application is called in Info and in node info. */
export const APP_NAME = "echoin";

/** Answers queries over committed state, on another thread. */
export interface QueryPort {
  query(request: abci.RequestQuery): Promise<abci.ResponseQuery>;
  /** Called after each commit. */
  onVersion(version: bigint): void;
  /** Takes what an index of Ethereum blocks keeps, after each commit and after `onVersion`. */
  onEthereumBlock?(block: EthereumBlock): void;
  /** Hears of an Ethereum transaction that CheckTx let into the mempool, or out of it. */
  onEthereumCheck?(check: EthereumCheck): void;
  /** Takes numbers for the metrics after each commit. */
  report?(sample: BlockSample): void;
}

/** What CheckTx found of an Ethereum transaction: it is in the mempool, or no longer. */
export interface EthereumCheck {
  readonly raw: Uint8Array;
  readonly accepted: boolean;
  /** Whether it may yet have its turn: one before it is missing, or its price is under the base fee of now. */
  readonly early: boolean;
}

export interface ApplicationParts {
  readonly chain: Echoin;
  readonly store: MultiStore;
  readonly settings: NodeSettings;
  readonly queries: QueryPort;
  readonly snapshots: SnapshotPort;
  readonly logger: Logger;
  /** Where other threads are given signatures that will be needed soon; without it, all are checked when they are. */
  readonly signatures?: RingOwner;
  /** The software's version, as `Info` tells it. */
  readonly version: string;
  /** Called at the height of an upgrade that this program does not know; the block stands still until it resolves, then the node halts. */
  readonly onUpgradeNeeded?: (needed: UpgradeNeeded) => Promise<void>;
  /** Called when genesis is committed, and no longer in memory. */
  readonly onGenesisCommitted?: () => void;
}

/** Genesis that is not committed yet: it becomes part of the first block. */
interface PendingGenesis {
  readonly state: StateReader;
  readonly writes: ReadonlyMap<string, Iterable<StoreWrite>>;
}

/**
 * The ABCI application: what CometBFT drives. It keeps no state of its own beyond the last commit but three things that
 * a restart may lose: the check state (what the mempool's transactions would have done), the block staged for Commit, and
 * which proposals it refused.
 */
export class EchoinApplication implements AbciApplication, ChecksAhead {
  private readonly transactions = new TransactionCache();
  private readonly executor: TransactionExecutor;
  private readonly blocks: BlockExecutor;
  private readonly pool = new PooledTransactions();
  private readonly mempool: MempoolChecks;
  private readonly lookAhead: LookAhead;
  /** CheckTx calls, blocks, and Commit's reset of what CheckTx sees come one after the other. */
  private readonly checks = new Mutex();
  private readonly meter = new BlockMeter();
  private readonly refusals = new Refusals();
  private readonly votes: Votes;
  private readonly indexed: IndexedEvents | undefined;

  private genesis: PendingGenesis | undefined;
  private addresses: AddressCodec | undefined;
  private lastBlock: BlockInfo | undefined;
  private checkState: Overlay | undefined;
  private staged: FinalizedBlock | undefined;

  constructor(private readonly parts: ApplicationParts) {
    const { chain, store, settings, logger } = parts;
    this.executor = new TransactionExecutor(chain.router, chain.keepers, settings.minGasPrices, logger);
    this.mempool = new MempoolChecks({
      executor: this.executor,
      accounts: chain.keepers.accounts,
      pool: this.pool,
    });
    this.votes = new Votes(chain.keepers.slashing, this.refusals);
    this.lookAhead = new LookAhead(chain, store, this.transactions, parts.signatures);
    this.indexed = indexedEvents(settings.indexEvents);
    this.blocks = new BlockExecutor({
      chain,
      store,
      lookAhead: this.lookAhead,
      transactions: this.transactions,
      executor: this.executor,
      votes: this.votes,
      checkInvariants: settings.checkInvariants,
      indexed: this.indexed,
      logger,
    });
  }

  /** Reads what the last commit says of itself; to be called once before the server listens, and after a restore. */
  async load(): Promise<void> {
    this.genesis = undefined;
    this.staged = undefined;
    this.checkState = undefined;
    const committed = this.parts.store.lastCommit.version > 0n;
    const identity = committed ? await this.parts.chain.identityOf(this.parts.store.latest()) : undefined;
    this.addresses = identity && new AddressCodec(identity.bech32Prefix);
    this.lastBlock = identity?.lastBlock;
  }

  async info(_request: abci.RequestInfo): Promise<Partial<abci.ResponseInfo>> {
    const { version, hash } = this.parts.store.lastCommit;
    return {
      data: APP_NAME,
      version: this.parts.version,
      appVersion: 0n,
      lastBlockHeight: version,
      lastBlockAppHash: version === 0n ? new Uint8Array(0) : hash,
    };
  }

  async query(request: abci.RequestQuery): Promise<abci.ResponseQuery> {
    return this.parts.queries.query(request);
  }

  async initChain(request: abci.RequestInitChain): Promise<Partial<abci.ResponseInitChain>> {
    await this.load();
    const { chain, store, logger } = this.parts;
    assert(store.lastCommit.version === 0n, "InitChain comes only before the first commit");
    const block: BlockInfo = {
      chainId: request.chainId,
      height: 0n,
      timeNanos: toNanos(request.time),
      proposer: new Uint8Array(0),
    };
    // A million accounts take most of a minute, and the block that writes them a quarter of one.
    logger.info("making the state of genesis", { chainId: block.chainId, bytes: request.appStateBytes.length });
    const {
      overlay,
      addresses,
      validators: staked,
    } = await initGenesis(chain, block, {
      appState: request.appStateBytes,
      consensusParams: request.consensusParams,
      initialHeight: request.initialHeight,
    });
    const validators = startingValidators(staked, request.validators);
    this.genesis = { state: overlay, writes: overlay.packedWrites() };
    this.addresses = addresses;
    this.lastBlock = block;
    this.checkState = undefined;
    logger.info("the state of genesis is ready: the first block writes it", { chainId: block.chainId });
    return { validators, appHash: store.lastCommit.hash };
  }

  async checkTx(request: abci.RequestCheckTx): Promise<Uint8Array> {
    const recheck = request.type === abci.CheckTxType.RECHECK;
    let checked: Transaction | undefined;
    const result = await this.checks.run(() => {
      const { reader, addresses, block } = this.current();
      this.checkState ??= new Overlay(reader);
      const execution = { overlay: this.checkState, block, addresses, mode: recheck ? "recheck" : "check" } as const;
      return this.mempool.check(execution, reader, () => (checked = this.transactions.get(request.tx)));
    });
    const accepted = result.code === 0;
    const ethereum = checked && rawEthereumOf(checked);
    // Who signed an Ethereum transaction is known of what it was decoded to, and takes long to find out again.
    if (checked !== undefined && ethereum === undefined) this.transactions.release(checked);
    // What is refused when it comes was never in the mempool: it may be another's, wrapped wrongly on purpose.
    const raw = accepted || recheck ? ethereum : undefined;
    if (raw !== undefined) this.parts.queries.onEthereumCheck?.({ raw, accepted, early: isEarly(result) });
    this.meter.check(recheck ? "recheck" : "new", result.code);
    return encodeCheckTxResponse(result);
  }

  /** Reads what transactions need that wait to be checked, and has their signatures checked by other threads meanwhile. */
  async expectChecks(txs: readonly Uint8Array[]): Promise<void> {
    const { addresses } = this;
    if (addresses === undefined) return;
    const decoded = txs.flatMap((bytes) => decodeAny(bytes, (each) => this.transactions.get(each)).tx ?? []);
    try {
      // Threads begin as soon as they can: with a million accounts, what else is touched takes longer to read than the
      // transactions before take to check.
      await this.lookAhead.readSigners(addresses, decoded);
      this.lookAhead.offer(this.committed(), decoded);
      await this.lookAhead.read(addresses, decoded);
    } catch (error) {
      // Whoever needs what cannot be read says so.
      this.parts.logger.debug("reading ahead failed", { error });
    }
  }

  async prepareProposal(request: abci.RequestPrepareProposal): Promise<abci.ResponsePrepareProposal> {
    const limits = { maxTxBytes: request.maxTxBytes, maxGas: await this.maxBlockGas() };
    const votes = await this.votes.inject(this.committed(), request.localLastCommit);
    return { txs: selectTransactions(this.transactions, request.txs, limits, { votes, pool: this.pool }) };
  }

  async processProposal(request: abci.RequestProcessProposal): Promise<abci.ResponseProcessProposal> {
    const fault = await this.faultOf(request);
    if (fault === undefined) return { status: abci.ResponseProcessProposal_ProposalStatus.ACCEPT };
    const { height, hash } = request;
    this.refusals.record({ height, hash, fault: fault.kind });
    this.parts.logger.warn("refusing a proposal", { height, fault: fault.reason });
    return { status: abci.ResponseProcessProposal_ProposalStatus.REJECT };
  }

  async extendVote(_request: abci.RequestExtendVote): Promise<abci.ResponseExtendVote> {
    return { voteExtension: await this.votes.extend(this.committed()) };
  }

  /** Holds an extension to its form alone: one that an honest validator made must never be refused. */
  async verifyVoteExtension(request: abci.RequestVerifyVoteExtension): Promise<abci.ResponseVerifyVoteExtension> {
    const { ACCEPT, REJECT } = abci.ResponseVerifyVoteExtension_VerifyStatus;
    return { status: isExtension(request.voteExtension) ? ACCEPT : REJECT };
  }

  async finalizeBlock(request: abci.RequestFinalizeBlock): Promise<readonly Uint8Array[]> {
    this.staged = undefined;
    const { chainId } = this.current().block;
    const block: BlockInfo = {
      chainId,
      height: request.height,
      timeNanos: toNanos(request.time),
      proposer: Uint8Array.from(request.proposerAddress),
      lastCommitRound: request.decidedLastCommit.round,
      votes: request.decidedLastCommit.votes.map(voteOf),
      misbehavior: request.misbehavior.map(misbehaviorOf),
      parentAppHash: this.parts.store.lastCommit.hash,
      nextValidatorsHash: Uint8Array.from(request.nextValidatorsHash),
    };
    this.haltIfDue(block);
    // New transactions are read meanwhile, and checked when the block is done: consensus comes first.
    const finalized = await this.checks.run(() => this.meter.time("execute", () => this.runOrHalt(block, request.txs)));
    this.meter.executed(finalized);
    this.staged = finalized;
    return encodeFinalizeBlockResponse(finalized, this.indexed);
  }

  async commit(): Promise<abci.ResponseCommit> {
    const { staged } = this;
    const ofGenesis = this.genesis !== undefined;
    assert(staged !== undefined, "Commit follows a FinalizeBlock that succeeded");
    await this.checks.run(async () => {
      await this.meter.time("commit", () => this.parts.store.commit());
      this.genesis = undefined;
      this.staged = undefined;
      this.checkState = undefined;
      this.pool.startRound();
      this.lastBlock = headerOf(staged.block);
    });
    // CometBFT has read what it commits. Of a block that it asked for twice, the first answer is left to the garbage collector.
    staged.txResults.release();
    if (ofGenesis) this.parts.onGenesisCommitted?.();
    for (const hash of staged.hashes) this.transactions.forget(hash);
    const { height } = staged.block;
    this.parts.queries.onVersion(height);
    const ethereum = this.parts.queries.onEthereumBlock && ethereumBlockOf(staged);
    if (ethereum !== undefined) this.parts.queries.onEthereumBlock?.(ethereum);
    for (const { raw, ...outcome } of staged.refusedEthereum) {
      this.parts.queries.onEthereumCheck?.({ raw, accepted: false, early: isEarly(outcome) });
    }
    this.parts.queries.report?.(this.meter.take(height));
    this.parts.snapshots.onCommit(height);
    return { retainHeight: this.retainHeight(height) };
  }

  async listSnapshots(): Promise<abci.ResponseListSnapshots> {
    return this.parts.snapshots.list();
  }

  async loadSnapshotChunk(request: abci.RequestLoadSnapshotChunk): Promise<abci.ResponseLoadSnapshotChunk> {
    return this.parts.snapshots.loadChunk(request);
  }

  async offerSnapshot(request: abci.RequestOfferSnapshot): Promise<abci.ResponseOfferSnapshot> {
    return this.parts.snapshots.offer(request);
  }

  async applySnapshotChunk(request: abci.RequestApplySnapshotChunk): Promise<abci.ResponseApplySnapshotChunk> {
    const { response, restored } = await this.parts.snapshots.applyChunk(request);
    // Everything remembered belongs to the state before the restore.
    if (restored) await this.checks.run(() => this.load());
    return response;
  }

  /**
   * The check state's entries for simulation elsewhere: what the senders' transactions in the mempool already did to
   * their accounts, so that a simulated transaction meets the sequence number that it will meet.
   */
  pendingValue(store: string, key: string): Uint8Array | undefined {
    return this.checkState?.pending(store, key).value;
  }

  private async runOrHalt(block: BlockInfo, txs: readonly Uint8Array[]): Promise<FinalizedBlock> {
    try {
      return await this.blocks.run(this.base(), block, txs);
    } catch (error) {
      if (error instanceof UpgradeNeeded) await this.parts.onUpgradeNeeded?.(error);
      throw error;
    }
  }

  private base(): BlockBase {
    const { reader, addresses } = this.current();
    return { reader, addresses, genesisWrites: this.genesis?.writes };
  }

  private current(): { reader: StateReader; addresses: AddressCodec; block: BlockInfo } {
    const { addresses, lastBlock: block } = this;
    assert(
      addresses !== undefined && block !== undefined,
      "InitChain or a commit comes before transactions and blocks",
    );
    return { reader: this.genesis?.state ?? this.parts.store.latest(), addresses, block };
  }

  /** A context over the last commit. */
  private committed(): QueryContext {
    const { reader, addresses, block } = this.current();
    return new QueryContext(reader, block, addresses);
  }

  private async faultOf({ txs, proposedLastCommit }: abci.RequestProcessProposal): Promise<Fault | undefined> {
    const [first, ...others] = txs;
    try {
      const votes = first && decodeVotes(first);
      if (votes === undefined) return faultOfTransactions(this.transactions, txs, await this.maxBlockGas());
      await this.votes.verify(this.committed(), votes, proposedLastCommit.round);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { kind: ProposalFault.PROPOSAL_FAULT_FALSE_VOTES, reason: error.message };
    }
    return faultOfTransactions(this.transactions, others, await this.maxBlockGas());
  }

  private async maxBlockGas(): Promise<bigint> {
    return this.parts.chain.maxBlockGas(this.current().reader);
  }

  private haltIfDue({ height, timeNanos }: BlockInfo): void {
    const { haltHeight, haltTimeSeconds } = this.parts.settings;
    const due =
      (haltHeight > 0n && height >= haltHeight) ||
      (haltTimeSeconds > 0n && timeNanos / 1_000_000_000n >= haltTimeSeconds);
    if (due) throw new HaltError(`halt per configuration height ${haltHeight} time ${haltTimeSeconds}`);
  }

  private retainHeight(height: bigint): bigint {
    const { minRetainBlocks } = this.parts.settings;
    return minRetainBlocks > 0n && height > minRetainBlocks ? height - minRetainBlocks : 0n;
  }
}

/** A block without what only its own execution needs: what a node that restarts knows of it. */
function headerOf({ chainId, height, timeNanos, proposer }: BlockInfo): BlockInfo {
  return { chainId, height, timeNanos, proposer };
}
