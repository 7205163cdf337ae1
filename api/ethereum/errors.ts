import { AppError } from "../../abci/state/errors.js";
import { CallFailed } from "../../modules/evm/calls.js";
import { errors as evm } from "../../modules/evm/errors.js";
import { hexOf } from "../../modules/evm/hex.js";
import type { ExecutionOutcome } from "../../modules/evm/transition.js";
import { bytesToNumber } from "../../modules/evm/crypto.js";
import { RpcError } from "../status.js";

/** An answer that is an error, in go-ethereum's words and numbers. */
export class JsonRpcError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly data?: string,
  ) {
    super(message);
    this.name = "JsonRpcError";
  }
}

export const parseError = (): JsonRpcError => new JsonRpcError(-32700, "parse error");
export const invalidRequest = (message = "invalid request"): JsonRpcError => new JsonRpcError(-32600, message);
export const methodNotFound = (method: string): JsonRpcError =>
  new JsonRpcError(-32601, `the method ${method} does not exist/is not available`);
export const invalidParams = (message: string): JsonRpcError => new JsonRpcError(-32602, message);
/** What has no number of its own. */
export const failed = (message: string): JsonRpcError => new JsonRpcError(-32000, message);
export const responseTooLarge = (): JsonRpcError => new JsonRpcError(-32003, "response too large");
/** What is asked for was deleted to save room, as EIP-4444 names it. */
export const pruned = (): JsonRpcError => new JsonRpcError(4444, "pruned history unavailable");

/** What a client is told of any error; undefined for one that is nobody's fault but this program's. */
export function jsonRpcErrorOf(error: unknown): JsonRpcError | undefined {
  if (error instanceof JsonRpcError) return error;
  if (error instanceof CallFailed) return callError(error.outcome);
  if (error instanceof AppError && error.codespace === evm.decode.codespace) return failed(error.message);
  if (!(error instanceof RpcError)) return undefined;
  if (error.status === "DEADLINE_EXCEEDED") return new JsonRpcError(-32002, "request timed out");
  if (error.status === "UNAVAILABLE") return new JsonRpcError(-32005, error.message);
  return error.status === "UNKNOWN" || error.status === "INTERNAL" ? undefined : failed(error.message);
}

/** A call that ended in an error: code 3 and what it reverted with, or why the EVM stopped. */
export function callError({ vmError, returnData }: Pick<ExecutionOutcome, "vmError" | "returnData">): JsonRpcError {
  if (vmError !== "execution reverted") return failed(vmError ?? "execution failed");
  const reason = revertReason(returnData);
  return new JsonRpcError(3, `execution reverted${reason === undefined ? "" : `: ${reason}`}`, hexOf(returnData));
}

/** What `Error(string)` says, or what a `Panic(uint256)` stands for; undefined for a contract's own errors. */
export function revertReason(data: Uint8Array): string | undefined {
  const selector = hexOf(data.subarray(0, 4));
  const words = data.subarray(4);
  if (selector === PANIC && words.length >= 32) {
    const code = bytesToNumber(words.subarray(0, 32));
    return panics.get(code) ?? `unknown panic code: 0x${code.toString(16)}`;
  }
  if (selector !== ERROR || words.length < 64) return undefined;
  const start = Number(bytesToNumber(words.subarray(0, 32)));
  if (start + 32 > words.length) return undefined;
  const length = Number(bytesToNumber(words.subarray(start, start + 32)));
  if (start + 32 + length > words.length) return undefined;
  return Buffer.from(words.subarray(start + 32, start + 32 + length)).toString("utf8");
}

/** keccak-256 of `Error(string)` and `Panic(uint256)`, four bytes each. */
const ERROR = "0x08c379a0";
const PANIC = "0x4e487b71";

const panics: ReadonlyMap<bigint, string> = new Map([
  [0x00n, "generic panic"],
  [0x01n, "assert(false)"],
  [0x11n, "arithmetic underflow or overflow"],
  [0x12n, "division or modulo by zero"],
  [0x21n, "enum overflow"],
  [0x22n, "invalid encoded storage byte array accessed"],
  [0x31n, "out-of-bounds array access; popping on an empty array"],
  [0x32n, "out-of-bounds access of an array or bytesN"],
  [0x41n, "out of memory"],
  [0x51n, "uninitialized function"],
]);
