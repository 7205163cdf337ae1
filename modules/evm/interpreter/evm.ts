import {
  EVM,
  type EVMError,
  type EVMOpts,
  type EVMResult,
  type ExecResult,
  type Log,
  type Message,
} from "@ethereumjs/evm";
import type { Address } from "@ethereumjs/util";
import { Account } from "@ethereumjs/util";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { keyFromBytes } from "../../../abci/store/bytes.js";
import { KnownAddress } from "./addresses.js";
import { type Block, Context } from "./context.js";
import { delegationOf } from "./delegation.js";
import { codeStoreOutOfGas, isExecutionError, isOutOfGas, isRevert } from "./errors.js";
import { Frame, NOTHING } from "./frame.js";
import { type Instructions, instructionsOf } from "./instructions.js";
import { WarmJournal } from "./journal.js";
import { executeObserved } from "./observed.js";
import type { Observer } from "./observer.js";
import { execute } from "./run.js";
import { directReads, type MaybePromise, then } from "./state.js";
import { executeTraced } from "./trace.js";

/**
 * Most gas of a message that runs here. Below it every price that can be paid is exact as a number, and memory that can
 * be paid for is below 2 GiB.
 */
const MOST_GAS = 2n ** 43n;

/** Frames that may run on one native stack, which is smaller than 1024 frames need: then the next one is a task of its own. */
const NESTED_FRAMES = 64;

/** What the stock EVM passes on besides the message. */
interface InterpreterOptions {
  pc?: number;
  initialLogs?: Log[];
}

/** A precompiled contract that is elsewhere for one call, or nowhere. */
export interface PrecompileMove {
  readonly from: Uint8Array;
  readonly to: Uint8Array | undefined;
}

type MessageTo = Message & { to: Address };
type Precompile = NonNullable<ReturnType<EVM["getPrecompile"]>>;

/** What the stock EVM makes of a fork, and what became of it here; null where the stock interpreter has to run. */
const tables = new WeakMap<EVM["opcodes"], Instructions | null>();

/**
 * The stock EVM with an interpreter that waits only for state and for frames below. It does what the stock interpreter
 * does, but for the differences that README.md lists; what it does not know, the stock interpreter runs.
 */
export class FastEVM extends EVM {
  /** Sees what runs from now on; for traces, and in dev nodes. */
  observer: Observer | undefined;

  #context: Context | undefined;
  /** How the last frame ended: a creation asks after its own. */
  #lastError: EVMError | undefined;
  #precompilesOf: EVM["precompiles"] | undefined;
  /** The fork's precompiled contracts, while others are in their place. */
  #fork: EVM["precompiles"] | undefined;
  #precompilesByKey = new Map<string, Precompile>();

  constructor(options: EVMOpts) {
    super(options);
    // The stock journal's type has private members; nobody outside it uses them.
    this.journal = new WarmJournal(this.stateManager) as unknown as EVM["journal"];
  }

  /** Moves precompiled contracts to other addresses, or away, until `resetPrecompiles`: for calls that are made up. */
  movePrecompiles(moves: readonly PrecompileMove[]): void {
    this.#fork ??= this._precompiles;
    const moved = new Map(this._precompiles);
    const digits = (address: Uint8Array): string => Buffer.from(address).toString("hex");
    for (const { from } of moves) moved.delete(digits(from));
    for (const { from, to } of moves) {
      if (to !== undefined) moved.set(digits(to), this._precompiles.get(digits(from))!);
    }
    this._precompiles = moved;
  }

  /** Every precompiled contract is where the fork has it. */
  resetPrecompiles(): void {
    if (this.#fork === undefined) return;
    this._precompiles = this.#fork;
    this.#fork = undefined;
  }

  /** Has the precompiled contracts warm in the transaction that begins. */
  warmPrecompiles(): void {
    (this.journal as unknown as WarmJournal).keepWarm(this.#knownPrecompiles());
  }

  protected override async runInterpreter(message: Message, options: InterpreterOptions = {}): Promise<ExecResult> {
    const instructions = this.#instructions(message, options);
    if (instructions === undefined) return super.runInterpreter(message, options);
    const frame = new Frame(this.#contextFor(instructions), message, options.initialLogs);
    if (this.events.listenerCount("step") > 0) await executeTraced(frame, (step) => this._emit("step", step));
    else await this.#execute(frame);
    this.#lastError = frame.error;
    return finish(frame, message);
  }

  /** A creation; one that cannot pay for the code that it leaves says so, where the stock one is out of gas. */
  protected override async _executeCreate(message: Message): Promise<EVMResult> {
    this.#lastError = undefined;
    const result = await super._executeCreate(message);
    const { execResult } = result;
    if (this.#lastError === undefined && isOutOfGas(execResult.exceptionError)) {
      execResult.exceptionError = codeStoreOutOfGas();
    }
    return result;
  }

  /**
   * Runs a call of a frame as the stock `runCall` does, but at once where state is at hand. Creations, and calls that
   * somebody listens to, go the stock way.
   */
  callFromFrame(message: Message, context: Context): MaybePromise<EVMResult> {
    if (message.to === undefined || this.#observed()) return this.runCall({ message });
    if (message.depth % NESTED_FRAMES !== 0) return this.#call(message as MessageTo, context);
    return Promise.resolve().then(() => this.#call(message as MessageTo, context));
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
    const keccak256 = this.common.customCrypto.keccak256 ?? keccak_256;
    const state = directReads(this.stateManager);
    return (this.#context = new Context(this, state, instructions, block, transaction, keccak256));
  }

  #observed(): boolean {
    const { events } = this;
    return (
      events.listenerCount("step") > 0 ||
      events.listenerCount("beforeMessage") > 0 ||
      events.listenerCount("afterMessage") > 0
    );
  }

  #call(message: MessageTo, context: Context): MaybePromise<EVMResult> {
    return then(context.journal.open(), () => {
      this.transientStorage.checkpoint();
      return then(this.#transfer(message, context), (error) =>
        then(
          error === undefined ? this.#runCode(message, context) : nothingRan(message, error),
          (result): MaybePromise<EVMResult> => {
            const failed = result.exceptionError !== undefined;
            if (failed) {
              Object.assign(result, { logs: [], selfdestruct: new Map(), createdAddresses: new Set(), gasRefund: 0n });
              this.transientStorage.revert();
            } else this.transientStorage.commit();
            return then(context.journal.close(failed), () => ({ execResult: result }));
          },
        ),
      );
    });
  }

  /** Moves the message's value. What forbids it is the call's error. */
  #transfer(message: MessageTo, context: Context): MaybePromise<ExecResult["exceptionError"]> {
    if (message.delegatecall) return undefined;
    if (message.value > 0n) return this.#transferValue(message);
    // The stock EVM writes both accounts as they are, which touches them.
    context.journal.touch(message.caller);
    context.journal.touch(message.to);
    return undefined;
  }

  async #transferValue(message: MessageTo): Promise<ExecResult["exceptionError"]> {
    try {
      const sender = (await this.stateManager.getAccount(message.caller)) ?? new Account();
      await this._reduceSenderBalance(sender, message);
      const receiver = (await this.stateManager.getAccount(message.to)) ?? new Account();
      await this._addToBalance(receiver, message);
      return undefined;
    } catch (error) {
      if (isExecutionError(error)) return error;
      throw error;
    }
  }

  #runCode(message: MessageTo, context: Context): MaybePromise<ExecResult> {
    const precompile = this.#precompileAt(message.codeAddress);
    if (precompile !== undefined) {
      return then(this.runPrecompile(precompile, message.data, message.gasLimit), (result) => {
        result.gasRefund = message.gasRefund;
        return result;
      });
    }
    return then(this.#codeAt(message.codeAddress, context), (code) => {
      if (code.length === 0) return nothingRan(message);
      message.code = code;
      const frame = new Frame(context, message, undefined);
      return then(this.#execute(frame), () => finish(frame, message));
    });
  }

  #execute(frame: Frame): MaybePromise<void> {
    const { observer } = this;
    return observer?.step === undefined ? execute(frame) : executeObserved(frame, (step) => observer.step!(step));
  }

  /** The account's code, or that of the account that it stands for. */
  #codeAt(address: Address, { state, instructions }: Context): MaybePromise<Uint8Array> {
    return then(state.readCode(address), (code) => {
      const target = instructions.costs.delegation ? delegationOf(code) : undefined;
      return target === undefined ? code : state.readCode(target);
    });
  }

  #precompileAt(address: Address): Precompile | undefined {
    return this.#knownPrecompiles().get(KnownAddress.of(address).key);
  }

  /** By their addresses as binary strings. */
  #knownPrecompiles(): ReadonlyMap<string, Precompile> {
    if (this.#precompilesOf !== this._precompiles) {
      this.#precompilesOf = this._precompiles;
      this.#precompilesByKey = new Map(
        [...this._precompiles].map(([hex, run]) => [keyFromBytes(Buffer.from(hex, "hex")), run]),
      );
    }
    return this.#precompilesByKey;
  }
}

/** The result of a call that runs no code. */
function nothingRan({ gasRefund }: Message, exceptionError?: ExecResult["exceptionError"]): ExecResult {
  return { gasRefund, executionGasUsed: 0n, exceptionError, returnValue: NOTHING };
}

/** What the frame came to; the frame is not used after it. */
function finish(frame: Frame, { gasLimit }: Message): ExecResult {
  const { error } = frame;
  const gas = BigInt(frame.gas);
  const failed = error !== undefined;
  const result: ExecResult = {
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
  frame.release();
  return result;
}
