import { assert } from "../../abci/state/errors.js";

/** Blocks that one stored chunk of a validator's window tells of. */
export const CHUNK_BITS = 1024;

/** The number of bits, then the bits, 64 to a big-endian word: how the Cosmos SDK's bitsets are stored. */
const HEADER_BYTES = 8;
const CHUNK_BYTES = HEADER_BYTES + CHUNK_BITS / 8;

/** A chunk of which no bit is set. */
export function emptyChunk(): Uint8Array {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  chunk.writeBigUInt64BE(BigInt(CHUNK_BITS));
  return chunk;
}

/** Whether a bit of a chunk is set; none is in a chunk that is not there. */
export function bitAt(chunk: Uint8Array | undefined, bit: number): boolean {
  if (chunk === undefined) return false;
  assert(chunk.length === CHUNK_BYTES, "SLASHING-2: a chunk of missed blocks has 136 bytes");
  return (chunk[byteOf(bit)]! & (1 << (bit & 7))) !== 0;
}

/** The chunk with one bit set or cleared. */
export function withBit(chunk: Uint8Array | undefined, bit: number, value: boolean): Uint8Array {
  const changed = chunk === undefined ? emptyChunk() : Uint8Array.from(chunk);
  const byte = byteOf(bit);
  const mask = 1 << (bit & 7);
  changed[byte] = value ? changed[byte]! | mask : changed[byte]! & ~mask;
  return changed;
}

/** How many bits of a chunk are set. */
export function countBits(chunk: Uint8Array): number {
  let count = 0;
  for (let bit = 0; bit < CHUNK_BITS; bit++) if (bitAt(chunk, bit)) count++;
  return count;
}

/** Bit 0 is the lowest of a word, which is its last byte. */
function byteOf(bit: number): number {
  return HEADER_BYTES + (bit >> 6) * 8 + 7 - ((bit & 63) >> 3);
}
