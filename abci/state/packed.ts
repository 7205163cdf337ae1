import { keyWithin } from "../store/bytes.js";
import type { Entry, Key, KeyRange } from "../store/types.js";
import { byteOrder } from "./byte-order.js";

/**
 * Bytes of one piece of memory, reserved and not cleared: what is not written yet takes no memory. As large as this, the
 * system takes it back as soon as it is let go; a smaller piece would go back to malloc, which may keep it.
 */
const SEGMENT_BYTES = 1 << 25;

/** Entries start at multiples of this, so that 32 bits can tell 16 GiB of places apart. */
const UNIT = 4;
const UNITS_PER_SEGMENT = SEGMENT_BYTES / UNIT;

/** Room for an entry's two lengths. */
const MOST_HEADER = 12;

/** Where an entry is: its first byte, in units. */
export type Place = number;

/** Appends entries of key and value as bytes, one after the other; nothing in it ever changes. */
export class EntryLog {
  /** Of each segment's bytes, and all that come after them in the same piece of memory. */
  private readonly segments: Uint8Array[] = [];
  private segment: Uint8Array = new Uint8Array(0);
  private base = 0;
  private end = 0;
  /** What `seek` found. */
  private bytes: Uint8Array = this.segment;
  private keyAt = 0;
  private keyLength = 0;
  /** One more than the value's length; 0 for an entry that removes its key. */
  private valueMark = 0;

  /** Appends an entry; without a value, that its key is removed. */
  append(key: Key, value: Uint8Array | null): Place {
    const most = MOST_HEADER + key.length + (value?.length ?? 0);
    if (this.end + most > this.segment.length) this.open(most);
    const { segment, end: start } = this;
    let at = putVarint(segment, start, key.length);
    at = putVarint(segment, at, value === null ? 0 : value.length + 1);
    // A loop beats a call out of JavaScript for what is as short as most keys and values are.
    for (let i = 0; i < key.length; i++) segment[at + i] = key.charCodeAt(i);
    at += key.length;
    if (value !== null) segment.set(value, at);
    this.end = (at + (value?.length ?? 0) + UNIT - 1) & ~(UNIT - 1);
    return this.base + start / UNIT;
  }

  key(place: Place): Key {
    this.seek(place);
    return keyWithin(this.bytes, this.keyAt, this.keyAt + this.keyLength);
  }

  /** A copy: a small value must not keep a segment alive. Null where the entry removes its key. */
  value(place: Place): Uint8Array | null {
    this.seek(place);
    if (this.valueMark === 0) return null;
    const start = this.keyAt + this.keyLength;
    return this.bytes.slice(start, start + this.valueMark - 1);
  }

  hasKey(place: Place, key: Key): boolean {
    this.seek(place);
    const { bytes, keyAt } = this;
    if (this.keyLength !== key.length) return false;
    for (let i = 0; i < key.length; i++) if (bytes[keyAt + i] !== key.charCodeAt(i)) return false;
    return true;
  }

  /** The byte of the entry's key at an index, or −1 behind its end. */
  keyByte(place: Place, index: number): number {
    this.seek(place);
    return index < this.keyLength ? (this.bytes[this.keyAt + index] as number) : -1;
  }

  /** What `hashOf` gives for the entry's key. */
  keyHash(place: Place): number {
    this.seek(place);
    const { bytes, keyAt, keyLength } = this;
    let hash = HASH_START;
    for (let i = 0; i < keyLength; i++) hash = mix(hash, bytes[keyAt + i] as number);
    return finish(hash);
  }

  private seek(place: Place): void {
    const bytes = this.segments[Math.floor(place / UNITS_PER_SEGMENT)] as Uint8Array;
    let at = (place % UNITS_PER_SEGMENT) * UNIT;
    let length = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = bytes[at++] as number;
      length += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    let mark = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = bytes[at++] as number;
      mark += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    this.bytes = bytes;
    this.keyAt = at;
    this.keyLength = length;
    this.valueMark = mark;
  }

  /** An entry longer than a segment gets a larger one, which stands for several. */
  private open(least: number): void {
    const count = Math.max(1, Math.ceil(least / SEGMENT_BYTES));
    this.base = this.segments.length * UNITS_PER_SEGMENT;
    // A Uint8Array, whose slices are copies.
    this.segment = new Uint8Array(Buffer.allocUnsafeSlow(count * SEGMENT_BYTES).buffer);
    for (let at = 0; at < count; at++) this.segments.push(this.segment.subarray(at * SEGMENT_BYTES));
    this.end = 0;
  }
}

/**
 * A map of keys to values, or to the note that the key is removed, at some ten bytes an entry beyond those of its key and
 * value: a twentieth of what a Map of strings and arrays takes. For the millions of entries that a genesis can have.
 */
export class PackedMap {
  private table = new Uint32Array(16);
  private count = 0;
  /** Places by byte order of their keys. Never changed in place, so that whoever walks it may go on. */
  private sorted: Uint32Array = new Uint32Array(0);
  /** Places that are not in `sorted` yet, of keys that may be in it. */
  private fresh: Uint32Array = new Uint32Array(16);
  private freshCount = 0;

  constructor(private readonly log: EntryLog) {}

  get size(): number {
    return this.count;
  }

  set(key: Key, value: Uint8Array | null): void {
    const slot = this.slotOf(key);
    const place = this.log.append(key, value);
    if (this.freshCount === this.fresh.length) this.fresh = widened(this.fresh);
    this.fresh[this.freshCount++] = place;
    const known = this.table[slot] !== 0;
    this.table[slot] = place + 1;
    if (known) return;
    this.count++;
    if (this.count * 2 > this.table.length) this.grow();
  }

  has(key: Key): boolean {
    return this.table[this.slotOf(key)] !== 0;
  }

  /** Undefined when nothing was set for the key, null when it was removed. */
  get(key: Key): Uint8Array | null | undefined {
    const place = this.table[this.slotOf(key)] as number;
    return place === 0 ? undefined : this.log.value(place - 1);
  }

  /** The entries of a range in byte order (or its reverse) as they are now, removed ones with null. */
  *entries({ start, end, reverse = false }: KeyRange): Generator<readonly [key: Key, value: Uint8Array | null]> {
    this.settle();
    const { sorted, log } = this;
    const first = start === undefined ? 0 : this.position(start);
    const last = end === undefined ? sorted.length : this.position(end);
    for (let i = first; i < last; i++) {
      const place = sorted[reverse ? last - 1 - (i - first) : i] as Place;
      yield [log.key(place), log.value(place)];
    }
  }

  /** Puts what was set since the last time among the sorted. */
  private settle(): void {
    if (this.freshCount === 0) return;
    const { sorted, log } = this;
    const fresh = byteOrder(log, this.fresh.subarray(0, this.freshCount));
    this.fresh = new Uint32Array(16);
    this.freshCount = 0;
    const merged = new Uint32Array(sorted.length + fresh.length);
    let size = 0;
    let from = 0;
    for (let i = 0; i < fresh.length; i++) {
      const place = fresh[i] as Place;
      const key = log.key(place);
      // Of the entries of one key the last one written stands, which has the highest place.
      if (i + 1 < fresh.length && log.hasKey(fresh[i + 1] as Place, key)) continue;
      const to = this.position(key, from);
      merged.set(sorted.subarray(from, to), size);
      size += to - from;
      from = to < sorted.length && log.hasKey(sorted[to] as Place, key) ? to + 1 : to;
      merged[size++] = place;
    }
    merged.set(sorted.subarray(from), size);
    size += sorted.length - from;
    this.sorted = size === merged.length ? merged : merged.slice(0, size);
  }

  /** The index of the first sorted entry whose key is not below `key`. */
  private position(key: Key, from = 0): number {
    const { sorted, log } = this;
    let low = from;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (log.key(sorted[middle] as Place) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The slot of the key, or the empty one that it would get. */
  private slotOf(key: Key): number {
    const { table, log } = this;
    const mask = table.length - 1;
    let slot = hashOf(key) & mask;
    for (let place = table[slot] as number; place !== 0; place = table[slot] as number) {
      if (log.hasKey(place - 1, key)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private grow(): void {
    const { table, log } = this;
    const grown = new Uint32Array(table.length * 2);
    const mask = grown.length - 1;
    for (const place of table) {
      if (place === 0) continue;
      let slot = log.keyHash(place - 1) & mask;
      while (grown[slot] !== 0) slot = (slot + 1) & mask;
      grown[slot] = place;
    }
    this.table = grown;
  }
}

/** Set entries alone, as a version that holds them would give them. */
export function* presentIn(entries: Iterable<readonly [Key, Uint8Array | null]>): Generator<Entry> {
  for (const [key, value] of entries) if (value !== null) yield [key, value];
}

function widened(places: Uint32Array): Uint32Array {
  const wider = new Uint32Array(places.length * 2);
  wider.set(places);
  return wider;
}

function putVarint(bytes: Uint8Array, at: number, value: number): number {
  while (value >= 0x80) {
    bytes[at++] = (value % 0x80) | 0x80;
    value = Math.floor(value / 0x80);
  }
  bytes[at++] = value;
  return at;
}

// FNV-1a with a last mix, so that keys that differ in their last byte alone do not lie side by side.
const HASH_START = 0x811c9dc5 | 0;
const mix = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193);
const finish = (hash: number): number => (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ (hash >>> 13)) >>> 0;

function hashOf(key: Key): number {
  let hash = HASH_START;
  for (let i = 0; i < key.length; i++) hash = mix(hash, key.charCodeAt(i));
  return finish(hash);
}
