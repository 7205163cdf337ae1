import { EVM, type ExecResult, type Log } from "@ethereumjs/evm";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Block, Context, type Message } from "./context.js";
import { isRevert } from "./errors.js";
import { Frame, NOTHING } from "./frame.js";
import { type Instructions, instructionsOf } from "./instructions.js";
import { execute } from "./run.js";
import { directReads } from "./state.js";
import { executeTraced } from "./trace.js";

/**
 * Most gas of a message that runs here. Below it every price that can be paid is exact as a number, and memory that can
 * be paid for is below 2 GiB.
 */
const MOST_GAS = 2n ** 43n;

/** What the stock EVM passes on besides the message. */
interface InterpreterOptions {
  pc?: number;
  initialLogs?: Log[];
}

type Opcodes = EVM["opcodes"];

/** What the stock EVM makes of a fork, and what became of it here; null where the stock interpreter has to run. */
const tables = new WeakMap<Opcodes, Instructions | null>();

/**
 * The stock EVM with an interpreter that waits only for state and for frames below. It does what the stock interpreter
 * does, but for the differences that README.md lists; what it does not know, the stock interpreter runs.
 */
export class FastEVM extends EVM {
  #context: Context | undefined;

  protected override async runInterpreter(message: Message, options: InterpreterOptions = {}): Promise<ExecResult> {
    const instructions = this.#instructions(message, options);
    if (instructions === undefined) return super.runInterpreter(message, options);
    const frame = new Frame(this.#contextFor(instructions), message, options.initialLogs);
    if (this.events.listenerCount("step") > 0) {
      await executeTraced(frame, (step) => this._emit("step", step));
    } else {
      const running = execute(frame);
      if (running !== undefined) await running;
    }
    const result = resultOf(frame, message.gasLimit);
    frame.release();
    return result;
  }

  /** The fork's instructions, if this message can run here. */
  #instructions(message: Message, options: InterpreterOptions): Instructions | undefined {
    if (this.DEBUG || this._optsCached.profiler?.enabled === true || this._customOpcodes !== undefined)
      return undefined;
    if (options.pc !== undefined && options.pc !== 0) return undefined;
    if (message.gasLimit > MOST_GAS || message.accessWitness !== undefined) return undefined;
    let table = tables.get(this._opcodes);
    if (table === undefined) {
      table = instructionsOf(this._opcodes, this.common) ?? null;
      tables.set(this._opcodes, table);
    }
    return table ?? undefined;
  }

  /** One context for all frames of a transaction. */
  #contextFor(instructions: Instructions): Context {
    const block = this._block as Block;
    const transaction = this._tx!;
    const known = this.#context;
    if (known?.block === block && known.transaction === transaction && known.instructions === instructions)
      return known;
    return (this.#context = new Context(
      this,
      directReads(this.stateManager),
      instructions,
      block,
      transaction,
      this.common.customCrypto.keccak256 ?? keccak_256,
    ));
  }
}

function resultOf(frame: Frame, gasLimit: bigint): ExecResult {
  const { error } = frame;
  const gas = BigInt(frame.gas);
  const failed = error !== undefined;
  return {
    logs: failed ? [] : frame.logs,
    selfdestruct: failed ? new Map() : frame.selfdestruct,
    createdAddresses: failed ? new Set() : frame.createdAddresses,
    exceptionError: error,
    gas,
    executionGasUsed: failed && !isRevert(error) ? gasLimit : gasLimit - gas,
    gasRefund: BigInt(frame.refund),
    stateGasSpilled: 0n,
    returnValue: frame.output ?? NOTHING,
  };
}
