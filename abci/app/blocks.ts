import type { ValidatorUpdate } from "cosmjs-types/tendermint/abci/types";
import type { ConsensusParams } from "cosmjs-types/tendermint/types/params";
import { encodeTxResult } from "../server/encode.js";
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
import { decodeTransaction, type Transaction } from "./transaction.js";
import type { TransactionCache } from "./transaction-cache.js";
import { Turns } from "./turns.js";
import { deliverVotes } from "./votes/deliver.js";
import type { Votes } from "./votes/votes.js";

/** A transaction's code; 0 means that all its messages took effect. */
export type Outcome = Pick<TxResult, "code" | "codespace">;

/** What FinalizeBlock has to answer. */
export interface FinalizedBlock {
  readonly block: BlockInfo;
  /** An encoded ExecTxResult for each transaction, and what it came to. */
  readonly txResults: readonly Uint8Array[];
  readonly outcomes: readonly Outcome[];
  /** Those of its transactions that could be decoded. */
  readonly transactions: readonly Transaction[];
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

/** Bytes of the block, and the transaction that they are, or why they are none. */
export interface Decoded {
  readonly bytes: Uint8Array;
  readonly tx?: Transaction;
  readonly fault?: Error;
}

/** @throws what makes the bytes no transaction */
export function transactionOf({ tx, fault }: Decoded): Transaction {
  if (tx === undefined) throw fault ?? new Error("neither a transaction nor a fault");
  return tx;
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
  /** To be called before each transaction, with how many are done. */
  readonly comingTo: (place: number) => void;
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
  readonly logger: Logger;
}

/** Executes whole blocks over the last commit and stages the result; nothing outside changes until Commit. */
export class BlockExecutor {
  private readonly chain: Echoin;
  private readonly store: MultiStore;
  private readonly transactions: TransactionCache;

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
    const decoded = await this.decodeAll(txs);
    const transactions = decoded.flatMap(({ tx = [] }) => tx);
    await this.parts.lookAhead.read(addresses, transactions);
    const comingTo = this.parts.lookAhead.along(new QueryContext(overlay, block, addresses), transactions);
    const where = { overlay, block, addresses, comingTo };
    const { gasUsed, ...results } = await this.runTransactions(where, decoded, before);
    await this.chain.keepers.feeMarket.countGas(ctx, gasUsed);
    await runHooks(ctx, this.chain.endBlockOrder, "endBlock", "EndBlock");
    await this.chain.keepers.chain.recordBlock(ctx);

    const writes = overlay.netWrites();
    if (this.parts.checkInvariants) await this.assertCheapInvariants(overlay, writes, base, block);
    const appHash = await this.store.stage(block.height, mergeWrites(base.genesisWrites, writes));
    const consensusParamUpdates = await this.chain.keepers.consensus.updatesSince(ctx, before);
    const validatorUpdates = await this.chain.keepers.staking.validatorUpdates(ctx);
    return { block, ...results, transactions, events: ctx.events, consensusParamUpdates, validatorUpdates, appHash };
  }

  private async decodeAll(txs: readonly Uint8Array[]): Promise<Decoded[]> {
    const turns = new Turns();
    const all: Decoded[] = [];
    for (const bytes of txs) {
      all.push(decodeAny(bytes, () => this.transactions.get(bytes)));
      const pending = turns.over();
      if (pending !== undefined) await pending;
    }
    return all;
  }

  private async runTransactions(
    { comingTo, ...where }: BlockPlace,
    txs: readonly Decoded[],
    params: ConsensusParams,
  ): Promise<
    Pick<FinalizedBlock, "txResults" | "outcomes" | "ethereum" | "refusedEthereum"> & { readonly gasUsed: bigint }
  > {
    const turns = new Turns();
    const blockGas = blockGasOf(params);
    const txResults: Uint8Array[] = [];
    const outcomes: Outcome[] = [];
    const ethereum: ExecutedEthereum[] = [];
    const refusedEthereum: RefusedEthereum[] = [];
    const add = (result: TxResult): void => {
      // Encoded at once: the events of ten thousand results, kept as objects until the block ends, are the largest part of
      // what the garbage collector would have to move and mark.
      txResults.push(encodeTxResult(result));
      outcomes.push({ code: result.code, codespace: result.codespace });
    };
    const votes = txs[0] && (await deliverVotes(this.parts.votes, where, txs[0].bytes));
    if (votes !== undefined) add(votes);
    for (const decoded of txs.slice(outcomes.length)) {
      comingTo(outcomes.length);
      const execution = { ...where, mode: "deliver", blockGas } as const;
      const result = await this.parts.executor.execute(execution, () => transactionOf(decoded));
      add(result);
      const raw = decoded.tx && rawEthereumOf(decoded.tx);
      if (raw !== undefined) {
        if (result.code === 0) ethereum.push({ raw, data: result.data });
        else refusedEthereum.push({ raw, code: result.code, codespace: result.codespace });
      }
      const pending = turns.over();
      if (pending !== undefined) await pending;
    }
    return { txResults, outcomes, ethereum, refusedEthereum, gasUsed: blockGas.consumed };
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

/** Transactions of a proposal that could not be in any honest block are found here, before a vote. */
export function decodable(transactions: TransactionCache, bytes: Uint8Array): Transaction | undefined {
  try {
    return transactions.get(bytes);
  } catch {
    return undefined;
  }
}

/** The bytes as the transaction that they are, or with the reason why they are none. */
export function decodeAny(bytes: Uint8Array, decode = (): Transaction => decodeTransaction(bytes)): Decoded {
  try {
    return { bytes, tx: decode() };
  } catch (error) {
    return { bytes, fault: error as Error };
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
