import { verifySecp256k1 } from "../../../modules/auth/secp256k1.js";
import { recoverSigner } from "../../../modules/evm/crypto.js";
import type { SenderSignature } from "../../../modules/evm/transaction.js";
import { bytesEqual } from "../../store/bytes.js";
import type { SignedMessage } from "./ring.js";

/** No compressed key begins with it. */
const RECOVERY = 0;
const KEY_BYTES = 33;
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

/** The verdict on a ring's job, of either kind: a function of what is in it. */
export function verifyJob({ publicKey, signature, message }: SignedMessage): boolean {
  if (publicKey[0] !== RECOVERY) return verifySecp256k1(publicKey, message, signature);
  const signer = recoverSigner(message, signature, publicKey[1] === 0 ? 0 : 1);
  return signer !== undefined && bytesEqual(signer, publicKey.subarray(ADDRESS_AT, ADDRESS_AT + ADDRESS_BYTES));
}
