import { prefixEnd } from "../store/bytes.js";
import type { Key, MaybePromise } from "../store/types.js";
import type { ReadContext, WriteContext } from "./context.js";
import { assert } from "./errors.js";
import type { KeyCodec } from "./keys.js";
import type { Pageable } from "./pagination.js";
import { type ValueCodec, noValue, uint64Value } from "./values.js";

/** One byte, or a name, in front of every key of a collection. */
export type Prefix = number | string;

/** Which part of a collection to walk, and in which direction. */
export interface RangeOptions<K> {
  /** Only keys whose first part is this (for pairs and triples). */
  readonly prefix?: K extends readonly [infer First, ...unknown[]] ? First : never;
  /** From this key on, inclusive. */
  readonly from?: K | undefined;
  /** Up to this key, exclusive. */
  readonly to?: K | undefined;
  readonly reverse?: boolean | undefined;
}

/** What every collection tells of itself: for documentation, and so that no two collections overlap. */
export interface CollectionInfo {
  readonly store: string;
  readonly prefix: Key;
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

/** A map from keys to values, walked in the byte order of its keys. */
export class StateMap<K, V> {
  constructor(
    private readonly store: string,
    private readonly prefix: Key,
    private readonly keys: KeyCodec<K>,
    private readonly values: ValueCodec<V>,
  ) {}

  /** The value, or undefined. */
  async get(ctx: ReadContext, key: K): Promise<V | undefined> {
    return this.read(ctx, key);
  }

  /** The value, or undefined; at once when it is in memory, which it nearly always is. For paths too hot for promises. */
  read(ctx: ReadContext, key: K): MaybePromise<V | undefined> {
    const found = ctx.read(this.store, this.keyOf(key));
    if (found instanceof Promise) return found.then((bytes) => this.decode(bytes));
    return this.decode(found);
  }

  async has(ctx: ReadContext, key: K): Promise<boolean> {
    return this.contains(ctx, key);
  }

  /** Whether the key is there; at once when that is known in memory. */
  contains(ctx: ReadContext, key: K): MaybePromise<boolean> {
    return ctx.has(this.store, this.keyOf(key));
  }

  /** Sets the value. A promise for symmetry with `get`; it is done when it returns. */
  async set(ctx: WriteContext, key: K, value: V): Promise<void> {
    this.write(ctx, key, value);
  }

  /** Sets the value, without the promise. */
  write(ctx: WriteContext, key: K, value: V): void {
    ctx.write(this.store, this.keyOf(key), this.values.encode(value));
  }

  /** Removes the key; no effect when it is absent. */
  async delete(ctx: WriteContext, key: K): Promise<void> {
    this.remove(ctx, key);
  }

  /** Removes the key, without the promise. */
  remove(ctx: WriteContext, key: K): void {
    ctx.remove(this.store, this.keyOf(key));
  }

  /** Entries in byte order. Bound the loop: see ARCHITECTURE.md, Bounds. */
  async *range(ctx: ReadContext, options: RangeOptions<K> = {}): AsyncIterable<readonly [K, V]> {
    for await (const [key, value] of ctx.scan(this.store, this.rangeOf(options))) {
      yield [this.keys.decodeLast(key, this.prefix.length), this.values.decode(value)];
    }
  }

  /** The same entries read by another codec, such as one that decodes less. */
  as<Other>(values: ValueCodec<Other>): StateMap<K, Other> {
    return new StateMap(this.store, this.prefix, this.keys, values);
  }

  /** The store and raw key of an entry: for proofs, read-ahead hints and tests. */
  locate(key: K): { readonly store: string; readonly key: Key } {
    return { store: this.store, key: this.keyOf(key) };
  }

  /** What `paginate` walks: all entries, or those whose first key parts are `first` (and `second`). */
  pages(first?: unknown, second?: unknown): Pageable<readonly [K, V]> {
    return {
      store: this.store,
      prefix: first === undefined ? this.prefix : this.prefix + this.innerPrefix(first, second),
      decode: (key, value) => [this.keys.decodeLast(key, this.prefix.length), this.values.decode(value)],
    };
  }

  private decode(bytes: Uint8Array | undefined): V | undefined {
    return bytes === undefined ? undefined : this.values.decode(bytes);
  }

  private keyOf(key: K): Key {
    return this.prefix + this.keys.encodeLast(key);
  }

  private rangeOf({ prefix, from, to, reverse }: RangeOptions<K>) {
    const base = prefix === undefined ? this.prefix : this.prefix + this.innerPrefix(prefix);
    return {
      start: from === undefined ? base : this.keyOf(from),
      end: to === undefined ? prefixEnd(base) : this.keyOf(to),
      reverse,
    };
  }

  private innerPrefix(first: unknown, second?: unknown): Key {
    if (second !== undefined) {
      assert(this.keys.encodeFirstTwo !== undefined, "only keys of three parts can be walked by their first two");
      return this.keys.encodeFirstTwo(first, second);
    }
    const encode = this.keys.encodeFirst;
    assert(encode !== undefined, "only keys of several parts can be walked by their first part");
    return encode(first);
  }
}

/** A set of keys, walked in byte order. */
export class StateSet<K> {
  private readonly map: StateMap<K, true>;

  constructor(store: string, prefix: Key, keys: KeyCodec<K>) {
    this.map = new StateMap(store, prefix, keys, noValue);
  }

  has(ctx: ReadContext, key: K): Promise<boolean> {
    return this.map.has(ctx, key);
  }

  add(ctx: WriteContext, key: K): Promise<void> {
    return this.map.set(ctx, key, true);
  }

  delete(ctx: WriteContext, key: K): Promise<void> {
    return this.map.delete(ctx, key);
  }

  /** Adds the key, without the promise. */
  put(ctx: WriteContext, key: K): void {
    this.map.write(ctx, key, true);
  }

  /** Removes the key, without the promise. */
  remove(ctx: WriteContext, key: K): void {
    this.map.remove(ctx, key);
  }

  async *range(ctx: ReadContext, options: RangeOptions<K> = {}): AsyncIterable<K> {
    for await (const [key] of this.map.range(ctx, options)) yield key;
  }

  pages(first?: unknown, second?: unknown): Pageable<readonly [K, true]> {
    return this.map.pages(first, second);
  }

  locate(key: K) {
    return this.map.locate(key);
  }
}

/** One value. */
export class StateItem<V> {
  constructor(
    private readonly store: string,
    private readonly key: Key,
    private readonly values: ValueCodec<V>,
  ) {}

  async get(ctx: ReadContext): Promise<V | undefined> {
    return this.read(ctx);
  }

  /** The value, or undefined; at once when it is in memory. */
  read(ctx: ReadContext): MaybePromise<V | undefined> {
    const found = ctx.read(this.store, this.key);
    return found instanceof Promise ? found.then((bytes) => this.decode(bytes)) : this.decode(found);
  }

  /** The value, which genesis must have set. */
  async getSet(ctx: ReadContext): Promise<V> {
    return this.readSet(ctx);
  }

  /** The same, at once when it is in memory. */
  readSet(ctx: ReadContext): MaybePromise<V> {
    const value = this.read(ctx);
    return value instanceof Promise ? value.then((loaded) => this.present(loaded)) : this.present(value);
  }

  private decode(bytes: Uint8Array | undefined): V | undefined {
    return bytes === undefined ? undefined : this.values.decode(bytes);
  }

  private present(value: V | undefined): V {
    assert(value !== undefined, `${this.store}: an item that genesis sets is missing`);
    return value;
  }

  async set(ctx: WriteContext, value: V): Promise<void> {
    this.write(ctx, value);
  }

  /** Sets the value, without the promise. */
  write(ctx: WriteContext, value: V): void {
    ctx.write(this.store, this.key, this.values.encode(value));
  }

  async delete(ctx: WriteContext): Promise<void> {
    this.remove(ctx);
  }

  /** Removes the value, without the promise. */
  remove(ctx: WriteContext): void {
    ctx.remove(this.store, this.key);
  }

  /** The store and raw key of the item: for proofs, checks of what a block writes, and tests. */
  locate(): { readonly store: string; readonly key: Key } {
    return { store: this.store, key: this.key };
  }
}

/** A counter from zero: `next` returns the number and moves on. */
export class StateSequence {
  private readonly item: StateItem<bigint>;

  constructor(store: string, key: Key) {
    this.item = new StateItem(store, key, uint64Value);
  }

  async peek(ctx: ReadContext): Promise<bigint> {
    return (await this.item.get(ctx)) ?? 0n;
  }

  async next(ctx: WriteContext): Promise<bigint> {
    const value = await this.peek(ctx);
    await this.item.set(ctx, value + 1n);
    return value;
  }

  set(ctx: WriteContext, value: bigint): Promise<void> {
    return this.item.set(ctx, value);
  }
}

/**
 * A module's view of its own store: every collection is declared here, once, at the top of the keeper, with a prefix
 * that no other collection of the store may share or begin with.
 */
export class ModuleStore {
  private readonly declared: CollectionInfo[] = [];

  constructor(readonly name: string) {}

  /** All collections declared so far, in order of declaration. */
  get collections(): readonly CollectionInfo[] {
    return this.declared;
  }

  map<K, V>(prefix: Prefix, name: string, keys: KeyCodec<K>, values: ValueCodec<V>): StateMap<K, V> {
    return new StateMap(this.name, this.declare(prefix, name, keys.name, values.name), keys, values);
  }

  set<K>(prefix: Prefix, name: string, keys: KeyCodec<K>): StateSet<K> {
    return new StateSet(this.name, this.declare(prefix, name, keys.name, noValue.name), keys);
  }

  item<V>(prefix: Prefix, name: string, values: ValueCodec<V>): StateItem<V> {
    return new StateItem(this.name, this.declare(prefix, name, "", values.name), values);
  }

  sequence(prefix: Prefix, name: string): StateSequence {
    return new StateSequence(this.name, this.declare(prefix, name, "", uint64Value.name));
  }

  private declare(prefix: Prefix, name: string, key: string, value: string): Key {
    const bytes = typeof prefix === "number" ? String.fromCharCode(prefix) : prefix;
    for (const other of this.declared) {
      const overlaps = bytes.startsWith(other.prefix) || other.prefix.startsWith(bytes);
      assert(!overlaps, `store ${this.name}: collections ${other.name} and ${name} share a prefix`);
    }
    this.declared.push({ store: this.name, prefix: bytes, name, key, value });
    return bytes;
  }
}
