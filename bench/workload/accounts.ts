import { createHash } from "node:crypto";
import { ripemd160 } from "@noble/hashes/legacy.js";
import { bech32 } from "@scure/base";
import secp256k1 from "secp256k1";

/** An account that signs. The keys are made from published words: nothing of value may be sent to them. */
export interface Sender {
  readonly privateKey: Uint8Array;
  /** 33 bytes. */
  readonly publicKey: Uint8Array;
  readonly address: Uint8Array;
}

/** The sender of a number from 0 on, the same on every machine. */
export function senderAt(index: number): Sender {
  const privateKey = sha256(`echoin bench sender ${index}`);
  const publicKey = secp256k1.publicKeyCreate(privateKey, true);
  const address = ripemd160(createHash("sha256").update(publicKey).digest());
  return { privateKey, publicKey, address };
}

/** Address of an account that never signs and so needs no key: it fills the state, and receives. */
export const idleAddressAt = (index: number): Uint8Array => sha256(`echoin bench idle ${index}`).subarray(0, 20);

/** Addresses of all accounts of a state: the senders first, then those that are idle. */
export class AccountBook {
  private readonly known = new Map<number, string>();

  /** @param prefix of bech32 addresses */
  constructor(
    readonly prefix: string,
    readonly senders: number,
    readonly accounts: number,
  ) {
    if (accounts < senders || accounts < 2) throw new RangeError(`${accounts} accounts do not hold ${senders} senders`);
  }

  /** The bech32 address of the account with this number. */
  textAt(index: number): string {
    const known = this.known.get(index);
    if (known !== undefined) return known;
    const bytes = index < this.senders ? senderAt(index).address : idleAddressAt(index);
    const text = bech32.encode(this.prefix, bech32.toWords(bytes));
    this.known.set(index, text);
    return text;
  }
}

const sha256 = (text: string): Uint8Array => createHash("sha256").update(text).digest();
