/**
 * What the rest of the chain sees of the store: named key-value stores, each an IAVL tree, committed together under one
 * app hash. Only `abci/state` and `abci/app` use these; modules see typed collections.
 */

/**
 * A key as a binary string: one character (0–255) for each byte. Such strings compare with `<` exactly as their bytes
 * do, are valid Map keys, and take a third of a Uint8Array's memory. Convert with `keyFromBytes` and `keyToBytes`.
 */
export type Key = string;

export type MaybePromise<T> = T | Promise<T>;

/** Keys from `start` (inclusive, default the first) to `end` (exclusive, default past the last), in byte order. */
export interface KeyRange {
  readonly start?: Key | undefined;
  readonly end?: Key | undefined;
  readonly reverse?: boolean | undefined;
}

export type Entry = readonly [key: Key, value: Uint8Array];

/** What the sizes of its subtrees tell of a tree: for any number of entries, a path or two are read. */
export interface RangeCounts {
  /** How many entries a range has. */
  count(store: string, range: KeyRange): Promise<number>;
  /** The key of a range's entry at `index`, from 0, in the range's order; undefined when it has no more than `index` entries. */
  keyAt(store: string, range: KeyRange, index: number): Promise<Key | undefined>;
}

/** One committed version of all stores; it never changes. A value that is already in memory comes without a promise. */
export interface VersionReader {
  readonly version: bigint;
  /** @throws UnknownStoreError */
  get(store: string, key: Key): MaybePromise<Uint8Array | undefined>;
  /** Entries in byte order (or its reverse). Reads ahead in bounded pages: leaving the loop early costs little. */
  iterate(store: string, range: KeyRange): AsyncIterable<Entry>;
  /** Loads the tree paths of these keys in a few batched reads. A hint: it changes no result, only the time taken. */
  prefetch(keys: readonly StoreKey[]): Promise<void>;
  readonly counts: RangeCounts;
}

/** `undefined` removes the key. */
export type StoreWrite = readonly [key: Key, value: Uint8Array | undefined];

/** A block's net effect on one store. Sorted by key, no key twice. */
export type StoreWrites = readonly StoreWrite[];

export interface StoreKey {
  readonly store: string;
  readonly key: Key;
}

export interface CommitId {
  readonly version: bigint;
  readonly hash: Uint8Array;
}

/** Stores to add or drop at a planned upgrade, by name. */
export interface StoreUpgrades {
  readonly added: readonly string[];
  readonly deleted: readonly string[];
}

/**
 * The versioned store that consensus writes to. One process has one, on its main thread; other threads open the same
 * file with `openReader`.
 *
 * Life of a version: `stage` any number of times (each starts from the last commit and drops what was staged before),
 * then `commit` once. Nothing reaches the disk before `commit`; after `commit` returns, nothing is lost.
 */
export interface MultiStore {
  /** The last committed version (0n and the hash of nothing before the first commit). */
  readonly lastCommit: CommitId;
  /** The oldest version that can still be read and proved (0n when there is none). */
  readonly earliestVersion: bigint;
  readonly storeNames: readonly string[];
  /** The last committed version, sharing the cache that `stage` uses. */
  latest(): VersionReader;
  /** How often the cache was full and let go of what was read: what was loaded before may have to be loaded again. */
  readonly evictions: number;
  /** @throws VersionNotFoundError for a version pruned, rolled back or not yet committed. */
  at(version: bigint): Promise<VersionReader>;
  /**
   * Applies a block's writes, sorted by key and no key twice, in memory and returns the app hash of `version`, which has to
   * follow the last commit. Those of the first version are walked once and not held: they may be more than memory has room
   * for, and what is made of them goes to the disk, where nothing names it before `commit`.
   */
  stage(version: bigint, writes: ReadonlyMap<string, Iterable<StoreWrite>>): Promise<Uint8Array>;
  /** Makes the staged version durable, in one atomic transaction over all stores, then prunes what is due. */
  commit(): Promise<CommitId>;
  /** Adds and drops stores as of the next version. */
  applyUpgrades(upgrades: StoreUpgrades): void;
  close(): Promise<void>;
}
