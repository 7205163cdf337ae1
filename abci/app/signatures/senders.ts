import type { SenderMemory } from "../../../modules/evm/transaction.js";

/** Transactions that are remembered at most; a power of two. */
const SLOTS = 16_384;
/** A slot in words of 32 bits: how often it was written, twice over and odd meanwhile; a hash; an address. */
const VERSION = 1;
const HASH_WORDS = 8;
const ADDRESS_WORDS = 5;
const SLOT_WORDS = VERSION + HASH_WORDS + ADDRESS_WORDS;

/**
 * Who signed which Ethereum transaction, in memory that threads share: the API's thread finds out before it hands a transaction
 * to CometBFT, and the consensus thread, which is given it in a moment, need not find out again. One thread writes; what it
 * writes to a place takes that of what was there. The sender is a function of the bytes that the hash is of, so it does not matter
 * who found out, or whether anybody did.
 */
export class SharedSenders implements SenderMemory {
  private readonly words: Int32Array;

  constructor(readonly memory = new SharedArrayBuffer(4 * SLOTS * SLOT_WORDS)) {
    this.words = new Int32Array(memory);
  }

  find(hash: Uint8Array): Uint8Array | undefined {
    const { words } = this;
    const at = placeOf(hash);
    const version = Atomics.load(words, at);
    if (version === 0 || version % 2 !== 0) return undefined;
    for (let i = 0; i < HASH_WORDS; i++) {
      if (Atomics.load(words, at + VERSION + i) !== wordAt(hash, i)) return undefined;
    }
    const sender = new Uint8Array(4 * ADDRESS_WORDS);
    for (let i = 0; i < ADDRESS_WORDS; i++) setWord(sender, i, Atomics.load(words, at + VERSION + HASH_WORDS + i));
    // Written meanwhile: then it may be of two transactions.
    return Atomics.load(words, at) === version ? sender : undefined;
  }

  note(hash: Uint8Array, sender: Uint8Array): void {
    const { words } = this;
    const at = placeOf(hash);
    // A thread that was ended while it wrote has left an odd number.
    const version = Atomics.load(words, at) | 1;
    Atomics.store(words, at, version);
    for (let i = 0; i < HASH_WORDS; i++) Atomics.store(words, at + VERSION + i, wordAt(hash, i));
    for (let i = 0; i < ADDRESS_WORDS; i++) Atomics.store(words, at + VERSION + HASH_WORDS + i, wordAt(sender, i));
    Atomics.store(words, at, (version + 1) | 0);
  }
}

const placeOf = (hash: Uint8Array): number => (wordAt(hash, 0) & (SLOTS - 1)) * SLOT_WORDS;

/** The bytes as a signed number, as an Int32Array holds it. */
function wordAt(bytes: Uint8Array, index: number): number {
  const at = 4 * index;
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}

function setWord(bytes: Uint8Array, index: number, word: number): void {
  const at = 4 * index;
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}
