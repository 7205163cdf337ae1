import { hash } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";

/** Whether these are the 33 bytes of a compressed point of the curve. */
export function isSecp256r1Key(publicKey: Uint8Array): boolean {
  try {
    p256.Point.fromBytes(publicKey);
    return publicKey.length === 33;
  } catch {
    return false;
  }
}

/** Whether `signature` (r and s, 64 bytes, s in the lower half) is the key's over the SHA-256 of `message`. */
export function verifySecp256r1(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const digest = hash("sha256", message, "buffer");
    return p256.verify(signature, digest, publicKey, { prehash: false, lowS: true, format: "compact" });
  } catch {
    return false;
  }
}
