import { setImmediate as nextTurn } from "node:timers/promises";
import type { Observer } from "../../modules/evm/interpreter/observer.js";
import { decodeEthereumTransaction, type EthereumTransaction } from "../../modules/evm/transaction.js";
import type { MsgEthereumTxResponse } from "../../proto/generated/echoin/evm/v1/tx.js";
import { AddressCodec } from "../state/addresses.js";
import { type BlockInfo, StateContext } from "../state/context.js";
import { AppError } from "../state/errors.js";
import { GasMeter } from "../state/gas.js";
import { Overlay, type StateReader } from "../state/overlay.js";
import { rawEthereumOf } from "./ante/ethereum.js";
import { blockGasOf, runBlockBegin } from "./blocks.js";
import { createEchoin, type Echoin } from "./echoin.js";
import { responseOf } from "./ethereum-block.js";
import { type Execution, TransactionExecutor } from "./execute.js";
import type { Logger } from "./logger.js";
import { decodeAny, type Decoded, transactionOf } from "./transaction.js";
import { deliverVotes } from "./votes/deliver.js";
import { Refusals } from "./votes/refusals.js";
import { Votes } from "./votes/votes.js";

/** A block as consensus decided it. */
export interface DecidedBlock {
  readonly block: BlockInfo;
  readonly txs: readonly Uint8Array[];
}

/** An Ethereum transaction that a replay has come to: everything before it in its block has run. */
export interface ReplayedTransaction {
  readonly tx: EthereumTransaction;
  /** State as it is now. What is written to it is part of the replay. */
  readonly ctx: StateContext;
  /**
   * Runs it, seen by `observer`. Returns what came of it; undefined when the block refused it, and it is no part of the
   * Ethereum block. What the observer throws is thrown, and the replay is of no use after that.
   */
  run(observer?: Observer): Promise<MsgEthereumTxResponse | undefined>;
}

/**
 * Runs blocks again as the chain ran them, over the state that they started from, and stops before each Ethereum
 * transaction. One at a time: a second replay wants a second replayer. For threads that answer queries.
 */
export class BlockReplayer {
  readonly chain: Echoin;
  private readonly executor: TransactionExecutor;
  private readonly votes: Votes;
  private observer: Observer | undefined;
  private fault: unknown;

  constructor(logger: Logger) {
    this.chain = createEchoin({ observeEvm: ({ evm }) => void (evm.observer = this.observer) });
    this.executor = new TransactionExecutor(this.chain.router, this.chain.keepers, [], logger);
    this.votes = new Votes(this.chain.keepers.slashing, new Refusals());
  }

  /** The block's Ethereum transactions in their order. One that the caller does not run runs when the next is asked for. */
  async *transactions(parent: StateReader, { block, txs }: DecidedBlock): AsyncGenerator<ReplayedTransaction> {
    const { chain } = this;
    const { bech32Prefix } = await chain.identityOf(parent);
    const where = { overlay: new Overlay(parent), block, addresses: new AddressCodec(bech32Prefix) };
    const ctx = new StateContext({ ...where, mode: "block", gas: GasMeter.unlimited() });
    const params = await chain.keepers.consensus.params(ctx);
    await runBlockBegin(ctx, chain);
    const execution = { ...where, mode: "deliver", blockGas: blockGasOf(params) } as const;
    const votes = txs[0] && (await deliverVotes(this.votes, where, txs[0]));
    for (const bytes of txs.slice(votes === undefined ? 0 : 1)) {
      await nextTurn();
      const decoded = decodeAny(bytes);
      const tx = ethereumOf(decoded);
      if (tx === undefined) {
        await this.executor.execute(execution, () => transactionOf(decoded));
        continue;
      }
      let result: Promise<MsgEthereumTxResponse | undefined> | undefined;
      const run = (observer?: Observer): Promise<MsgEthereumTxResponse | undefined> =>
        (result ??= this.run(execution, () => transactionOf(decoded), observer));
      yield { tx, ctx, run };
      await run();
    }
  }

  private async run(
    execution: Execution,
    decode: () => ReturnType<typeof transactionOf>,
    observer: Observer | undefined,
  ): Promise<MsgEthereumTxResponse | undefined> {
    this.fault = undefined;
    this.observer = observer && this.guarded(observer);
    try {
      const { code, data } = await this.executor.execute(execution, decode);
      if (this.fault !== undefined) throw this.fault as Error;
      return code === 0 ? responseOf({ data }) : undefined;
    } finally {
      this.observer = undefined;
    }
  }

  /** What an observer throws must not be taken for a fault of the EVM, which a block takes in its stride. */
  private guarded(observer: Observer): Observer {
    const note = (error: unknown): never => {
      this.fault ??= error;
      throw error;
    };
    const guard = <T>(work: () => T): T => {
      try {
        return work();
      } catch (error) {
        return note(error);
      }
    };
    return {
      enter: (entry) => guard(() => observer.enter?.(entry)),
      exit: (exit) => guard(() => observer.exit?.(exit)),
      log: (log) => guard(() => observer.log?.(log)),
      ...(observer.step && {
        step: (step) => {
          const seen = guard(() => observer.step!(step));
          return seen instanceof Promise ? seen.catch(note) : seen;
        },
      }),
    };
  }
}

/** What is no Ethereum transaction after all is refused when it runs, as it was in its block. */
function ethereumOf({ tx }: Decoded): EthereumTransaction | undefined {
  const raw = tx && rawEthereumOf(tx);
  try {
    return raw && decodeEthereumTransaction(raw);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
