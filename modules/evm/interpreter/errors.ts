import { EVMError } from "@ethereumjs/evm";

type Reason = EVMError["error"];
const { errorMessages: reasons } = EVMError;

function fail(reason: Reason): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- the stock EVM's errors are no Errors: they have no stack to collect
  throw new EVMError(reason);
}

// What ends a frame and takes its gas. The words are the stock interpreter's: clients and traces see them.

export function outOfGas(): never {
  fail(reasons.OUT_OF_GAS);
}
export function stackUnderflow(): never {
  fail(reasons.STACK_UNDERFLOW);
}
export function stackOverflow(): never {
  fail(reasons.STACK_OVERFLOW);
}
export function invalidOpcode(): never {
  fail(reasons.INVALID_OPCODE);
}
export function staticStateChange(): never {
  fail(reasons.STATIC_STATE_CHANGE);
}
export function refundExhausted(): never {
  fail(reasons.REFUND_EXHAUSTED);
}
export function initcodeTooLarge(): never {
  fail(reasons.INITCODE_SIZE_VIOLATION);
}
/** `where` is `codeHash/address:pc`. */
export function invalidJump(where: string): never {
  fail(`${reasons.INVALID_JUMP} at ${where}` as Reason);
}

/** Ends a frame, which gives back its gas and its output. */
export function revert(): never {
  fail(reasons.REVERT);
}

export function isRevert(error: EVMError | undefined): boolean {
  return error?.error === reasons.REVERT;
}

/** An error of the executed code, not of this program. */
export function isExecutionError(error: unknown): error is EVMError {
  return typeof error === "object" && error !== null && "errorType" in error && error.errorType === "EVMError";
}
