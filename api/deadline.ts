import { AsyncLocalStorage } from "node:async_hooks";
import type { VersionSource } from "../abci/app/query.js";
import type { Entry, Key, KeyRange, MaybePromise, RangeCounts, StoreKey, VersionReader } from "../abci/store/types.js";
import { RpcError } from "./status.js";

/** Until when a query's answer is of use. */
export class Deadline {
  private readonly at: number;
  private cancelled = false;

  constructor(timeoutMs: number) {
    this.at = performance.now() + timeoutMs;
  }

  get remainingMs(): number {
    return Math.max(0, this.at - performance.now());
  }

  /** The client has gone: nobody waits for the answer. */
  cancel(): void {
    this.cancelled = true;
  }

  /** @throws RpcError once the time is over or the client has gone */
  check(): void {
    if (this.cancelled) throw new RpcError("CANCELLED", "the client has gone");
    if (performance.now() > this.at) throw outOfTime();
  }
}

export const outOfTime = (): RpcError =>
  new RpcError("DEADLINE_EXCEEDED", "the query took longer than this node allows; ask for smaller pages");

const current = new AsyncLocalStorage<Deadline>();

/** Runs a query under a deadline: its reads of a source made by `withDeadlines` fail once the time is over. */
export const runUntil = <T>(deadline: Deadline, work: () => Promise<T>): Promise<T> => current.run(deadline, work);

/** A source whose reads end when the time of the query that they belong to is over, so that none goes on for nobody. */
export function withDeadlines(source: VersionSource): VersionSource {
  return {
    latestVersion: () => source.latestVersion(),
    earliestVersion: () => source.earliestVersion(),
    at: async (version) => {
      const reader = await source.at(version);
      const deadline = current.getStore();
      return deadline === undefined ? reader : new BoundedReader(reader, deadline);
    },
  };
}

class BoundedReader implements VersionReader {
  constructor(
    private readonly reader: VersionReader,
    private readonly deadline: Deadline,
  ) {}

  get version(): bigint {
    return this.reader.version;
  }

  get(store: string, key: Key): MaybePromise<Uint8Array | undefined> {
    this.deadline.check();
    return this.reader.get(store, key);
  }

  async *iterate(store: string, range: KeyRange): AsyncIterable<Entry> {
    let walked = 0;
    for await (const entry of this.reader.iterate(store, range)) {
      if (++walked % 64 === 0) this.deadline.check();
      yield entry;
    }
  }

  prefetch(keys: readonly StoreKey[]): Promise<void> {
    this.deadline.check();
    return this.reader.prefetch(keys);
  }

  /** They read a path or two, whatever is asked. */
  get counts(): RangeCounts {
    this.deadline.check();
    return this.reader.counts;
  }
}
