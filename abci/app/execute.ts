import { TxMsgData } from "cosmjs-types/cosmos/base/abci/v1beta1/abci";
import { encodeMessage } from "../../proto/writer.js";
import type { AddressCodec } from "../state/addresses.js";
import { type BlockInfo, type ExecutionMode, StateContext, type WriteContext } from "../state/context.js";
import { AppError, AssertionError, internalError, sdk } from "../state/errors.js";
import { event, type Event, withAttribute } from "../state/events.js";
import { GasMeter } from "../state/gas.js";
import type { Overlay } from "../state/overlay.js";
import { errors as evm } from "../../modules/evm/errors.js";
import { runAnte } from "./ante/ante.js";
import { isEthereumTx } from "./ante/ethereum.js";
import type { AnteKeepers, MinGasPrice } from "./ante/types.js";
import type { Logger } from "./logger.js";
import type { Router } from "./router.js";
import type { DecodedMessage, Transaction } from "./transaction.js";

/** What became of a transaction; `code` 0 means that all its messages took effect. */
export interface TxResult {
  readonly code: number;
  readonly codespace: string;
  readonly data: Uint8Array;
  readonly log: string;
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
  readonly events: readonly Event[];
}

/** Where a transaction runs: over which state, in which block, and why. */
export interface Execution {
  readonly overlay: Overlay;
  readonly block: BlockInfo;
  readonly addresses: AddressCodec;
  readonly mode: ExecutionMode;
  /** Gas of the whole block; absent outside of blocks. */
  readonly blockGas?: GasMeter;
}

const NO_DATA = new Uint8Array(0);

/** The most gas that a transaction may ask for: 2^63 − 1, as in the Cosmos SDK; results carry it as an int64. */
const MAX_GAS_WANTED = (1n << 63n) - 1n;

/** Runs transactions: first the ante handler, whose effects stay, then the messages, all or none. */
export class TransactionExecutor {
  constructor(
    private readonly router: Router,
    private readonly keepers: AnteKeepers,
    private readonly minGasPrices: readonly MinGasPrice[],
    private readonly logger: Logger,
    private readonly anteHandler: typeof runAnte = runAnte,
  ) {}

  /**
   * CheckTx runs the ante handler alone; blocks and simulation run the messages too. Never throws for what a transaction
   * holds. @throws AssertionError in a block, when an invariant breaks.
   */
  async execute(execution: Execution, decode: () => Transaction): Promise<TxResult> {
    const { mode, blockGas } = execution;
    let gas = new GasMeter(0n);
    let anteEvents: readonly Event[] = [];
    try {
      if (blockGas !== undefined && blockGas.remaining === 0n) {
        throw sdk.outOfGas({ where: "no block gas left to run tx", wanted: blockGas.limit, used: blockGas.consumed });
      }
      const tx = decode();
      this.requireHandlers(tx.messages);
      if (tx.gasLimit > MAX_GAS_WANTED) {
        throw sdk.invalidRequest(`invalid gas supplied; ${tx.gasLimit} > ${MAX_GAS_WANTED}`);
      }
      gas = mode === "simulate" || mode === "genesis" ? GasMeter.unlimited() : new GasMeter(tx.gasLimit);
      anteEvents = await this.ante(execution, gas, tx, blockGas);
      if (mode === "check" || mode === "recheck") return result({ tx, gas, events: anteEvents });
      const { data, events } = await this.messages(execution, gas, tx, blockGas);
      return result({ tx, gas, data, events: anteEvents.concat(events) });
    } catch (error) {
      return failure(this.typed(error, mode), gas, anteEvents);
    } finally {
      // Counted once whatever happened: the work was done.
      if (blockGas !== undefined) countBlockGas(blockGas, gas);
    }
  }

  private async ante(execution: Execution, gas: GasMeter, tx: Transaction, blockGas?: GasMeter): Promise<Event[]> {
    if (blockGas !== undefined && tx.gasLimit > blockGas.limit) {
      throw sdk.invalidGasLimit(`tx gas limit ${tx.gasLimit} exceeds block max gas ${blockGas.limit}`);
    }
    // Its fee is for gas that runs, so it is not taken where there is no room: as in Ethereum, it is no part of the block.
    if (blockGas !== undefined && isEthereumTx(tx) && tx.gasLimit > blockGas.remaining) throw evm.gasLimitReached();
    const ctx = new StateContext({ ...execution, gas });
    await ctx.branch((inner) => this.anteHandler(inner, tx, this.keepers, this.minGasPrices));
    return ctx.events;
  }

  private async messages(execution: Execution, gas: GasMeter, tx: Transaction, blockGas?: GasMeter) {
    const ctx = new StateContext({ ...execution, gas });
    const responses = await ctx.branch(async (inner) => {
      const packed = [];
      for (const [index, message] of tx.messages.entries()) packed.push(await this.message(ctx, inner, message, index));
      // A transaction that takes the block past its gas fails as one that runs out of its own.
      if (blockGas !== undefined && blockGas.remaining < gas.consumed) {
        throw sdk.outOfGas({
          where: "block gas meter",
          wanted: blockGas.limit,
          used: blockGas.consumed + gas.consumed,
        });
      }
      return packed;
    });
    const data = encodeMessage(TxMsgData, TxMsgData.fromPartial({ msgResponses: responses }));
    return { data, events: ctx.events };
  }

  private async message(ctx: StateContext, inner: WriteContext, message: DecodedMessage, index: number) {
    const start = ctx.events.length;
    try {
      const response = await this.router.run(inner, message.typeUrl, message.value);
      numberEvents(ctx.events, start, message, index);
      return response;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw new AppError(
        error.codespace,
        error.code,
        `failed to execute message; message index: ${index}: ${error.message}`,
      );
    }
  }

  private requireHandlers(messages: readonly DecodedMessage[]): void {
    if (messages.length === 0) throw sdk.invalidRequest("must contain at least one message");
    for (const { typeUrl } of messages) {
      if (!this.router.handles(typeUrl)) throw sdk.unknownRequest(`no message handler found for ${typeUrl}`);
    }
  }

  private typed(error: unknown, mode: ExecutionMode): AppError {
    if (error instanceof AppError) return error;
    if (error instanceof AssertionError && mode === "deliver") throw error;
    this.logger.error("unexpected error in a transaction", {
      error: error instanceof Error ? error.stack : String(error),
      mode,
    });
    return internalError();
  }
}

/** Puts the message's own event first, and the message's index on each. */
function numberEvents(events: Event[], start: number, message: DecodedMessage, index: number): void {
  const own = events.splice(start);
  const attributes: Record<string, string> = { action: message.typeUrl };
  if (message.signers[0] !== undefined) attributes["sender"] = message.signers[0];
  // "cosmos.bank.v1beta1.MsgSend" is the module bank's, unless one of its events names the module already.
  const module = message.typeUrl.split(".")[1];
  const named = own.some(({ attributes }) => attributes.some(({ key }) => key === "module"));
  if (!named && module !== undefined) attributes["module"] = module;
  const msgIndex = index.toString();
  events.push(event("message", { ...attributes, msg_index: msgIndex }));
  for (const each of own) events.push(withAttribute(each, "msg_index", msgIndex));
}

function countBlockGas(blockGas: GasMeter, gas: GasMeter): void {
  const used = gas.consumed > gas.limit ? gas.limit : gas.consumed;
  try {
    blockGas.consume(Number(used), "block gas meter");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

function result(parts: { tx: Transaction; gas: GasMeter; data?: Uint8Array; events: readonly Event[] }): TxResult {
  const { tx, gas, data = NO_DATA, events } = parts;
  return { code: 0, codespace: "", data, log: "", gasWanted: tx.gasLimit, gasUsed: gas.consumed, events };
}

function failure(error: AppError, gas: GasMeter, events: readonly Event[]): TxResult {
  return {
    code: error.code,
    codespace: error.codespace,
    data: NO_DATA,
    log: error.message,
    gasWanted: gas.limit,
    gasUsed: gas.consumed,
    events,
  };
}
