import fc from "fast-check";
import { compareBytes, keyFromBytes, keyToBytes, prefixEnd } from "../store/bytes.js";
import {
  type KeyCodec,
  addressKey,
  bytesKey,
  int64Key,
  lengthPrefixedAddressKey,
  pair,
  stringKey,
  triple,
  uint64Key,
} from "./keys.js";

const bytes = fc.uint8Array({ maxLength: 30 });
const text = fc
  .oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: fc.constantFrom("a", "b", "\x01", "\x7f", "é", "€") }))
  .map((value) => value.replaceAll("\0", ""));
const uint64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const int64 = fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n });

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- codecs of many types in one table
const codecs: [string, KeyCodec<any>, fc.Arbitrary<unknown>][] = [
  ["bytes", bytesKey, bytes],
  ["address", addressKey, bytes],
  ["length-prefixed address", lengthPrefixedAddressKey, bytes],
  ["string", stringKey, text],
  ["uint64", uint64Key, uint64],
  ["int64", int64Key, int64],
  ["pair", pair(addressKey, stringKey), fc.tuple(bytes, text)],
  ["pair of text and address", pair(stringKey, lengthPrefixedAddressKey), fc.tuple(text, bytes)],
  ["triple", triple(uint64Key, bytesKey, stringKey), fc.tuple(uint64, bytes, text)],
  ["nested pair", pair(pair(stringKey, int64Key), bytesKey), fc.tuple(fc.tuple(text, int64), bytes)],
];

/** Bytes of one class, so that values compare by content. */
const plain = (value: unknown): unknown =>
  value instanceof Uint8Array ? [...value] : Array.isArray(value) ? value.map(plain) : value;

describe.each(codecs)("%s", (_name, codec, values) => {
  test("comes back from the end of a key, and from inside with where the next part starts", () =>
    fc.assert(
      fc.property(values, bytes, (value, rest) => {
        const last = `x${codec.encodeLast(value)}`;
        expect(plain(codec.decodeLast(last, 1))).toEqual(plain(value));
        const inner = codec.encodeInner(value);
        const [decoded, next] = (codec as KeyCodec<unknown>).decodeInner(`xy${inner}${keyFromBytes(rest)}`, 2);
        expect([plain(decoded), next]).toEqual([plain(value), 2 + inner.length]);
      }),
    ));

  test("no encoding inside a key starts another: what follows cannot be taken for part of it", () =>
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [x, y] = [codec.encodeInner(a), codec.encodeInner(b)];
        expect(x === y || (!x.startsWith(y) && !y.startsWith(x))).toBe(true);
      }),
    ));
});

const sign = (value: number): number => Math.sign(value);

test("numbers sort as their keys do, also as bytes", () =>
  fc.assert(
    fc.property(uint64, uint64, int64, int64, (a, b, c, d) => {
      const order = (x: bigint, y: bigint) => (x < y ? -1 : x > y ? 1 : 0);
      const keyOrder = (x: string, y: string) => sign(compareBytes(keyToBytes(x), keyToBytes(y)));
      expect(keyOrder(uint64Key.encodeLast(a), uint64Key.encodeLast(b))).toBe(order(a, b));
      expect(keyOrder(int64Key.encodeLast(c), int64Key.encodeLast(d))).toBe(order(c, d));
    }),
  ));

test("binary strings compare as their bytes do, and end where their prefix ends", () =>
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const [x, y] = [keyFromBytes(a), keyFromBytes(b)];
      expect(x < y ? -1 : x > y ? 1 : 0).toBe(sign(compareBytes(a, b)));
      const end = prefixEnd(x);
      const inside = y >= x && (end === undefined || y < end);
      expect(inside).toBe(y.startsWith(x));
    }),
  ));

test("the layout is that of the Cosmos SDK's collections", () => {
  const hex = (key: string) => Buffer.from(keyToBytes(key)).toString("hex");
  const address = Uint8Array.of(0xaa, 0xbb);
  expect(hex(pair(addressKey, stringKey).encodeLast([address, "aec"]))).toBe("02aabb616563");
  expect(hex(pair(stringKey, lengthPrefixedAddressKey).encodeLast(["aec", address]))).toBe("6165630002aabb");
  expect(hex(pair(int64Key, bytesKey).encodeLast([1n, address]))).toBe("8000000000000001aabb");
  expect(hex(int64Key.encodeLast(-1n))).toBe("7fffffffffffffff");
  expect(hex(triple(addressKey, addressKey, stringKey).encodeFirstTwo!(address, address))).toBe("02aabb02aabb");
});

test("what cannot be told apart inside a key is refused", () => {
  expect(() => stringKey.encodeInner("a\0b")).toThrow("zero byte");
  expect(() => bytesKey.encodeInner(new Uint8Array(128))).toThrow("shorter than 128 bytes");
});
