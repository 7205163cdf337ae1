import { WebSocket } from "ws";

export interface WaitOptions {
  /** What is waited for, for the error. */
  readonly what: string;
  /** Longest wait; 60 s unless told. */
  readonly timeoutMs?: number;
}

/** Longest wait for a condition when nothing else is said. */
export const WAIT_MS = 60_000;

/** A node may be paused: then it takes the connection, and never answers. */
const CONNECT_MS = 10_000;

const SUBSCRIBE = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "subscribe",
  params: { query: "tm.event='NewBlockHeader'" },
});

/**
 * The first value that `look` finds: it is asked at once, and again after each block of the node at this RPC address. What
 * it throws counts as nothing found.
 * @throws Error when the time is over or the connection ends, with the last error of `look`
 */
export async function untilBlock<T>(
  rpc: string,
  look: () => Promise<T | undefined>,
  { what, timeoutMs = WAIT_MS }: WaitOptions,
): Promise<T> {
  let last: Error | undefined;
  const quietly = async (): Promise<T | undefined> => {
    try {
      return await look();
    } catch (error) {
      last = error as Error;
      return undefined;
    }
  };
  const first = await quietly();
  if (first !== undefined) return first;

  let ended!: (why: string) => void;
  let found!: (value: T) => void;
  const outcome = new Promise<T>((resolve, reject) => {
    found = resolve;
    ended = (why) =>
      reject(new Error(`${what}: ${why}${last === undefined ? "" : `; ${last.message}`}`, { cause: last }));
  });
  const ask = async (): Promise<void> => {
    const value = await quietly();
    if (value !== undefined) found(value);
  };
  const timer = setTimeout(() => ended(`not within ${timeoutMs / 1000} s`), timeoutMs);
  // Not cosmjs's: that one goes on connecting after it was closed.
  const socket = new WebSocket(`${rpc.replace(/^http/, "ws")}/websocket`, { handshakeTimeout: CONNECT_MS });
  socket.on("open", () => socket.send(SUBSCRIBE));
  // The node answers the subscription too: a block that came before it is not missed.
  socket.on("message", () => void ask());
  socket.on("error", (error) => ended(error.message));
  socket.on("close", () => ended("the node closed the connection"));
  try {
    return await outcome;
  } finally {
    clearTimeout(timer);
    socket.terminate();
  }
}
