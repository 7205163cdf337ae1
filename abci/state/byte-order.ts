/** Keys by place, a byte at a time. */
export interface KeyBytes {
  /** The byte at an index, or −1 behind the key's end. */
  keyByte(place: number, index: number): number;
}

/** So few are sorted by comparing. */
const FEW = 32;

/** A key's end, and 256 bytes. */
const BUCKETS = 257;

/** Places whose keys have their first `depth` bytes in common. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/**
 * The places by byte order of their keys; those of equal keys stay in the order that they came in. Goes by one byte after
 * the other: of a million keys each is read a few times, and none is made into a string.
 */
export function byteOrder(keys: KeyBytes, places: Uint32Array): Uint32Array {
  const order = places.slice();
  const room = { buckets: new Uint16Array(order.length), places: new Uint32Array(order.length) };
  const ranges: Range[] = [{ from: 0, to: order.length, depth: 0 }];
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    if (range.to - range.from <= FEW) insertionSort(keys, order, range);
    else for (const inner of split(keys, order, range, room)) ranges.push(inner);
  }
  return order;
}

/** Sorts a range by the byte at its depth. @returns the ranges that are to be sorted by the next one */
function split(
  keys: KeyBytes,
  order: Uint32Array,
  { from, to, depth }: Range,
  room: { readonly buckets: Uint16Array; readonly places: Uint32Array },
): Range[] {
  const ends = new Uint32Array(BUCKETS);
  for (let i = from; i < to; i++) {
    const bucket = keys.keyByte(order[i] as number, depth) + 1;
    room.buckets[i] = bucket;
    (ends[bucket] as number)++;
  }
  const only = room.buckets[from] as number;
  if (ends[only] === to - from) return only === 0 ? [] : [{ from, to, depth: depth + 1 }];
  let start = from;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const count = ends[bucket] as number;
    ends[bucket] = start;
    start += count;
  }
  for (let i = from; i < to; i++) {
    const bucket = room.buckets[i] as number;
    const at = ends[bucket] as number;
    room.places[at] = order[i] as number;
    ends[bucket] = at + 1;
  }
  order.set(room.places.subarray(from, to), from);
  const inner: Range[] = [];
  // Those whose keys end here are equal.
  for (let bucket = 1; bucket < BUCKETS; bucket++) {
    const [first, end] = [ends[bucket - 1] as number, ends[bucket] as number];
    if (end - first > 1) inner.push({ from: first, to: end, depth: depth + 1 });
  }
  return inner;
}

function insertionSort(keys: KeyBytes, order: Uint32Array, { from, to, depth }: Range): void {
  for (let i = from + 1; i < to; i++) {
    const place = order[i] as number;
    let at = i;
    for (; at > from && compareFrom(keys, order[at - 1] as number, place, depth) > 0; at--)
      order[at] = order[at - 1] as number;
    order[at] = place;
  }
}

function compareFrom(keys: KeyBytes, a: number, b: number, depth: number): number {
  for (let index = depth; ; index++) {
    const byte = keys.keyByte(a, index);
    const difference = byte - keys.keyByte(b, index);
    if (difference !== 0 || byte < 0) return difference;
  }
}
