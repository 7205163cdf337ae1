import { openMultiStore, type StoreOptions } from "../open.js";
import type { TreeStore } from "../multistore.js";
import type { StoreWrites, VersionReader } from "../types.js";

/** A small generator of numbers that a seed fixes (mulberry32): the same test data everywhere. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** Writes in byte order, as the store takes them. */
export function writesOf(entries: Iterable<readonly [string, string | Uint8Array | undefined]>): StoreWrites {
  return [...new Map(entries)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, typeof value === "string" ? Buffer.from(value) : value]);
}

export function openTestStore(options: Partial<StoreOptions> & { file: string }): Promise<TreeStore> {
  return openMultiStore({ storeNames: ["acc", "bank", "empty"], synchronous: "OFF", ...options });
}

/** Commits the next version; returns its app hash. */
export async function commitBlock(store: TreeStore, changes: Record<string, StoreWrites>): Promise<string> {
  await store.stage(store.lastCommit.version + 1n, new Map(Object.entries(changes)));
  return hex((await store.commit()).hash);
}

/** The writes of block `height` of a chain that a seed fixes: new keys, changed ones, removals, over two stores. */
export function randomBlock(seed: number, height: number, keys = 400): Record<string, StoreWrites> {
  const next = seeded(seed * 100_003 + height);
  const changes = (): StoreWrites =>
    writesOf(
      Array.from({ length: next(30) }, () => {
        const key = `key${next(keys)}`;
        return [key, next(5) === 0 ? undefined : `value${next(1000)}`] as const;
      }),
    );
  return { acc: changes(), bank: changes() };
}

export async function contentsOf(reader: VersionReader, store: string): Promise<[string, string][]> {
  const entries: [string, string][] = [];
  for await (const [key, value] of reader.iterate(store, {}))
    entries.push([key, Buffer.from(value).toString("latin1")]);
  return entries;
}
