import { keyFromBytes, keyToBytes, uint64ToKey } from "../store/bytes.js";
import type { Key } from "../store/types.js";
import { assert } from "./errors.js";

/**
 * How a value becomes part of a key, and back. The encodings are those of the Cosmos SDK's `collections`, so that
 * indexers and interchain queries find keys where they expect them. At the end of a key ("last") a variable part needs
 * no length; inside ("inner") it has one, or an end mark.
 */
export interface KeyCodec<T> {
  readonly name: string;
  readonly encodeLast: (value: T) => Key;
  readonly encodeInner: (value: T) => Key;
  readonly decodeLast: (key: Key, at: number) => T;
  /** The value that starts at `at`, and where the next part starts. */
  readonly decodeInner: (key: Key, at: number) => readonly [T, next: number];
  /** For keys of several parts: the encoding of the first part alone, by which ranges are cut. */
  readonly encodeFirst?: (first: unknown) => Key;
  /** For keys of three parts: the encoding of the first two. */
  readonly encodeFirstTwo?: (first: unknown, second: unknown) => Key;
}

/** Whether a text is its own key; denominations and names nearly always are. */
function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

function utf8ToKey(text: string): Key {
  return isAscii(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

function keyToUtf8(key: Key): string {
  return isAscii(key) ? key : Buffer.from(key, "latin1").toString("utf8");
}

/** Bytes: as they are at the end; behind one length byte inside. At most 127 bytes inside. */
export const bytesKey: KeyCodec<Uint8Array> = {
  name: "bytes",
  encodeLast: keyFromBytes,
  encodeInner(value) {
    assert(value.length < 128, "a byte string inside a key is shorter than 128 bytes");
    return String.fromCharCode(value.length) + keyFromBytes(value);
  },
  decodeLast: (key, at) => keyToBytes(key.slice(at)),
  decodeInner(key, at) {
    const end = at + 1 + key.charCodeAt(at);
    return [keyToBytes(key.slice(at + 1, end)), end];
  },
};

/** An account address: raw at the end of a key, behind its length inside. */
export const addressKey: KeyCodec<Uint8Array> = { ...bytesKey, name: "address" };

/** An account address with its length in front everywhere, as older SDK stores wrote it. */
export const lengthPrefixedAddressKey: KeyCodec<Uint8Array> = {
  ...bytesKey,
  name: "address",
  encodeLast: bytesKey.encodeInner,
  decodeLast: (key, at) => bytesKey.decodeInner(key, at)[0],
};

/** Text: as it is at the end; ended by a zero byte inside (so it must not hold one). */
export const stringKey: KeyCodec<string> = {
  name: "string",
  encodeLast: utf8ToKey,
  encodeInner(value) {
    assert(!value.includes("\0"), "a string inside a key holds no zero byte");
    return `${utf8ToKey(value)}\0`;
  },
  decodeLast: (key, at) => keyToUtf8(key.slice(at)),
  decodeInner(key, at) {
    const end = key.indexOf("\0", at);
    return [keyToUtf8(key.slice(at, end)), end + 1];
  },
};

/** Unsigned 64-bit, big-endian: sorts as the number does. */
export const uint64Key: KeyCodec<bigint> = {
  name: "uint64",
  encodeLast: uint64ToKey,
  encodeInner: uint64ToKey,
  decodeLast: (key, at) => Buffer.from(key.slice(at, at + 8), "latin1").readBigUInt64BE(),
  decodeInner: (key, at) => [uint64Key.decodeLast(key, at), at + 8],
};

const SIGN_BIT = 1n << 63n;

/** Signed 64-bit, big-endian with the sign bit turned: sorts as the number does. */
export const int64Key: KeyCodec<bigint> = {
  name: "int64",
  encodeLast: (value) => uint64ToKey(BigInt.asUintN(64, value) ^ SIGN_BIT),
  encodeInner: (value) => int64Key.encodeLast(value),
  decodeLast: (key, at) => BigInt.asIntN(64, uint64Key.decodeLast(key, at) ^ SIGN_BIT),
  decodeInner: (key, at) => [int64Key.decodeLast(key, at), at + 8],
};

/** Two parts, the first compared first. */
export function pair<A, B>(a: KeyCodec<A>, b: KeyCodec<B>): KeyCodec<readonly [A, B]> {
  return {
    name: `(${a.name}, ${b.name})`,
    encodeFirst: (first) => a.encodeInner(first as A),
    encodeLast: ([first, second]) => a.encodeInner(first) + b.encodeLast(second),
    encodeInner: ([first, second]) => a.encodeInner(first) + b.encodeInner(second),
    decodeLast(key, at) {
      const [first, next] = a.decodeInner(key, at);
      return [first, b.decodeLast(key, next)];
    },
    decodeInner(key, at) {
      const [first, next] = a.decodeInner(key, at);
      const [second, end] = b.decodeInner(key, next);
      return [[first, second], end];
    },
  };
}

/** Three parts, compared from the first. */
export function triple<A, B, C>(a: KeyCodec<A>, b: KeyCodec<B>, c: KeyCodec<C>): KeyCodec<readonly [A, B, C]> {
  const rest = pair(b, c);
  return {
    name: `(${a.name}, ${b.name}, ${c.name})`,
    encodeFirst: (first) => a.encodeInner(first as A),
    encodeFirstTwo: (first, second) => a.encodeInner(first as A) + b.encodeInner(second as B),
    encodeLast: ([first, second, third]) => a.encodeInner(first) + rest.encodeLast([second, third]),
    encodeInner: ([first, second, third]) => a.encodeInner(first) + rest.encodeInner([second, third]),
    decodeLast(key, at) {
      const [first, next] = a.decodeInner(key, at);
      const [second, third] = rest.decodeLast(key, next);
      return [first, second, third];
    },
    decodeInner(key, at) {
      const [first, next] = a.decodeInner(key, at);
      const [[second, third], end] = rest.decodeInner(key, next);
      return [[first, second, third], end];
    },
  };
}
