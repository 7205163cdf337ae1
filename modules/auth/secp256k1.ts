import { hash } from "node:crypto";
import { secp256k1 as reference } from "@noble/curves/secp256k1.js";
import native from "secp256k1";
import elliptic from "secp256k1/elliptic.js";
import { keccak256 } from "../../abci/state/keccak.js";

/** A key, the SHA-256 of what was signed, and r and s of 32 bytes each. */
export interface EcdsaSignature {
  readonly publicKey: Uint8Array;
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
}

/** Whether a signature is good; false for anything malformed, and for an s over half of the group's order. */
export type VerifyEcdsa = (signed: EcdsaSignature) => boolean;

const KEY_LENGTH = 33;
const SIGNATURE_LENGTH = 64;

/** The verdict of @noble/curves, which defines what is right. */
export const verifyByReference: VerifyEcdsa = ({ publicKey, digest, signature }) => {
  if (publicKey.length !== KEY_LENGTH || signature.length !== SIGNATURE_LENGTH) return false;
  try {
    return reference.verify(signature, digest, publicKey, { prehash: false, lowS: true, format: "compact" });
  } catch {
    return false;
  }
};

/** The verdict of libsecp256k1: the same, about 25 times as fast (`secp256k1.test.ts` holds the two together). */
export const verifyByLibrary: VerifyEcdsa = ({ publicKey, digest, signature }) => {
  if (publicKey.length !== KEY_LENGTH || signature.length !== SIGNATURE_LENGTH) return false;
  try {
    // It takes normalised signatures only: a high s is no signature to it.
    return native.ecdsaVerify(signature, digest, publicKey);
  } catch {
    return false;
  }
};

/**
 * Whether the compiled library loaded: without it, the package falls back to the `elliptic` package, which is neither
 * faster nor as well tested as the reference.
 */
export const hasLibrary: boolean = native !== elliptic;

const verify = hasLibrary ? verifyByLibrary : verifyByReference;

/**
 * Whether `signature` (r and s, 64 bytes, s in the lower half) is the key's over the Keccak-256 of `message`, as Ethereum keys
 * sign. The recovery bit that some put behind it is refused: it would be a second spelling of the same transaction.
 */
export function verifyEthSecp256k1(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return verify({ publicKey, digest: keccak256(message), signature });
}

/** The 64 bytes of a compressed key's point: x and y. @throws Error when it is none */
export function uncompressed(publicKey: Uint8Array): Uint8Array {
  return reference.Point.fromBytes(publicKey).toBytes(false).subarray(1);
}

/** Whether `signature` (r and s, 64 bytes, s in the lower half) is the key's over the SHA-256 of `message`. */
export function verifySecp256k1(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return verify({ publicKey, digest: hash("sha256", message, "buffer"), signature });
}
