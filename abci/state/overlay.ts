import { compareKeys } from "../store/bytes.js";
import type { Entry, Key, KeyRange, MaybePromise, StoreKey, StoreWrites, VersionReader } from "../store/types.js";
import { assert } from "./errors.js";

/** What state is read from: a committed version, or an overlay over one, which does not count. */
export type StateReader = Pick<VersionReader, "get" | "iterate"> & Partial<Pick<VersionReader, "prefetch" | "counts">>;

/** What is written under a key: a value, or null when the key is removed. Absent: not written here. */
type Written = Uint8Array | null;

interface Undo {
  readonly writes: Map<Key, Written>;
  readonly key: Key;
  readonly previous: Written | undefined;
}

/**
 * Stores whose names begin so live as long as the overlay of one block: what a block gathers while it runs. They are read
 * from nothing, and no version holds them.
 */
export const TRANSIENT_PREFIX = "transient/";

const isTransient = (store: string): boolean => store.startsWith(TRANSIENT_PREFIX);

/** So many keys are put in their places one by one; more are sorted and merged in one pass. */
const FEW_KEYS = 32;

/** Keys in byte order, kept only for stores that were iterated: most blocks never pay for it. */
class SortedKeys {
  private keys: Key[];
  /** Keys added since the last look, in no order: a store that is looked at once must not pay for each later write. */
  private fresh: Key[] = [];

  constructor(keys: Iterable<Key>) {
    this.keys = [...keys].sort(compareKeys);
  }

  add(key: Key): void {
    this.fresh.push(key);
  }

  between({ start, end }: KeyRange): Key[] {
    this.settle();
    return this.keys.slice(
      start === undefined ? 0 : this.position(start),
      end === undefined ? undefined : this.position(end),
    );
  }

  private settle(): void {
    if (this.fresh.length > FEW_KEYS) {
      this.keys = [...new Set([...this.keys, ...this.fresh])].sort(compareKeys);
    } else {
      for (const key of this.fresh) {
        const at = this.position(key);
        if (this.keys[at] !== key) this.keys.splice(at, 0, key);
      }
    }
    this.fresh = [];
  }

  private position(key: Key): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.keys[middle] as Key) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * Writes that are not committed, over a reader of what is. Branches nest: each `open` is followed by one `keep` or
 * `drop` of the same depth, last in, first out. A journal of undo records makes reads cost the same at any depth, and is
 * what lets an EVM revert take native balances back with it.
 */
export class Overlay implements StateReader {
  private readonly stores = new Map<string, Map<Key, Written>>();
  private readonly sorted = new Map<string, SortedKeys>();
  private readonly journal: Undo[] = [];
  private readonly marks: number[] = [];

  constructor(private readonly base: StateReader) {}

  /** How many branches are open. */
  get depth(): number {
    return this.marks.length;
  }

  get(store: string, key: Key): MaybePromise<Uint8Array | undefined> {
    const written = this.stores.get(store)?.get(key);
    if (written !== undefined) return written ?? undefined;
    return isTransient(store) ? undefined : this.base.get(store, key);
  }

  /** Loads what is not written here. @see VersionReader.prefetch */
  async prefetch(keys: readonly StoreKey[]): Promise<void> {
    const unwritten = keys.filter(({ store, key }) => !isTransient(store) && !this.pending(store, key).written);
    if (unwritten.length > 0) await this.base.prefetch?.(unwritten);
  }

  /** Sets the key, or removes it when `value` is undefined. */
  set(store: string, key: Key, value: Uint8Array | undefined): void {
    let writes = this.stores.get(store);
    if (writes === undefined) this.stores.set(store, (writes = new Map<Key, Written>()));
    const previous = writes.get(key);
    if (this.marks.length > 0) this.journal.push({ writes, key, previous });
    writes.set(key, value ?? null);
    if (previous === undefined) this.sorted.get(store)?.add(key);
  }

  /** Entries of the range as they are when the loop starts: writes made inside the loop do not change what it sees. */
  async *iterate(store: string, range: KeyRange): AsyncIterable<Entry> {
    const pending = this.pendingIn(store, range);
    const before = range.reverse === true ? (a: Key, b: Key) => a > b : (a: Key, b: Key) => a < b;
    let next = 0;
    for await (const entry of isTransient(store) ? [] : this.base.iterate(store, range)) {
      const key = entry[0];
      while (next < pending.length && before(pending[next]![0], key)) {
        const [own, value] = pending[next++]!;
        if (value !== null) yield [own, value];
      }
      if (next < pending.length && pending[next]![0] === key) {
        const [own, value] = pending[next++]!;
        if (value !== null) yield [own, value];
      } else {
        yield entry;
      }
    }
    for (; next < pending.length; next++) {
      const [own, value] = pending[next]!;
      if (value !== null) yield [own, value];
    }
  }

  /** Opens a branch; returns its depth, to be handed to `keep` or `drop`. */
  open(): number {
    this.marks.push(this.journal.length);
    return this.marks.length;
  }

  keep(depth: number): void {
    this.close(depth);
    if (this.marks.length === 0) this.journal.length = 0;
  }

  drop(depth: number): void {
    const mark = this.close(depth);
    while (this.journal.length > mark) {
      const { writes, key, previous } = this.journal.pop()!;
      if (previous === undefined) writes.delete(key);
      else writes.set(key, previous);
    }
  }

  /** The net effect on each store but transient ones, sorted by key: what the multistore stages. */
  netWrites(): Map<string, StoreWrites> {
    assert(this.marks.length === 0, "STATE-1: no branch is open when a block's writes are taken");
    const result = new Map<string, StoreWrites>();
    for (const [store, writes] of this.stores) {
      if (writes.size === 0 || isTransient(store)) continue;
      const keys = [...writes.keys()].sort(compareKeys);
      result.set(
        store,
        keys.map((key) => [key, writes.get(key) ?? undefined]),
      );
    }
    return result;
  }

  /** The pending value of a key of this overlay alone, and whether it has one. */
  pending(store: string, key: Key): { readonly written: boolean; readonly value: Uint8Array | undefined } {
    const written = this.stores.get(store)?.get(key);
    return { written: written !== undefined, value: written ?? undefined };
  }

  /** Takes the writes to all stores but transient ones out of this overlay: for one that keeps them elsewhere. */
  protected takeWrites(): ReadonlyMap<string, ReadonlyMap<Key, Uint8Array | null>> {
    assert(this.marks.length === 0, "STATE-1: no branch is open when a block's writes are taken");
    const taken = new Map<string, Map<Key, Written>>();
    for (const [store, writes] of this.stores) {
      if (isTransient(store)) continue;
      taken.set(store, writes);
      this.stores.delete(store);
      this.sorted.delete(store);
    }
    return taken;
  }

  private pendingIn(store: string, range: KeyRange): (readonly [Key, Written])[] {
    const writes = this.stores.get(store);
    if (writes === undefined) return [];
    let sorted = this.sorted.get(store);
    if (sorted === undefined) this.sorted.set(store, (sorted = new SortedKeys(writes.keys())));
    // A dropped branch leaves its keys in the sorted list; they are no writes, so they are passed over.
    const pending: (readonly [Key, Written])[] = [];
    for (const key of sorted.between(range)) {
      const written = writes.get(key);
      if (written !== undefined) pending.push([key, written]);
    }
    return range.reverse === true ? pending.reverse() : pending;
  }

  private close(depth: number): number {
    assert(this.marks.length === depth, "STATE-2: branches close in the reverse order of opening");
    return this.marks.pop()!;
  }
}
