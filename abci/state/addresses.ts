import { bech32 } from "@scure/base";
import { sdk } from "./errors.js";

/**
 * Addresses have 20 bytes for a single key and 32 for module-derived accounts (ADR-028). What is longer than one length
 * byte of a key can say (see `bytesKey`) is no address: it must be refused here, before it can reach a key.
 */
const MAX_ADDRESS_LENGTH = 127;

/** Texts and bytes remembered by one codec; a pure function's memory, so it has no influence on results. */
const MEMO_SIZE = 65_536;

/** Between an address's bytes and its bech32 text under the chain's prefix, which is a genesis value. */
export class AddressCodec {
  private parsed = new Map<string, Uint8Array>();
  private formatted = new Map<string, string>();

  /** @param prefix the human-readable part of account addresses, such as `echo`. */
  constructor(readonly prefix: string) {}

  /** @throws sdk.invalidAddress when the text is empty, no bech32, or has another prefix. */
  parse(text: string): Uint8Array {
    const known = this.parsed.get(text);
    if (known !== undefined) return known;
    const bytes = decodeBech32(text, this.prefix);
    if (this.parsed.size >= MEMO_SIZE) this.parsed = new Map();
    this.parsed.set(text, bytes);
    return bytes;
  }

  format(address: Uint8Array): string {
    return this.formatWith(this.prefix, address);
  }

  /** The text of a validator operator's address (`echovaloper…`). */
  formatOperator(address: Uint8Array): string {
    return this.formatWith(`${this.prefix}valoper`, address);
  }

  parseOperator(text: string): Uint8Array {
    return decodeBech32(text, `${this.prefix}valoper`);
  }

  /** The text of a consensus key's address (`echovalcons…`). */
  formatConsensus(address: Uint8Array): string {
    return this.formatWith(`${this.prefix}valcons`, address);
  }

  parseConsensus(text: string): Uint8Array {
    return decodeBech32(text, `${this.prefix}valcons`);
  }

  private formatWith(prefix: string, address: Uint8Array): string {
    const key = prefix + Buffer.from(address).toString("latin1");
    const known = this.formatted.get(key);
    if (known !== undefined) return known;
    const text = bech32.encode(prefix, bech32.toWords(address), false);
    if (this.formatted.size >= MEMO_SIZE) this.formatted = new Map();
    this.formatted.set(key, text);
    return text;
  }
}

function decodeBech32(text: string, prefix: string): Uint8Array {
  if (text === "") throw sdk.invalidAddress("empty address string is not allowed");
  const decoded = bech32.decodeUnsafe(text, false);
  const bytes = decoded && bech32.fromWordsUnsafe(decoded.words);
  if (!decoded || !bytes)
    throw sdk.invalidAddress(`decoding bech32 failed: ${JSON.stringify(text.slice(0, 100))} is no bech32 text`);
  if (decoded.prefix !== prefix) {
    throw sdk.invalidAddress(`invalid Bech32 prefix; expected ${prefix}, got ${decoded.prefix}`);
  }
  if (bytes.length === 0 || bytes.length > MAX_ADDRESS_LENGTH) {
    throw sdk.invalidAddress(`address length must be between 1 and ${MAX_ADDRESS_LENGTH} bytes, got ${bytes.length}`);
  }
  return bytes;
}
