import type { Key } from "../../abci/store/types.js";
import type { KeyCodec } from "../../abci/state/keys.js";

function encode(index: bigint): Key {
  const buffer = Buffer.allocUnsafe(8);
  buffer.writeBigUInt64LE(index);
  return buffer.toString("latin1");
}

/** The number of a chunk, little-endian as the SDK has it: chunks past the 256th do not sort as their numbers do. */
export const chunkIndexKey: KeyCodec<bigint> = {
  name: "chunk",
  encodeLast: encode,
  encodeInner: encode,
  decodeLast: (key, at) => Buffer.from(key.slice(at, at + 8), "latin1").readBigUInt64LE(),
  decodeInner: (key, at) => [chunkIndexKey.decodeLast(key, at), at + 8],
};
