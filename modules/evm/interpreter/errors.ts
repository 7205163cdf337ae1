import { EVMError } from "@ethereumjs/evm";
import { opcodeName } from "./opcodes.js";

type Reason = EVMError["error"];
const { errorMessages: reasons } = EVMError;

/** An error that go-ethereum words with more than its reason. */
class WordedError extends EVMError {
  constructor(
    reason: Reason,
    readonly words: string,
  ) {
    super(reason);
  }
}

function fail(reason: Reason, words?: string): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- the stock EVM's errors are no Errors: they have no stack to collect
  throw words === undefined ? new EVMError(reason) : new WordedError(reason, words);
}

// What ends a frame and takes its gas. The reasons are the stock interpreter's.

/** @param cost infinite where the operation wants more memory than anybody can pay for */
export function outOfGas(cost: number): never {
  fail(reasons.OUT_OF_GAS, cost === Infinity ? "out of gas: gas uint64 overflow" : undefined);
}
export function stackUnderflow(items: number, needed: number): never {
  fail(reasons.STACK_UNDERFLOW, `stack underflow (${items} <=> ${needed})`);
}
export function stackOverflow(items: number, most: number): never {
  fail(reasons.STACK_OVERFLOW, `stack limit reached ${items} (${most})`);
}
export function invalidOpcode(op: number): never {
  fail(reasons.INVALID_OPCODE, `invalid opcode: ${opcodeName(op)}`);
}
export function staticStateChange(): never {
  fail(reasons.STATIC_STATE_CHANGE);
}
export function refundExhausted(): never {
  fail(reasons.REFUND_EXHAUSTED);
}
export function initcodeTooLarge(size: number): never {
  fail(reasons.INITCODE_SIZE_VIOLATION, `out of gas: max initcode size exceeded: size ${size}`);
}
export function returnDataOutOfBounds(): never {
  fail(reasons.OUT_OF_GAS, OUT_OF_BOUNDS);
}
/** Too little is left to write storage with, whatever the write costs (EIP-2200). */
export function storeSentry(): never {
  fail(reasons.OUT_OF_GAS, "out of gas: not enough gas for reentrancy sentry");
}
/** `where` is `codeHash/address:pc`. */
export function invalidJump(where: string): never {
  fail(`${reasons.INVALID_JUMP} at ${where}` as Reason);
}

/** Ends a frame, which gives back its gas and its output. */
export function revert(): never {
  fail(reasons.REVERT);
}

/** The code that a creation leaves costs more than there is left. */
export const codeStoreOutOfGas = (): EVMError =>
  new WordedError(reasons.OUT_OF_GAS, wordsFor[reasons.CODESTORE_OUT_OF_GAS]!);

export function isOutOfGas(error: EVMError | undefined): boolean {
  return error?.error === reasons.OUT_OF_GAS;
}

export function isRevert(error: EVMError | undefined): boolean {
  return error?.error === reasons.REVERT;
}

/**
 * Whether go-ethereum finds the error only when the operation, priced and paid, runs: here it comes with the price, which
 * ends the frame in the same way.
 */
export function isOnlyPriced(error: EVMError): boolean {
  return error.error === reasons.STATIC_STATE_CHANGE || wordsOf(error) === OUT_OF_BOUNDS;
}

/** An error of the executed code, not of this program. */
export function isExecutionError(error: unknown): error is EVMError {
  return typeof error === "object" && error !== null && "errorType" in error && error.errorType === "EVMError";
}

/** What go-ethereum calls the failure. */
export function wordsOf(error: EVMError): string {
  if (error instanceof WordedError) return error.words;
  // The EVM says where the jump was, too.
  return wordsFor[error.error.split(" at ", 1)[0]!] ?? error.error;
}

/** go-ethereum's words for what does not run at all. */
export const TOO_DEEP = "max call depth exceeded";
export const NONCE_OVERFLOW = "nonce uint64 overflow";
export const NO_FUNDS = "insufficient balance for transfer";

const OUT_OF_BOUNDS = "return data out of bounds";

const wordsFor: Readonly<Record<string, string>> = {
  [reasons.REVERT]: "execution reverted",
  [reasons.CODESTORE_OUT_OF_GAS]: "contract creation code storage out of gas",
  [reasons.CODESIZE_EXCEEDS_MAXIMUM]: "max code size exceeded",
  [reasons.INVALID_JUMP]: "invalid jump destination",
  [reasons.STATIC_STATE_CHANGE]: "write protection",
  [reasons.CREATE_COLLISION]: "contract address collision",
  [reasons.INSUFFICIENT_BALANCE]: NO_FUNDS,
  [reasons.INVALID_BYTECODE_RESULT]: "invalid code: must not begin with 0xef",
  [reasons.OUT_OF_RANGE]: OUT_OF_BOUNDS,
};
