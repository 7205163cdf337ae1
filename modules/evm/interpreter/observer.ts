import type { ExecResult } from "@ethereumjs/evm";
import { wordsOf } from "./errors.js";
import type { Frame } from "./frame.js";
import type { MaybePromise } from "./state.js";

/** A call, a creation or a self-destruction that begins. Bytes may be views of memory: who keeps them copies them. */
export interface Entry {
  /** 0 for the transaction's own. */
  readonly depth: number;
  /** The opcode: CALL, CALLCODE, DELEGATECALL, STATICCALL, CREATE, CREATE2 or SELFDESTRUCT. */
  readonly op: number;
  readonly from: Uint8Array;
  /** The account whose code runs, the new contract, or who gets the balance. */
  readonly to: Uint8Array;
  /** Call data, or init code. */
  readonly input: Uint8Array;
  readonly gas: bigint;
  /** Absent where a call carries none. */
  readonly value: bigint | undefined;
  /** Of the outermost call: gas that its authorizations already give back. */
  readonly refund?: bigint;
}

/** How it ended. */
export interface Exit {
  readonly depth: number;
  readonly output: Uint8Array;
  readonly gasUsed: bigint;
  /** In go-ethereum's words; undefined when it went well. */
  readonly error: string | undefined;
}

export function exitOf(depth: number, result: ExecResult): Exit {
  const { returnValue: output, executionGasUsed: gasUsed, exceptionError } = result;
  return { depth, output, gasUsed, error: exceptionError && wordsOf(exceptionError) };
}

/** An operation that is about to run, or that cannot. `frame` is as it was before it, but for refunds, which are counted. */
export interface Step {
  readonly frame: Frame;
  readonly pc: number;
  readonly op: number;
  readonly gas: number;
  /** What the operation costs, gas that goes with a call included. */
  readonly cost: number;
  /** Size of memory before it grows for the operation. */
  readonly memoryWords: number;
  /** Why the operation does not run, in go-ethereum's words. */
  readonly error: string | undefined;
}

/**
 * Sees a transaction run, at the moments and in the order in which go-ethereum's hooks do. Observing changes nothing: gas,
 * results and errors are those of a run that nobody sees. What a method throws ends the run, and is thrown by it.
 */
export interface Observer {
  enter?(entry: Entry): void;
  exit?(exit: Exit): void;
  log?(log: { readonly address: Uint8Array; readonly topics: readonly Uint8Array[]; readonly data: Uint8Array }): void;
  /** Where it is absent, code runs as fast as ever. */
  step?(step: Step): MaybePromise<void>;
}
