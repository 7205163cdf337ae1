import { compareKeys } from "./bytes.js";
import { type Database, settle } from "./database.js";
import { insertDropped, removeDropped } from "./dropped.js";
import { UnknownStoreError, VersionNotFoundError, writeError } from "./errors.js";
import { FirstVersion } from "./first-version.js";
import { VersionImport } from "./import.js";
import { type NewPage, PageLayout } from "./layout.js";
import { Leaves } from "./leaves.js";
import { NodeLoader } from "./loader.js";
import type { WriterLock } from "./lock.js";
import { multistoreHash } from "./merkle.js";
import type { Node } from "./node.js";
import { type NodeId } from "./node.js";
import { insertPages, PAGES_PER_INSERT } from "./page-table.js";
import { appendPage } from "./pages.js";
import { Scratch } from "./varint.js";
import { pruneVersions, type Pruning, pruneTarget } from "./pruning.js";
import { EMPTY_TREE_HASH, TreeChange } from "./tree.js";
import type {
  CommitId,
  Entry,
  Key,
  KeyRange,
  RangeCounts,
  MaybePromise,
  MultiStore,
  StoreKey,
  StoreUpgrades,
  StoreWrite,
  StoreWrites,
  VersionReader,
} from "./types.js";
import { insertVersion, readVersion, type Roots, type VersionRecord } from "./versions.js";
import { keyOfRank, lookUp, rankOf, valueIn, walk } from "./walk.js";

/** Nodes used longer ago than this many commits are all alike to the cache. */
const OLDEST_AGE = 1023;
/** Nodes used no longer ago than this many commits are needed soon. */
const NEEDED_AGE = 2;

interface Staged {
  readonly version: number;
  readonly hash: Buffer;
  readonly roots: Map<string, Node | undefined>;
  readonly orphans: NodeId[];
  /** A first version's nodes: they are on the disk in part, and not in memory. */
  readonly first?: FirstVersion;
  /** Trees of stores that an upgrade deleted. */
  readonly dropped: readonly Node[];
  /** What it wrote, as the leaves that hold it, and what it removed. */
  readonly leaves: ReadonlyMap<string, readonly Node[]>;
  readonly removed: readonly StoreKey[];
}

/** The last commit, in memory. */
interface Committed {
  readonly version: number;
  readonly hash: Buffer;
  readonly roots: Roots;
  readonly lastPage: number;
}

export interface TreeStoreSettings {
  readonly pruning: Pruning;
  /** Nodes kept in memory after a commit; a node takes about 300 bytes. */
  readonly cacheNodes: number;
}

/** The multistore over one SQLite file. See README.md for the formats. */
export class TreeStore implements MultiStore {
  evictions = 0;
  private readonly loader: NodeLoader;
  private readonly leaves: Leaves;
  private staged: Staged | undefined;
  private importing: VersionImport | undefined;
  /** Trees that the last commit has, and the next one does without. */
  private deleted: Node[] = [];
  private readonly retained = new Map<bigint, number>();
  /** Why nothing more is written: after a failed write, only opening the file again tells what is on the disk. */
  private failure: Error | undefined;

  private constructor(
    private readonly database: Database,
    private readonly lock: WriterLock,
    private readonly settings: TreeStoreSettings,
    private committed: Committed,
    private earliest: number,
    /** The first version that did without a tree whose nodes are still stored; 0 when there is none. */
    private firstDropped: number,
  ) {
    this.loader = new NodeLoader(database);
    this.leaves = new Leaves(committed.version);
  }

  /** The store over an opened and checked database (see `open.ts`). */
  static create(
    { database, lock }: { database: Database; lock: WriterLock },
    settings: TreeStoreSettings,
    { committed, earliest, firstDropped }: { committed: Committed; earliest: number; firstDropped: number },
  ): TreeStore {
    return new TreeStore(database, lock, settings, committed, earliest, firstDropped);
  }

  get lastCommit(): CommitId {
    return { version: BigInt(this.committed.version), hash: this.committed.hash };
  }

  get earliestVersion(): bigint {
    return BigInt(this.earliest);
  }

  get storeNames(): readonly string[] {
    return [...this.committed.roots.keys()];
  }

  latest(): TreeReader {
    const { version, roots } = this.committed;
    return new TreeReader(this.loader, BigInt(version), roots, this.leaves);
  }

  async at(version: bigint): Promise<VersionReader> {
    if (version === BigInt(this.committed.version)) return this.latest();
    const record = version > 0n ? await readVersion(this.database, Number(version)) : undefined;
    if (record === undefined) {
      throw new VersionNotFoundError(version, this.earliestVersion, BigInt(this.committed.version));
    }
    return new TreeReader(this.loader, version, record.roots);
  }

  async stage(version: bigint, writes: ReadonlyMap<string, Iterable<StoreWrite>>): Promise<Uint8Array> {
    this.requireSound();
    const number = Number(version);
    if (this.committed.version !== 0 && number !== this.committed.version + 1) {
      throw new RangeError(`version ${version} does not follow version ${this.committed.version}`);
    }
    this.staged = undefined;
    for (const store of writes.keys()) if (!this.committed.roots.has(store)) throw new UnknownStoreError(store);
    if (this.committed.version === 0) return this.stageFirst(number, writes);
    const roots = new Map(this.committed.roots);
    const orphans: NodeId[] = [];
    const leaves = new Map<string, readonly Node[]>();
    const removed: StoreKey[] = [];
    for (const [store, list] of writes) {
      const change = new TreeChange(roots.get(store), number);
      const changes = Array.isArray(list) ? (list as StoreWrites) : [...list];
      await this.apply(change, changes);
      for (const [key, value] of changes) if (value === undefined) removed.push({ store, key });
      change.hash();
      roots.set(store, change.root);
      leaves.set(store, change.leaves);
      for (const id of change.orphans) orphans.push(id);
    }
    const hash = Buffer.from(hashOf(roots), "latin1");
    this.staged = { version: number, hash, roots, orphans, dropped: this.deleted, leaves, removed };
    return hash;
  }

  async commit(): Promise<CommitId> {
    this.requireSound();
    const staged = this.staged;
    if (staged === undefined) throw new Error("nothing is staged: stage a version before it is committed");
    const { version, hash, roots, first } = staged;
    if (first !== undefined) {
      await this.writing(() => first.commit(hash.toString("latin1"), roots));
      return this.lastCommit;
    }
    await this.endImport();
    const lastPage = await this.writing(() => this.write(staged));
    this.committed = { version, hash, roots, lastPage };
    this.leaves.advance(version, staged.removed, staged.leaves);
    if (this.earliest === 0) this.earliest = staged.version;
    if (staged.dropped.length > 0 && this.firstDropped === 0) this.firstDropped = version;
    this.deleted = [];
    this.staged = undefined;
    this.shrinkCache();
    await this.prune();
    return this.lastCommit;
  }

  applyUpgrades({ added, deleted }: StoreUpgrades): void {
    const roots = new Map(this.committed.roots);
    for (const name of deleted) {
      const root = roots.get(name);
      if (root !== undefined) this.deleted.push(root);
      roots.delete(name);
    }
    for (const name of added) if (!roots.has(name)) roots.set(name, undefined);
    this.committed = { ...this.committed, roots };
    this.leaves.clear(this.committed.version);
    this.staged = undefined;
  }

  /** Keeps a version from being pruned until `release`; calls nest. */
  retain(version: bigint): void {
    this.retained.set(version, (this.retained.get(version) ?? 0) + 1);
  }

  release(version: bigint): void {
    const count = (this.retained.get(version) ?? 0) - 1;
    if (count > 0) this.retained.set(version, count);
    else this.retained.delete(version);
  }

  /**
   * Starts to bring in a whole version that replaces all others once it is finished (state sync). Until then the store
   * is as it was; an earlier import that did not finish is discarded, as a commit would. @throws StoreWriteError
   */
  async beginImport(): Promise<VersionImport> {
    this.requireSound();
    await this.endImport();
    return (this.importing = new VersionImport(this.database, this.committed.lastPage, (record) => {
      this.importing = undefined;
      this.adopt(record);
    }));
  }

  /** Nodes in memory, for metrics and tests. */
  get cachedNodes(): number {
    return this.loader.loadedNodes;
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.lock.release();
  }

  /** A first version is brought in like one from elsewhere: it is more than the changes of a block, and nothing precedes it. */
  private async stageFirst(version: number, writes: ReadonlyMap<string, Iterable<StoreWrite>>): Promise<Uint8Array> {
    const first = new FirstVersion(version, await this.beginImport());
    const roots = new Map(this.committed.roots);
    for (const [store, list] of writes) roots.set(store, await first.build(list));
    first.end();
    const hash = Buffer.from(hashOf(roots), "latin1");
    this.staged = { version, hash, roots, orphans: [], dropped: [], leaves: new Map(), removed: [], first };
    return hash;
  }

  private async endImport(): Promise<void> {
    const { importing } = this;
    this.importing = undefined;
    // What is staged of a first version is an import too.
    if (this.staged?.first !== undefined) this.staged = undefined;
    await importing?.discard();
  }

  /** Takes an imported version for the last commit; nothing remembered of the state before it is valid. */
  private adopt({ version, hash, roots, lastPage }: VersionRecord): void {
    this.committed = { version, hash: Buffer.from(hash, "latin1"), roots, lastPage };
    this.leaves.clear(version);
    this.earliest = version;
    this.staged = undefined;
    this.deleted = [];
    this.firstDropped = 0;
    this.loader.forget();
    this.loader.loadedNodes = 0;
  }

  private async apply(change: TreeChange, writes: StoreWrites): Promise<void> {
    await this.loader.paths(
      change.root,
      writes.map(([key]) => key),
    );
    let removed = false;
    for (const [key, value] of writes) {
      if (value !== undefined) {
        // A removal may have raised an inner key above this one, whose way then leads down the other side.
        const pending = removed ? this.loader.path(change.root, key) : undefined;
        if (pending !== undefined) await pending;
        change.set(key, value);
        continue;
      }
      removed = true;
      // Removals rotate towards the other side, which no path has loaded.
      await this.loader.removal(change.root, key);
      change.remove(key);
    }
  }

  /** Writes a staged version in one transaction; returns its last page. */
  private async write(staged: Staged): Promise<number> {
    const { database } = this;
    const pages = assignPages(staged.roots, this.committed.lastPage + 1, this.loader.epoch);
    const lastPage = this.committed.lastPage + pages.length;
    // After an I/O error SQLite drops the transaction by itself, and what is queued behind it is then stored outside of
    // any. Pages alone are harmless; a version's row without its pages is not, so it waits for them.
    await database.exec("BEGIN IMMEDIATE");
    const pending: Promise<void>[] = [];
    for (let at = 0; at < pages.length; at += PAGES_PER_INSERT) {
      const group = pages.slice(at, at + PAGES_PER_INSERT);
      pending.push(insertNodes(database, group));
    }
    const { version, roots, orphans } = staged;
    const record = { version, hash: staged.hash.toString("latin1"), roots, lastPage };
    await settle(pending);
    await insertVersion(database, record, orphans);
    await insertDropped(database, version, staged.dropped);
    await database.exec("COMMIT");
    for (const { nodes } of pages) this.loader.loadedNodes += nodes.length;
    // What the new nodes replace was in memory: its path had been loaded, to be changed.
    this.loader.loadedNodes -= orphans.length;
    return lastPage;
  }

  private async writing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.database.exec("ROLLBACK").catch(() => undefined);
      throw (this.failure = writeError(this.database.file, error));
    }
  }

  private requireSound(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  private async prune(): Promise<void> {
    const floor = [...this.retained.keys()].reduce((least, version) => (version < least ? version : least), 1n << 62n);
    const target = Math.min(pruneTarget(this.settings.pruning, this.committed.version), Number(floor) - 1);
    if (target >= this.earliest) {
      this.earliest = await this.writing(() => pruneVersions(this.database, this.earliest, target));
    }
    if (this.firstDropped === 0 || this.firstDropped > this.earliest) return;
    this.firstDropped = await this.writing(() => removeDropped(this.database, this.earliest));
  }

  /**
   * Drops what was used least recently, until seven tenths of the bound are left: so that several blocks have room. What the last two
   * blocks used, and transactions that wait for theirs, is needed again at once, and stays as long as it fits at all.
   */
  private shrinkCache(): void {
    this.loader.epoch++;
    const { cacheNodes } = this.settings;
    if (this.loader.loadedNodes <= cacheNodes) return;
    this.evictions++;
    const ages = new Uint32Array(OLDEST_AGE + 1);
    for (const root of this.committed.roots.values()) countAges(root, this.loader.epoch, ages);
    const room = (age: number): number => (age <= NEEDED_AGE ? cacheNodes : cacheNodes * 0.7);
    let age = 0;
    for (let sum = ages[0]!; age <= OLDEST_AGE && sum <= room(age); sum += ages[age] ?? 0) age++;
    const threshold = age > OLDEST_AGE ? 0 : this.loader.epoch - age + 1;
    let kept = 0;
    for (const root of this.committed.roots.values()) kept += unloadBefore(root, threshold);
    this.loader.loadedNodes = kept;
    this.loader.forget();
    this.leaves.clear(this.committed.version);
  }
}

/** One version's trees, read through a loader. */
export class TreeReader implements VersionReader {
  private readonly number: number;

  /** @param leaves where to look first, and to note what was found */
  constructor(
    private readonly loader: NodeLoader,
    readonly version: bigint,
    readonly roots: Roots,
    private readonly leaves?: Leaves,
  ) {
    this.number = Number(version);
  }

  get(store: string, key: Key): MaybePromise<Uint8Array | undefined> {
    const { leaves } = this;
    if (leaves === undefined) return lookUp(this.loader, this.root(store), key);
    const known = leaves.find(this.number, store, key);
    if (known !== undefined) return valueIn(known, key);
    return lookUp(this.loader, this.root(store), key, (leaf) => leaves.set(this.number, store, key, leaf));
  }

  iterate(store: string, range: KeyRange): AsyncIterable<Entry> {
    return walk(this.loader, this.root(store), range);
  }

  async prefetch(keys: readonly StoreKey[]): Promise<void> {
    const { loader, leaves } = this;
    const byStore = new Map<string, Key[]>();
    for (const each of keys) {
      if (leaves?.isFresh(each, loader.epoch) === true) continue;
      const { store, key } = each;
      const list = byStore.get(store);
      if (list === undefined) byStore.set(store, [key]);
      else list.push(key);
    }
    for (const [store, list] of byStore) {
      await loader.paths(this.root(store), list.sort(compareKeys), (key, leaf) => {
        leaves?.set(this.number, store, key, leaf);
      });
    }
  }

  get counts(): RangeCounts {
    return this;
  }

  async count(store: string, range: KeyRange): Promise<number> {
    const { from, to } = await this.ranks(store, range);
    return Math.max(0, to - from);
  }

  async keyAt(store: string, range: KeyRange, index: number): Promise<Key | undefined> {
    const { from, to } = await this.ranks(store, range);
    if (index >= to - from) return undefined;
    return keyOfRank(this.loader, this.root(store), range.reverse === true ? to - 1 - index : from + index);
  }

  /** How many keys of the store are below a range's start, and how many below its end. */
  private async ranks(store: string, { start, end }: KeyRange): Promise<{ from: number; to: number }> {
    const root = this.root(store);
    const from = start === undefined ? 0 : await rankOf(this.loader, root, start);
    return { from, to: end === undefined ? (root?.size ?? 0) : await rankOf(this.loader, root, end) };
  }

  root(store: string): Node | undefined {
    if (!this.roots.has(store)) throw new UnknownStoreError(store);
    return this.roots.get(store);
  }
}

export function hashOf(roots: Roots): string {
  return multistoreHash([...roots].map(([name, root]) => ({ name, hash: root?.hash ?? EMPTY_TREE_HASH })));
}

const scratch = new Scratch();

/** Queues one INSERT. SQLite's binding copies the bytes at once, so that one scratch serves all. */
function insertNodes(database: Database, pages: readonly NewPage[]): Promise<void> {
  scratch.reset();
  const starts = pages.map(({ nodes }) => appendPage(scratch, nodes));
  const rows = pages.map(({ number }, at) => ({
    number,
    data: scratch.bytes.subarray(starts[at], starts[at + 1] ?? scratch.at),
  }));
  return insertPages(database, rows);
}

/** Gives every new node its place, children before parents. @returns the pages by number */
function assignPages(roots: Roots, firstPage: number, epoch: number): NewPage[] {
  const layout = new PageLayout(firstPage);
  const pages: NewPage[] = [];
  const visit = (node: Node): void => {
    if (node.id !== 0) return;
    if (node.height > 0) {
      visit(node.left as Node);
      visit(node.right as Node);
    }
    node.epoch = epoch;
    const full = layout.add(node);
    if (full !== undefined) pages.push(full);
  };
  for (const root of roots.values()) if (root !== undefined) visit(root);
  pages.push(...layout.end());
  return pages.sort((a, b) => a.number - b.number);
}

/** Counts nodes by how many commits ago they were used. */
function countAges(node: Node | undefined, epoch: number, ages: Uint32Array): void {
  if (node === undefined || !node.loaded) return;
  const age = Math.min(epoch - node.epoch, OLDEST_AGE);
  ages[age] = (ages[age] as number) + 1;
  countAges(node.left, epoch, ages);
  countAges(node.right, epoch, ages);
}

/** Unloads subtrees last used before `threshold`; a parent was used whenever its child was. Returns how many are left. */
function unloadBefore(node: Node | undefined, threshold: number): number {
  if (node === undefined || !node.loaded) return 0;
  if (node.epoch < threshold) {
    node.unload();
    return 0;
  }
  return 1 + unloadBefore(node.left, threshold) + unloadBefore(node.right, threshold);
}
