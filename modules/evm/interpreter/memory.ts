import { MAX_NUMBER, readWord, type Word, wordsOf, writeWord } from "./words.js";

const FIRST_CAPACITY = 1024;
/** Larger memories are left to the garbage collector. */
const LARGEST_KEPT = 64 * 1024;
const MOST_KEPT = 64;

/** Zeroed memories for the next frames: a fresh one costs about a microsecond, a call of a small contract not much more. */
const kept: Memory[] = [];

const NOTHING = new Uint8Array(0);

/**
 * A frame's memory. Its size is counted in words when gas is priced, its bytes follow when an operation that has been
 * paid touches them, so that an absurd offset costs nothing but the frame's gas.
 */
export class Memory {
  /** Size in 32-byte words, as MSIZE and the price of growth see it. */
  words = 0;
  bytes = new Uint8Array(FIRST_CAPACITY);
  #view = new DataView(this.bytes.buffer);

  /** An empty memory. */
  static take(): Memory {
    return kept.pop() ?? new Memory();
  }

  /** Price of making [offset, offset + size) part of memory, which it then is; infinite where nothing can pay it. */
  grow(offset: number, size: number): number {
    if (size === 0) return 0;
    const words = wordsOf(offset + size);
    if (words <= this.words) return 0;
    const price = totalPrice(words) - totalPrice(this.words);
    this.words = words;
    return price <= MAX_NUMBER ? price : Infinity;
  }

  load(offset: number): Word {
    this.#reach(offset + 32);
    return readWord(this.#view, offset);
  }

  store(offset: number, word: Word): void {
    this.#reach(offset + 32);
    writeWord(this.#view, offset, word);
  }

  storeByte(offset: number, byte: number): void {
    this.#reach(offset + 1);
    this.bytes[offset] = byte;
  }

  /** The bytes themselves: they change with the memory. */
  view(offset: number, size: number): Uint8Array<ArrayBuffer> {
    if (size === 0) return NOTHING;
    this.#reach(offset + size);
    return this.bytes.subarray(offset, offset + size);
  }

  /** A copy of the bytes. */
  slice(offset: number, size: number): Uint8Array<ArrayBuffer> {
    if (size === 0) return NOTHING;
    this.#reach(offset + size);
    return this.bytes.slice(offset, offset + size);
  }

  /** Writes `size` bytes of the source from `from` on; what lies past its end is zero. */
  copy(offset: number, source: Uint8Array, from: number, size: number): void {
    if (size === 0) return;
    this.#reach(offset + size);
    const part = from >= source.length ? undefined : source.subarray(from, from + size);
    if (part !== undefined) this.bytes.set(part, offset);
    this.bytes.fill(0, offset + (part?.length ?? 0), offset + size);
  }

  /** Moves bytes within the memory; the ranges may overlap. */
  move(to: number, from: number, size: number): void {
    if (size === 0) return;
    this.#reach(Math.max(to, from) + size);
    this.bytes.copyWithin(to, from, from + size);
  }

  /** A copy of the first words. */
  snapshot(words: number): Uint8Array<ArrayBuffer> {
    return this.slice(0, words * 32);
  }

  /** Gives the memory back; whoever took it does not use it after that. */
  release(): void {
    if (this.bytes.length > LARGEST_KEPT || kept.length >= MOST_KEPT) return;
    this.bytes.fill(0, 0, this.words * 32);
    this.words = 0;
    kept.push(this);
  }

  #reach(end: number): void {
    if (end <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(end, Math.min(this.bytes.length * 2, this.bytes.length + (1 << 20))));
    grown.set(this.bytes);
    this.bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** Gas for memory of so many words. Exact where it can be paid: the interpreter is given at most 2^43 gas (`evm.ts`). */
function totalPrice(words: number): number {
  return 3 * words + Math.floor((words * words) / 512);
}
