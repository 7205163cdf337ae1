import { queryErrorOf } from "../abci/app/query.js";
import { QueryError } from "../abci/state/module.js";

/** gRPC's status codes, with the HTTP status that REST answers for each, as grpc-gateway maps them. */
const statuses = {
  OK: [0, 200],
  CANCELLED: [1, 408],
  UNKNOWN: [2, 500],
  INVALID_ARGUMENT: [3, 400],
  DEADLINE_EXCEEDED: [4, 504],
  NOT_FOUND: [5, 404],
  ALREADY_EXISTS: [6, 409],
  PERMISSION_DENIED: [7, 403],
  RESOURCE_EXHAUSTED: [8, 429],
  FAILED_PRECONDITION: [9, 400],
  UNIMPLEMENTED: [12, 501],
  INTERNAL: [13, 500],
  UNAVAILABLE: [14, 503],
} as const;

export type StatusName = keyof typeof statuses;

/** A request that could not be answered, with the gRPC status that the client is told. */
export class RpcError extends Error {
  constructor(
    readonly status: StatusName,
    message: string,
  ) {
    super(message);
    this.name = "RpcError";
  }

  /** The number of its gRPC status. */
  get code(): number {
    return statuses[this.status][0];
  }

  /** The HTTP status of an answer with this error. */
  get httpStatus(): number {
    return statuses[this.status][1];
  }
}

/** What a client is told of any error; details of an unexpected one stay in the log. */
export function rpcErrorOf(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  const { status, message } = queryErrorOf(error);
  return new RpcError(status, message);
}

/** Whether an error is one that a request can cause, so that it is no news for the log. */
export const isExpected = (error: unknown): boolean => error instanceof RpcError || error instanceof QueryError;

/** The words that gRPC libraries make of a status; clients of abci_query match them. */
export function statusText({ status, message }: RpcError): string {
  const words = status
    .split("_")
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join("");
  return `rpc error: code = ${words === "Ok" ? "OK" : words} desc = ${message}`;
}
