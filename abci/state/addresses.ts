import { Bech32, decodeAnyBech32 } from "./bech32.js";
import { sdk } from "./errors.js";

/**
 * Addresses have 20 bytes for a single key and 32 for module-derived accounts (ADR-028). What is longer than one length
 * byte of a key can say (see `bytesKey`) is no address: it must be refused here, before it can reach a key.
 */
const MAX_ADDRESS_LENGTH = 127;

/** Longer than any address's text, with any prefix that makes sense: the rest is refused before it is looked at. */
const MAX_TEXT_LENGTH = 300;

const OPERATOR_SUFFIX = "valoper";

/**
 * The account's text of an operator's (`echovaloper1…` → `echo1…`), under whatever prefix it has. What is no operator's
 * text stays as it is, and is refused where it is parsed.
 */
export function accountOfOperator(text: string): string {
  const decoded = text.length > MAX_TEXT_LENGTH ? undefined : decodeAnyBech32(text);
  if (decoded?.prefix.endsWith(OPERATOR_SUFFIX) !== true) return text;
  const prefix = decoded.prefix.slice(0, -OPERATOR_SUFFIX.length);
  return prefix === "" ? text : new Bech32(prefix).encode(decoded.bytes);
}

/** How many account addresses are remembered: more than the handling of one transaction goes back to. */
const REMEMBERED = 8;

/**
 * Between an address's bytes and its bech32 text under the chain's prefix, which is a genesis value.
 *
 * A transaction's few accounts are parsed and written some ten times on its way, so the last ones are remembered. Their bytes are
 * shared: nobody may change the bytes of an address in place.
 */
export class AddressCodec {
  private readonly accounts: Bech32;
  private readonly operators: Bech32;
  private readonly consensus: Bech32;
  /** The texts remembered, and at the same places their bytes; `next` is the place that the next one takes. */
  private readonly texts: (string | undefined)[] = new Array<undefined>(REMEMBERED).fill(undefined);
  private readonly parsed: (Uint8Array | undefined)[] = new Array<undefined>(REMEMBERED).fill(undefined);
  private next = 0;

  /** @param prefix the human-readable part of account addresses, such as `echo`. */
  constructor(readonly prefix: string) {
    this.accounts = new Bech32(prefix);
    this.operators = new Bech32(prefix + OPERATOR_SUFFIX);
    this.consensus = new Bech32(`${prefix}valcons`);
  }

  /** @throws sdk.invalidAddress when the text is empty, no bech32, or has another prefix. */
  parse(text: string): Uint8Array {
    const { texts, parsed } = this;
    for (let i = 0; i < REMEMBERED; i++) if (texts[i] === text) return parsed[i]!;
    const common = this.accounts.decode(text);
    const bytes = ofAllowedLength(common ?? parseSlowly(text, this.prefix));
    // Any other form, such as upper case, is no text to be given back by `format`.
    if (common !== undefined) {
      texts[this.next] = text;
      parsed[this.next] = bytes;
      this.next = (this.next + 1) % REMEMBERED;
    }
    return bytes;
  }

  format(address: Uint8Array): string {
    // By identity: only what was parsed here is known not to change.
    for (let i = 0; i < REMEMBERED; i++) if (this.parsed[i] === address) return this.texts[i]!;
    return this.accounts.encode(address);
  }

  /** The text of a validator operator's address (`echovaloper…`). */
  formatOperator(address: Uint8Array): string {
    return this.operators.encode(address);
  }

  /** @throws sdk.invalidAddress as `parse` */
  parseOperator(text: string): Uint8Array {
    return parseWith(this.operators, text, `${this.prefix}valoper`);
  }

  /** The text of a consensus key's address (`echovalcons…`). */
  formatConsensus(address: Uint8Array): string {
    return this.consensus.encode(address);
  }

  /** @throws sdk.invalidAddress as `parse` */
  parseConsensus(text: string): Uint8Array {
    return parseWith(this.consensus, text, `${this.prefix}valcons`);
  }
}

function parseWith(codec: Bech32, text: string, prefix: string): Uint8Array {
  return ofAllowedLength(codec.decode(text) ?? parseSlowly(text, prefix));
}

function ofAllowedLength(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0 || bytes.length > MAX_ADDRESS_LENGTH) {
    throw sdk.invalidAddress(`address length must be between 1 and ${MAX_ADDRESS_LENGTH} bytes, got ${bytes.length}`);
  }
  return bytes;
}

/** Texts in upper case, which are rare, and those that are wrong. */
function parseSlowly(text: string, prefix: string): Uint8Array {
  if (text === "") throw sdk.invalidAddress("empty address string is not allowed");
  if (text.length > MAX_TEXT_LENGTH) {
    throw sdk.invalidAddress(`an address has at most ${MAX_TEXT_LENGTH} characters, not ${text.length}`);
  }
  const decoded = decodeAnyBech32(text);
  if (decoded === undefined) {
    throw sdk.invalidAddress(`decoding bech32 failed: ${JSON.stringify(text.slice(0, 100))} is no bech32 text`);
  }
  if (decoded.prefix !== prefix) {
    throw sdk.invalidAddress(`invalid Bech32 prefix; expected ${prefix}, got ${decoded.prefix}`);
  }
  return decoded.bytes;
}
