import { secp256k1 as reference } from "@noble/curves/secp256k1.js";
import native from "secp256k1";
import elliptic from "secp256k1/elliptic.js";
import { keccak256 } from "../../abci/state/keccak.js";

export { keccak256 };

/** A signature with its recovery bit, over a digest of 32 bytes. */
export interface RecoverableSignature {
  readonly digest: Uint8Array;
  readonly r: bigint;
  readonly s: bigint;
  readonly yParity: 0 | 1;
}

/** The uncompressed public key (64 bytes: x, y) that made a signature, or undefined when none can have. */
export type RecoverKey = (signed: RecoverableSignature) => Uint8Array | undefined;

/** By @noble/curves, which defines what is right. */
export const recoverByReference: RecoverKey = ({ digest, r, s, yParity }) => {
  try {
    const signature = new reference.Signature(r, s).addRecoveryBit(yParity);
    return signature.recoverPublicKey(digest).toBytes(false).subarray(1);
  } catch {
    return undefined;
  }
};

/** By libsecp256k1: the same verdicts, about twenty times as fast. */
export const recoverByLibrary: RecoverKey = ({ digest, r, s, yParity }) => {
  // The library takes out-of-range numbers modulo the order in some places; here they are no signature.
  if (r <= 0n || r >= SECP256K1_ORDER || s <= 0n || s >= SECP256K1_ORDER) return undefined;
  try {
    const signature = Buffer.allocUnsafe(64);
    signature.set(wordBytes(r), 0);
    signature.set(wordBytes(s), 32);
    return native.ecdsaRecover(signature, yParity, digest, false).subarray(1);
  } catch {
    return undefined;
  }
};

/** The order of secp256k1's group. */
export const SECP256K1_ORDER = reference.Point.Fn.ORDER;

/** Whether the compiled library loaded; without it, the reference does the work. */
const hasLibrary = native !== elliptic;

export const recoverPublicKey: RecoverKey = hasLibrary ? recoverByLibrary : recoverByReference;

/** The address of an uncompressed public key of 64 bytes: the last 20 bytes of its keccak-256. */
export function addressOfUncompressed(publicKey: Uint8Array): Uint8Array {
  return keccak256(publicKey).slice(12);
}

/** The address whose key made a signature (r and s, 64 bytes) over a digest; undefined when none can have. */
export function recoverSigner(digest: Uint8Array, signature: Uint8Array, yParity: 0 | 1): Uint8Array | undefined {
  const r = bytesToNumber(signature.subarray(0, 32));
  const s = bytesToNumber(signature.subarray(32));
  const key = recoverPublicKey({ digest, r, s, yParity });
  return key && addressOfUncompressed(key);
}

/** Big-endian, 32 bytes. */
export function wordBytes(value: bigint): Uint8Array {
  return Buffer.from(value.toString(16).padStart(64, "0"), "hex");
}

/** So many bytes make a number that is exact without being a bigint. */
const SAFE_BYTES = 6;

/** A number from big-endian bytes of any length; none is zero. */
export function bytesToNumber(bytes: Uint8Array): bigint {
  // Nonces, gas and prices: a tenth of the time.
  if (bytes.length <= SAFE_BYTES) {
    let number = 0;
    for (const byte of bytes) number = 256 * number + byte;
    return BigInt(number);
  }
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`);
}

/** Big-endian without leading zeros, as RLP writes numbers; zero is nothing. */
export function minimal(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array(0);
  const digits = value.toString(16);
  const size = (digits.length + 1) >> 1;
  const bytes = new Uint8Array(size);
  if (size > SAFE_BYTES) bytes.set(Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex"));
  else for (let at = size - 1, rest = Number(value); at >= 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest;
  return bytes;
}
