import { Address, type PrefixedHexString } from "@ethereumjs/util";
import { keyFromBytes } from "../../../abci/store/bytes.js";
import { bytesOf, type Word, wordOfBytes } from "./words.js";

/** An address that works out its other forms once: journal and state key by them, several times an operation. */
export class KnownAddress extends Address {
  #text: PrefixedHexString | undefined;
  #key: string | undefined;
  #word: Word | undefined;

  /** The same address in this form. */
  static of(address: Address): KnownAddress {
    return address instanceof KnownAddress ? address : new KnownAddress(address.bytes);
  }

  override toString(): PrefixedHexString {
    return (this.#text ??= super.toString());
  }

  /** Its bytes as a binary string. */
  get key(): string {
    return (this.#key ??= keyFromBytes(this.bytes));
  }

  get word(): Word {
    return (this.#word ??= wordOfBytes(this.bytes));
  }
}

/** Few, because V8 hashes only the low 64 bits of a bigint: addresses made to collide are a list that each look-up walks. */
const MOST_KEPT = 256;
const kept = new Map<Word, KnownAddress>();

/** The address in the word's low 20 bytes. */
export function addressOf(word: Word): KnownAddress {
  let address = kept.get(word);
  if (address === undefined) {
    address = new KnownAddress(bytesOf(word).subarray(12));
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(word, address);
  }
  return address;
}
