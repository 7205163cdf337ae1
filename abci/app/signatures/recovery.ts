import { verifySecp256k1 } from "../../../modules/auth/secp256k1.js";
import { recoverSigner } from "../../../modules/evm/crypto.js";
import type { SenderSignature } from "../../../modules/evm/transaction.js";
import { bytesEqual } from "../../store/bytes.js";
import type { SignedMessage } from "./ring.js";

/** No compressed key begins with it. Whoever offers a key from a transaction has made sure that it begins as one does. */
const RECOVERY = 0;
const KEY_BYTES = 33;
const DIGEST_BYTES = 32;
const ADDRESS_AT = 2;
const ADDRESS_BYTES = 20;

/** The question whether the key of an address made an Ethereum signature, in the form of a ring's job. */
export function recoveryJob({ digest, signature, yParity }: SenderSignature, sender: Uint8Array): SignedMessage {
  const publicKey = new Uint8Array(KEY_BYTES);
  publicKey[0] = RECOVERY;
  publicKey[1] = yParity;
  publicKey.set(sender, ADDRESS_AT);
  return { publicKey, signature, message: digest };
}

/**
 * Whether bytes begin as a compressed key does. Any others are no key, which the ante handler finds out by itself; given to a ring,
 * they could be taken for another question.
 */
export const beginsAsKey = (key: Uint8Array): boolean => key[0] === 2 || key[0] === 3;

/** The verdict on a ring's job, of either kind: a function of what is in it. */
export function verifyJob({ publicKey, signature, message }: SignedMessage): boolean {
  if (publicKey[0] !== RECOVERY) return verifySecp256k1(publicKey, message, signature);
  if (message.length !== DIGEST_BYTES) return false;
  const signer = recoverSigner(message, signature, publicKey[1] === 0 ? 0 : 1);
  return signer !== undefined && bytesEqual(signer, publicKey.subarray(ADDRESS_AT, ADDRESS_AT + ADDRESS_BYTES));
}
