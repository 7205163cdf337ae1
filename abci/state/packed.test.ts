import fc from "fast-check";
import { compareKeys } from "../store/bytes.js";
import { byteOrder } from "./byte-order.js";
import { KeySet } from "./key-set.js";
import { EntryLog, PackedMap } from "./packed.js";

type Value = Uint8Array | null;

/** Few different keys, many of them beginning alike. */
const key = fc
  .array(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), { maxLength: 5 })
  .map((bytes) => String.fromCharCode(...bytes));
const value: fc.Arbitrary<Value> = fc.option(fc.uint8Array({ maxLength: 5 }), { nil: null, freq: 4 });
const sets = fc.array(fc.tuple(key, value), { maxLength: 200 });
const bounds = fc.record({
  start: fc.option(key, { nil: undefined }),
  end: fc.option(key, { nil: undefined }),
  reverse: fc.boolean(),
});

function inOrder(entries: Iterable<[string, Value]>, range: { start?: string; end?: string; reverse?: boolean }) {
  const { start, end, reverse } = range;
  const list = [...entries]
    .filter(([k]) => (start === undefined || k >= start) && (end === undefined || k < end))
    .sort(([a], [b]) => compareKeys(a, b));
  return reverse === true ? list.reverse() : list;
}

test("a packed map is a Map that can be walked in byte order, however often it is looked at between", () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(sets, bounds), { maxLength: 5 }), (rounds) => {
      const log = new EntryLog();
      const [map, neighbour] = [new PackedMap(log), new PackedMap(log)];
      const model = new Map<string, Value>();
      for (const [writes, range] of rounds) {
        for (const [k, v] of writes) {
          map.set(k, v);
          neighbour.set(k, Uint8Array.of(7));
          model.set(k, v);
        }
        expect([...map.entries(range)]).toEqual(inOrder(model, range));
        expect(map.size).toBe(model.size);
        for (const [k, v] of model) expect(map.get(k)).toEqual(v);
      }
      expect(map.get("never set")).toBeUndefined();
      expect(map.has("never set")).toBe(false);
    }),
  ));

test("a walk sees what was there when it began", () => {
  const map = new PackedMap(new EntryLog());
  map.set("a", Uint8Array.of(1));
  map.set("c", Uint8Array.of(3));
  const walk = map.entries({});
  expect(walk.next().value).toEqual(["a", Uint8Array.of(1)]);
  map.set("b", Uint8Array.of(2));
  map.set("c", null);
  expect([...map.entries({})].length).toBe(3);
  expect([...walk]).toEqual([["c", Uint8Array.of(3)]]);
});

test("entries longer than a segment, and those after them, are kept whole", () => {
  const map = new PackedMap(new EntryLog());
  const long = new Uint8Array(40 << 20).fill(5);
  map.set("before", Uint8Array.of(1));
  map.set("long", long);
  map.set("after", Uint8Array.of(2));
  expect(map.get("before")).toEqual(Uint8Array.of(1));
  expect(Buffer.compare(map.get("long") as Uint8Array, long)).toBe(0);
  expect(map.get("after")).toEqual(Uint8Array.of(2));
});

test("keys are put in byte order, and equal ones stay as they came", () =>
  fc.assert(
    fc.property(fc.array(key, { minLength: 30, maxLength: 400 }), (keys) => {
      const keyByte = (at: number, index: number): number =>
        index < keys[at]!.length ? keys[at]!.charCodeAt(index) : -1;
      const expected = [...keys.keys()].sort((a, b) => compareKeys(keys[a]!, keys[b]!) || a - b);
      expect([...byteOrder({ keyByte }, Uint32Array.from(keys.keys()))]).toEqual(expected);
    }),
  ));

test("a key set knows what was added, also beyond what it holds in a Set", () => {
  const set = new KeySet();
  for (let i = 0; i < 25_000; i++) expect(set.add(`key ${i}`)).toBe(true);
  for (let i = 0; i < 25_000; i += 7) expect(set.add(`key ${i}`)).toBe(false);
  expect(set.has("key 24999")).toBe(true);
  expect(set.has("key 25000")).toBe(false);
});
