import type { Codec } from "../../proto/codecs.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { keyFromBytes } from "../store/bytes.js";

/** How a value is stored; deterministic: one value, one encoding. */
export interface ValueCodec<T> {
  readonly name: string;
  encode(value: T): Uint8Array;
  decode(bytes: Uint8Array): T;
}

const EMPTY = new Uint8Array(0);

/** The value of a key set: nothing. */
export const noValue: ValueCodec<true> = { name: "nothing", encode: () => EMPTY, decode: () => true };

export const bytesValue: ValueCodec<Uint8Array> = { name: "bytes", encode: (value) => value, decode: (bytes) => bytes };

export const stringValue: ValueCodec<string> = {
  name: "string",
  encode: (value) => Buffer.from(value, "utf8"),
  decode: (bytes) => Buffer.from(bytes).toString("utf8"),
};

/** Unsigned 64-bit, big-endian. */
export const uint64Value: ValueCodec<bigint> = {
  name: "uint64",
  encode(value) {
    const buffer = Buffer.allocUnsafe(8);
    buffer.writeBigUInt64BE(value);
    return buffer;
  },
  decode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).readBigUInt64BE(),
};

/** An integer as decimal text: how the SDK's `math.Int` is stored, at any size. */
export const integerValue: ValueCodec<bigint> = {
  name: "integer",
  encode(value) {
    const text = value.toString();
    // Short texts: a loop is faster than a call out of JavaScript.
    const bytes = Buffer.allocUnsafe(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  },
  decode: (bytes) => BigInt(keyFromBytes(bytes)),
};

/** True and false as protobuf's BoolValue, which is how the SDK stores them. */
export const boolValue: ValueCodec<boolean> = {
  name: "bool",
  encode: (value) => (value ? Uint8Array.of(0x08, 0x01) : EMPTY),
  decode: (bytes) => bytes.length > 0 && bytes[1] === 1,
};

/** A protobuf message. */
export function protoValue<T>(codec: Codec<T>): ValueCodec<T> {
  return {
    name: codec.typeUrl,
    encode: (value) => encodeMessage(codec, value),
    decode: (bytes) => decodeMessage(codec, bytes),
  };
}

/**
 * The same codec, which remembers the value it decoded last: for what is read again and again, such as parameters. Nobody may change a value in place, nor the bytes that it was decoded from.
 */
export function remembered<T>(codec: ValueCodec<T>): ValueCodec<T> {
  let last: { readonly bytes: Uint8Array; readonly value: T } | undefined;
  return {
    name: codec.name,
    encode: (value) => codec.encode(value),
    decode(bytes) {
      if (last?.bytes !== bytes) last = { bytes, value: codec.decode(bytes) };
      return last.value;
    },
  };
}
