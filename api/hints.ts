import { AsyncLocalStorage } from "node:async_hooks";
import { RpcError } from "./status.js";

/** What a client says beside its request, in a header of REST or in gRPC's metadata. */
export interface CallHints {
  /** What it asks of the queue: to keep a transaction that cannot go in now, or not to. */
  readonly queue: "keep" | "no" | undefined;
}

/** The header, and gRPC metadata, for the queue: `keep` or `no`. */
export const QUEUE_HEADER = "x-echoin-queue";

/** Of a client that says nothing. */
export const NO_HINTS: CallHints = { queue: undefined };

const current = new AsyncLocalStorage<CallHints>();

/** The hints of a header. @throws RpcError INVALID_ARGUMENT for words that it does not have */
export function parseHints(queue: string | undefined): CallHints {
  if (queue === undefined || queue === "keep" || queue === "no") return { queue };
  throw new RpcError("INVALID_ARGUMENT", `${QUEUE_HEADER} is keep or no, not ${JSON.stringify(queue.slice(0, 40))}`);
}

/** Runs a call under its client's hints. */
export const withHints = <T>(hints: CallHints, work: () => Promise<T>): Promise<T> => current.run(hints, work);

/** The hints of the call that is under way. */
export const hintsOfCall = (): CallHints => current.getStore() ?? NO_HINTS;
