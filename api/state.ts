import type { VersionSource } from "../abci/app/query.js";
import { keyFromBytes, keyToBytes, prefixEnd } from "../abci/store/bytes.js";
import { UnknownStoreError, UnprovableError, VersionNotFoundError } from "../abci/store/errors.js";
import { hashOf, type TreeReader } from "../abci/store/multistore.js";
import { proveKey } from "../abci/store/proofs.js";
import { prunedMeanwhile, type StoreReader } from "../abci/store/reader.js";
import type { CommittedHeights } from "./committed.js";
import { RpcError } from "./status.js";
import type { RawPair, RawState, RawValue } from "./types.js";

/** Raw committed state over a reader of the store's file. */
export class StoreState implements RawState {
  constructor(
    private readonly store: StoreReader,
    private readonly heights: CommittedHeights,
  ) {}

  latestHeight(): Promise<bigint> {
    return this.heights.latest();
  }

  earliestHeight(): Promise<bigint> {
    return this.heights.oldest();
  }

  appHash(height: bigint): Promise<Uint8Array> {
    return this.reading(height, async (reader) => Uint8Array.from(Buffer.from(hashOf(reader.roots), "latin1")));
  }

  get(store: string, key: Uint8Array, height: bigint, prove: boolean): Promise<RawValue> {
    return this.reading(height, async (reader) => {
      const at = keyFromBytes(key);
      const value = (await reader.get(store, at)) ?? new Uint8Array(0);
      if (!prove) return { height, value, proofOps: undefined };
      const ops = await proveKey(this.store.loader, reader, store, at);
      return { height, value, proofOps: { ops: [...ops] } };
    });
  }

  scan(store: string, prefix: Uint8Array, height: bigint, limit: number): Promise<readonly RawPair[]> {
    return this.reading(height, async (reader) => {
      const start = keyFromBytes(prefix);
      const pairs: RawPair[] = [];
      for await (const [key, value] of reader.iterate(store, { start, end: prefixEnd(start) })) {
        if (pairs.length === limit) {
          throw new RpcError("RESOURCE_EXHAUSTED", `more than ${limit} keys start so; ask for a longer prefix`);
        }
        pairs.push([keyToBytes(key), value]);
      }
      return pairs;
    });
  }

  private async reading<T>(height: bigint, work: (reader: TreeReader) => Promise<T>): Promise<T> {
    try {
      return await work(await this.store.at(height));
    } catch (error) {
      throw await readError(this.store, height, error);
    }
  }
}

/** Committed versions for the query executor, with the store's errors as a client is to be told them. */
export function versionsOf(store: StoreReader, heights: CommittedHeights): VersionSource {
  return {
    latestVersion: () => heights.latest(),
    earliestVersion: () => heights.oldest(),
    async at(version) {
      try {
        return await store.at(version);
      } catch (error) {
        throw await readError(store, version, error);
      }
    },
  };
}

/** What a client is told of a failed read. */
export async function readError(store: StoreReader, height: bigint, error: unknown): Promise<unknown> {
  if (height === 0n) {
    return new RpcError("FAILED_PRECONDITION", "no block is committed yet; try again after the first block");
  }
  if (error instanceof VersionNotFoundError || error instanceof UnknownStoreError) {
    return new RpcError("INVALID_ARGUMENT", error.message);
  }
  if (error instanceof UnprovableError) return new RpcError("FAILED_PRECONDITION", error.message);
  if (await prunedMeanwhile(store, height, error)) {
    return new RpcError("INVALID_ARGUMENT", `height ${height} was pruned while it was read; ask for a newer one`);
  }
  return error;
}
