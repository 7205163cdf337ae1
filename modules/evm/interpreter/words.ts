/**
 * The EVM's 256-bit words in two forms. A small value (at most 2^53 − 1) may be a JavaScript number, anything may be a
 * bigint; no operation depends on which form a small value has.
 *
 * Why two: a bigint sum allocates and calls out of compiled code (about 40 ns here), a sum of numbers is two machine
 * instructions. Counters, offsets, lengths, selectors and booleans, most of what contracts push about, stay numbers.
 */
export type Word = number | bigint;

/** Largest value that a number holds exactly, with every integer below it. */
export const MAX_NUMBER = Number.MAX_SAFE_INTEGER;
const MAX_NUMBER_BIG = BigInt(MAX_NUMBER);

export const TWO_256 = 1n << 256n;
export const MAX_WORD = TWO_256 - 1n;
export const TWO_32 = 2 ** 32;

/** The same value as a bigint. */
export function big(word: Word): bigint {
  return typeof word === "bigint" ? word : BigInt(word);
}

/** The same value in its small form, if it has one. */
export function word(value: bigint): Word {
  return value <= MAX_NUMBER_BIG ? Number(value) : value;
}

export function isZero(word: Word): boolean {
  return word === 0 || word === 0n;
}

/** An offset, a length or an amount of gas: exact up to 2^53 − 1, infinite beyond, where no gas can pay for it. */
export function bounded(word: Word): number {
  if (typeof word === "number") return word;
  return word <= MAX_NUMBER_BIG ? Number(word) : Infinity;
}

/** Number of 32-byte words that hold so many bytes. */
export function wordsOf(bytes: number): number {
  return Math.ceil(bytes / 32);
}

/** The 32 bytes at the offset, big-endian, as a word. */
export function readWord(view: DataView, offset: number): Word {
  const small =
    view.getUint32(offset) |
    view.getUint32(offset + 4) |
    view.getUint32(offset + 8) |
    view.getUint32(offset + 12) |
    view.getUint32(offset + 16) |
    view.getUint32(offset + 20);
  if (small === 0) {
    const high = view.getUint32(offset + 24);
    if (high < 0x200000) return high * TWO_32 + view.getUint32(offset + 28);
  }
  return (
    (((view.getBigUint64(offset) << 64n) | view.getBigUint64(offset + 8)) << 128n) |
    ((view.getBigUint64(offset + 16) << 64n) | view.getBigUint64(offset + 24))
  );
}

/** Writes the word at the offset, big-endian, as 32 bytes. */
export function writeWord(view: DataView, offset: number, word: Word): void {
  if (typeof word === "number") {
    view.setUint32(offset, 0);
    view.setUint32(offset + 4, 0);
    view.setUint32(offset + 8, 0);
    view.setUint32(offset + 12, 0);
    view.setUint32(offset + 16, 0);
    view.setUint32(offset + 20, 0);
    view.setUint32(offset + 24, word / TWO_32);
    view.setUint32(offset + 28, word);
    return;
  }
  // setBigUint64 takes the low 64 bits by itself.
  view.setBigUint64(offset, word >> 192n);
  view.setBigUint64(offset + 8, word >> 128n);
  view.setBigUint64(offset + 16, word >> 64n);
  view.setBigUint64(offset + 24, word);
}

const scratch = new Uint8Array(32);
const scratchView = new DataView(scratch.buffer);

/** Up to 32 bytes, big-endian, as a word. */
export function wordOfBytes(bytes: Uint8Array): Word {
  scratch.fill(0);
  scratch.set(bytes, 32 - bytes.length);
  return readWord(scratchView, 0);
}

/** The 32 bytes from the offset on, those past the end being zero; the offset is at most the length. */
export function wordAt(bytes: Uint8Array, offset: number): Word {
  scratch.fill(0);
  scratch.set(bytes.subarray(offset, offset + 32));
  return readWord(scratchView, 0);
}

/** The word as 32 bytes of its own. */
export function bytesOf(word: Word): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(32);
  writeWord(new DataView(bytes.buffer), 0, word);
  return bytes;
}

/** The word as storage holds it: without leading zeros, nothing for zero. */
export function trimmedBytesOf(word: Word): Uint8Array {
  writeWord(scratchView, 0, word);
  let start = 0;
  while (start < 32 && scratch[start] === 0) start++;
  return scratch.slice(start);
}
