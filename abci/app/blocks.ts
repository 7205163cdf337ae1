import type { ValidatorUpdate } from "cosmjs-types/tendermint/abci/types";
import type { ConsensusParams } from "cosmjs-types/tendermint/types/params";
import { EncodedResults, type IndexedEvents, ResultMemory } from "../server/encode.js";
import type { AddressCodec } from "../state/addresses.js";
import { type BlockInfo, QueryContext, StateContext, type WriteContext } from "../state/context.js";
import { type Event, withAttribute } from "../state/events.js";
import { GasMeter } from "../state/gas.js";
import type { PreBlockResult } from "../../modules/upgrade/types.js";
import type { ModuleDefinition } from "../state/module.js";
import { Overlay, type StateReader } from "../state/overlay.js";
import { mergeWrites } from "../store/merge.js";
import type { MultiStore, StoreWrite, StoreWrites } from "../store/types.js";
import { rawEthereumOf } from "./ante/ethereum.js";
import type { Echoin } from "./echoin.js";
import type { Logger } from "./logger.js";
import type { TransactionExecutor, TxResult } from "./execute.js";
import type { LookAhead } from "./look-ahead.js";
import { transactionOf } from "./transaction.js";
import type { TransactionCache } from "./transaction-cache.js";
import { Turns } from "./turns.js";
import { Upcoming } from "./upcoming.js";
import { deliverVotes } from "./votes/deliver.js";
import type { Votes } from "./votes/votes.js";

/** A transaction's code; 0 means that all its messages took effect. */
export type Outcome = Pick<TxResult, "code" | "codespace">;

/** What FinalizeBlock has to answer. */
export interface FinalizedBlock {
  readonly block: BlockInfo;
  /** What each transaction came to: encoded for CometBFT, and in short. */
  readonly txResults: EncodedResults;
  readonly outcomes: readonly Outcome[];
  /** Those of its transactions that could be decoded, by hash. */
  readonly hashes: readonly string[];
  /** Its Ethereum transactions, in their order. */
  readonly ethereum: readonly ExecutedEthereum[];
  /** Ethereum transactions that CometBFT counts as this block's, and Ethereum does not. */
  readonly refusedEthereum: readonly RefusedEthereum[];
  readonly events: readonly Event[];
  readonly consensusParamUpdates: ConsensusParams | undefined;
  readonly validatorUpdates: readonly ValidatorUpdate[];
  readonly appHash: Uint8Array;
}

/** An Ethereum transaction that is part of a block, whether its call failed or not. */
export interface ExecutedEthereum {
  /** As it was signed; the array that was decoded. */
  readonly raw: Uint8Array;
  /** The data of its result: a TxMsgData. */
  readonly data: Uint8Array;
}

/** An Ethereum transaction that was refused before it ran. */
export interface RefusedEthereum extends Outcome {
  readonly raw: Uint8Array;
}

/** Where a block starts from. */
export interface BlockBase {
  readonly reader: StateReader;
  /** Genesis writes that the first block commits together with its own. */
  readonly genesisWrites: ReadonlyMap<string, Iterable<StoreWrite>> | undefined;
  readonly addresses: AddressCodec;
}

/** Where a block's transactions run. */
interface BlockPlace {
  readonly overlay: Overlay;
  readonly block: BlockInfo;
  readonly addresses: AddressCodec;
}

/** What came of a block's transactions. */
interface RunBlock extends Pick<FinalizedBlock, "txResults" | "outcomes" | "hashes" | "ethereum" | "refusedEthereum"> {
  readonly gasUsed: bigint;
}

export interface BlockExecutorParts {
  readonly chain: Echoin;
  readonly store: MultiStore;
  readonly transactions: TransactionCache;
  readonly lookAhead: LookAhead;
  readonly executor: TransactionExecutor;
  readonly votes: Votes;
  /** Whether the cheap invariants are checked after each block. */
  readonly checkInvariants: boolean;
  /** Which attributes results say are to be indexed; undefined for all. */
  readonly indexed: IndexedEvents | undefined;
  readonly logger: Logger;
}

/** Executes whole blocks over the last commit and stages the result; nothing outside changes until Commit. */
export class BlockExecutor {
  private readonly chain: Echoin;
  private readonly store: MultiStore;
  private readonly transactions: TransactionCache;
  private readonly resultMemory = new ResultMemory();

  constructor(private readonly parts: BlockExecutorParts) {
    this.chain = parts.chain;
    this.store = parts.store;
    this.transactions = parts.transactions;
  }

  /** Runs a block; the same block over the same base gives the same result, however often it is run. */
  async run(base: BlockBase, block: BlockInfo, txs: readonly Uint8Array[]): Promise<FinalizedBlock> {
    const overlay = new Overlay(base.reader);
    const { addresses } = base;
    const ctx = new StateContext({ overlay, block, addresses, mode: "block", gas: GasMeter.unlimited() });
    const before = await this.chain.keepers.consensus.params(ctx);

    const upgraded = await runBlockBegin(ctx, this.chain);
    if (upgraded.kind !== "none") this.parts.logger.info(upgraded.log);
    const where = { overlay, block, addresses };
    const { gasUsed, ...results } = await this.runTransactions(where, txs, before);
    await this.chain.keepers.feeMarket.countGas(ctx, gasUsed);
    await runHooks(ctx, this.chain.endBlockOrder, "endBlock", "EndBlock");
    await this.chain.keepers.chain.recordBlock(ctx);

    const writes = overlay.netWrites();
    if (this.parts.checkInvariants) await this.assertCheapInvariants(overlay, writes, base, block);
    const appHash = await this.store.stage(block.height, mergeWrites(base.genesisWrites, writes));
    const consensusParamUpdates = await this.chain.keepers.consensus.updatesSince(ctx, before);
    const validatorUpdates = await this.chain.keepers.staking.validatorUpdates(ctx);
    return { block, ...results, events: ctx.events, consensusParamUpdates, validatorUpdates, appHash };
  }

  private async runTransactions(
    where: BlockPlace,
    txs: readonly Uint8Array[],
    params: ConsensusParams,
  ): Promise<RunBlock> {
    const { lookAhead, executor, indexed } = this.parts;
    const ctx = new QueryContext(where.overlay, where.block, where.addresses);
    const upcoming = new Upcoming({ lookAhead, ctx, decode: (bytes) => this.transactions.take(bytes) }, txs);
    const turns = new Turns();
    const blockGas = blockGasOf(params);
    const txResults = new EncodedResults(indexed, this.resultMemory);
    const outcomes: Outcome[] = [];
    const hashes: string[] = [];
    const ethereum: ExecutedEthereum[] = [];
    const refusedEthereum: RefusedEthereum[] = [];
    const add = (result: TxResult): void => {
      // Encoded at once: the events of ten thousand results, kept as objects until the block ends, are the largest part of
      // what the garbage collector would have to move and mark.
      txResults.add(result);
      outcomes.push({ code: result.code, codespace: result.codespace });
    };
    const votes = txs[0] && (await deliverVotes(this.parts.votes, where, txs[0]));
    if (votes !== undefined) add(votes);
    const execution = { ...where, mode: "deliver", blockGas } as const;
    for (let place = outcomes.length; place < txs.length; place++) {
      const coming = upcoming.at(place);
      const decoded = coming instanceof Promise ? await coming : coming;
      const result = await executor.execute(execution, () => transactionOf(decoded));
      add(result);
      if (decoded.tx !== undefined) hashes.push(decoded.tx.hash);
      const raw = decoded.tx && rawEthereumOf(decoded.tx);
      if (raw !== undefined) {
        if (result.code === 0) ethereum.push({ raw, data: result.data });
        else refusedEthereum.push({ raw, code: result.code, codespace: result.codespace });
      }
      const pending = turns.over();
      if (pending !== undefined) await pending;
    }
    return { txResults, outcomes, hashes, ethereum, refusedEthereum, gasUsed: blockGas.consumed };
  }

  private async assertCheapInvariants(
    overlay: Overlay,
    writes: ReadonlyMap<string, StoreWrites>,
    { addresses, reader }: BlockBase,
    block: BlockInfo,
  ): Promise<void> {
    const ctx = new QueryContext(overlay, block, addresses);
    for (const invariant of this.chain.invariants) if (invariant.cheap) await invariant.check(ctx);
    for (const module of this.chain.allModules) await module.checkWrites?.(writes, reader);
  }
}

/** The gas that a block's transactions may use together. */
export function blockGasOf({ block }: ConsensusParams): GasMeter {
  const maxGas = block?.maxGas ?? -1n;
  return maxGas > 0n ? new GasMeter(maxGas) : GasMeter.unlimited();
}

/** All that comes before a block's transactions. */
export async function runBlockBegin(ctx: StateContext, chain: Echoin): Promise<PreBlockResult> {
  const upgraded = await ctx.branch((inner) => chain.preBlock(inner));
  await runHooks(ctx, chain.beginBlockOrder, "beginBlock", "BeginBlock");
  return upgraded;
}

async function runHooks(
  ctx: StateContext,
  order: readonly ModuleDefinition[],
  hook: "beginBlock" | "endBlock",
  mode: string,
): Promise<void> {
  for (const module of order) {
    const start = ctx.events.length;
    await ctx.branch(async (inner: WriteContext) => module[hook]?.(inner));
    // Indexers tell begin-block events from end-block events by this attribute, as in the Cosmos SDK.
    for (let i = start; i < ctx.events.length; i++) ctx.events[i] = withAttribute(ctx.events[i]!, "mode", mode);
  }
}
