import { bech32 } from "@scure/base";

/**
 * bech32 (BIP 173) for addresses. Each transaction has a few of them, and the general library takes ten times as long;
 * it is what decides on texts that are not in the common form, and `bech32.test.ts` holds the two together.
 */

const ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const SEPARATOR = 0x31;
const CHECKSUM_LENGTH = 6;

const symbols = Uint8Array.from(ALPHABET, (symbol) => symbol.charCodeAt(0));

/** Character code → five bits, or 255. */
const values = new Uint8Array(128).fill(0xff);
symbols.forEach((code, value) => (values[code] = value));

/** What the five bits that leave the register add to it. */
const feedback = Int32Array.from({ length: 32 }, (_, top) =>
  [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].reduce(
    (sum, generator, bit) => ((top >> bit) & 1 ? sum ^ generator : sum),
    0,
  ),
);

const step = (checksum: number, value: number): number =>
  ((checksum & 0x1ffffff) << 5) ^ value ^ feedback[checksum >>> 25]!;

const { latin1Slice } = Buffer.prototype as unknown as {
  readonly latin1Slice: (this: Uint8Array, start: number, end: number) => string;
};

/** Encodes and decodes under one human-readable prefix. */
export class Bech32 {
  /** The checksum's register after the prefix. */
  private readonly start: number;
  /** Room for one text; `prefix` and the separator stand in it for good. */
  private room: Uint8Array;

  /** @param prefix lower-case letters and digits, such as `echo` */
  constructor(private readonly prefix: string) {
    let checksum = 1;
    for (let i = 0; i < prefix.length; i++) checksum = step(checksum, prefix.charCodeAt(i) >> 5);
    checksum = step(checksum, 0);
    for (let i = 0; i < prefix.length; i++) checksum = step(checksum, prefix.charCodeAt(i) & 31);
    this.start = checksum;
    this.room = this.roomFor(32);
  }

  encode(bytes: Uint8Array): string {
    const wordCount = Math.ceil((bytes.length * 8) / 5);
    const length = this.prefix.length + 1 + wordCount + CHECKSUM_LENGTH;
    if (this.room.length < length) this.room = this.roomFor(bytes.length);
    const { room } = this;
    let at = this.prefix.length + 1;
    let checksum = this.start;
    let bits = 0;
    let buffer = 0;
    for (let i = 0; i < bytes.length; i++) {
      buffer = ((buffer << 8) | bytes[i]!) & 0xfff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        const word = (buffer >> bits) & 31;
        checksum = step(checksum, word);
        room[at++] = symbols[word]!;
      }
    }
    if (bits > 0) {
      const word = (buffer << (5 - bits)) & 31;
      checksum = step(checksum, word);
      room[at++] = symbols[word]!;
    }
    for (let i = 0; i < CHECKSUM_LENGTH; i++) checksum = step(checksum, 0);
    checksum ^= 1;
    for (let shift = 25; shift >= 0; shift -= 5) room[at++] = symbols[(checksum >> shift) & 31]!;
    return latin1Slice.call(room, 0, at);
  }

  /** The bytes of a text under this prefix, or undefined when it is none in lower case. */
  decode(text: string): Uint8Array | undefined {
    const dataAt = this.prefix.length + 1;
    const dataEnd = text.length - CHECKSUM_LENGTH;
    if (dataEnd < dataAt || !text.startsWith(this.prefix) || text.charCodeAt(dataAt - 1) !== SEPARATOR)
      return undefined;
    const bytes = new Uint8Array(((dataEnd - dataAt) * 5) >> 3);
    let checksum = this.start;
    let bits = 0;
    let buffer = 0;
    let size = 0;
    for (let i = dataAt; i < text.length; i++) {
      const word = values[text.charCodeAt(i)] ?? 0xff;
      if (word === 0xff) return undefined;
      checksum = step(checksum, word);
      if (i >= dataEnd) continue;
      buffer = ((buffer << 5) | word) & 0xfff;
      bits += 5;
      if (bits < 8) continue;
      bits -= 8;
      bytes[size++] = buffer >> bits;
    }
    // What is left over is padding: less than one symbol, and zeros.
    const padding = bits < 5 && (buffer & ((1 << bits) - 1)) === 0;
    return checksum === 1 && padding ? bytes : undefined;
  }

  private roomFor(byteLength: number): Uint8Array {
    const room = new Uint8Array(this.prefix.length + 1 + Math.ceil((byteLength * 8) / 5) + CHECKSUM_LENGTH);
    for (let i = 0; i < this.prefix.length; i++) room[i] = this.prefix.charCodeAt(i);
    room[this.prefix.length] = SEPARATOR;
    return room;
  }
}

/** Any bech32 text, whatever its prefix and case; undefined when it is none. */
export function decodeAnyBech32(text: string): { readonly prefix: string; readonly bytes: Uint8Array } | undefined {
  const decoded = bech32.decodeUnsafe(text, false);
  const bytes = decoded && bech32.fromWordsUnsafe(decoded.words);
  return decoded && bytes ? { prefix: decoded.prefix, bytes: Uint8Array.from(bytes) } : undefined;
}
