import { Address, type PrefixedHexString } from "@ethereumjs/util";
import { bytesOf, type Word } from "./words.js";

/** An address that writes itself out once: journal and state key by the text, several times an operation. */
class KnownAddress extends Address {
  #text: PrefixedHexString | undefined;

  override toString(): PrefixedHexString {
    return (this.#text ??= super.toString());
  }
}

const MOST_KEPT = 1024;
const kept = new Map<Word, Address>();

/** The address in the word's low 20 bytes. */
export function addressOf(word: Word): Address {
  let address = kept.get(word);
  if (address === undefined) {
    address = new KnownAddress(bytesOf(word).subarray(12));
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(word, address);
  }
  return address;
}
