import { createHash } from "node:crypto";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { SignMode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { decodeTransaction } from "../../abci/app/transaction.js";
import { signBytes } from "../../abci/app/sign-bytes.js";
import { fromJson } from "../../proto/json-reader.js";
import { CliError, messageOf } from "../errors.js";
import { type AccountKeyKind, toPublicKeyJson, type PublicKey } from "../keys/public-key.js";
import type { AccountNumbers } from "./account.js";
import type { SignerInfoJson, TxJson } from "./document.js";
import { encodeTx } from "./encode.js";

export type SignModeName = "direct" | "amino-json";

/** The proto names of the modes. */
export const MODE_NAMES = { direct: "SIGN_MODE_DIRECT", "amino-json": "SIGN_MODE_LEGACY_AMINO_JSON" } as const;
const MODES = { direct: SignMode.SIGN_MODE_DIRECT, "amino-json": SignMode.SIGN_MODE_LEGACY_AMINO_JSON } as const;

/** Who signs: its key and its place in the account's order. */
export interface Signer extends AccountNumbers {
  readonly chainId: string;
  readonly address: string;
  readonly publicKey: PublicKey;
}

/** Whose signatures a transaction needs, in their order: the messages' signers, then the fee payer. @throws CliError */
export function signersOf(tx: TxJson): readonly string[] {
  try {
    return decodeTransaction(encodeTx(tx)).signers;
  } catch (error) {
    throw error instanceof CliError ? error : new CliError(`the transaction cannot be read: ${messageOf(error)}`);
  }
}

/** The signer info of one key. */
export const signerInfo = (publicKey: PublicKey, mode: SignModeName, sequence: bigint): SignerInfoJson => ({
  public_key: toPublicKeyJson(publicKey),
  mode_info: { single: { mode: MODE_NAMES[mode] } },
  sequence: sequence.toString(),
});

/** The bytes that this signer signs: the same that the chain verifies against. */
export function bytesToSign(tx: TxJson, mode: SignModeName, signer: Signer): Uint8Array {
  return signBytes(MODES[mode], decodeTransaction(encodeTx(tx)), {
    chainId: signer.chainId,
    address: signer.address,
    accountNumber: signer.accountNumber,
    sequence: signer.sequence,
    publicKey: fromJson<Any>("/google.protobuf.Any", toPublicKeyJson(signer.publicKey)),
  });
}

/** What signs: a private key, and the public one, whose kind says what is signed. */
export interface SigningKey {
  readonly publicKey: PublicKey;
  readonly privateKey: Uint8Array;
}

/**
 * A 64-byte r‖s signature over the bytes' SHA-256, or Keccak-256 by an Ethereum key: deterministic (RFC 6979) and low-S.
 * @throws CliError for a key of another kind
 */
export function signWith({ publicKey: { kind }, privateKey }: SigningKey, bytes: Uint8Array): Uint8Array {
  if (kind !== "secp256k1" && kind !== "ethsecp256k1") throw new CliError(`a ${kind} key signs no transactions`);
  return secp256k1.sign(digests[kind](bytes), privateKey, { prehash: false, lowS: true });
}

/** Whether a signature is this key's over the bytes. */
export function verifies(publicKey: PublicKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.kind === "multisig" || publicKey.kind === "ed25519" || signature.length !== 64) return false;
  const digest = digests[publicKey.kind](bytes);
  return secp256k1.verify(signature, digest, publicKey.bytes, { prehash: false, lowS: true });
}

const digests: Readonly<Record<AccountKeyKind, (bytes: Uint8Array) => Uint8Array>> = {
  secp256k1: (bytes) => createHash("sha256").update(bytes).digest(),
  ethsecp256k1: keccak_256,
};

/**
 * The transaction with one more signature, put where the order of its signers wants it.
 * @throws CliError when the key is none of its signers, or DIRECT is asked for while several have to sign
 */
export function addSignature(
  tx: TxJson,
  options: { signer: Signer; mode: SignModeName; privateKey: Uint8Array; overwrite: boolean },
): TxJson {
  const { signer, mode, privateKey, overwrite } = options;
  const signers = signersOf(tx);
  const place = signers.indexOf(signer.address);
  if (place < 0) {
    throw new CliError(`${signer.address} is none of this transaction's signers`, {
      hint: `they are ${signers.join(", ")}`,
    });
  }
  const alone = signers.length === 1;
  if (!alone && mode === "direct") {
    throw new CliError(`${signers.length} accounts sign this transaction, so each signs with --sign-mode amino-json`);
  }
  const infos = overwrite || alone ? [] : [...tx.auth_info.signer_infos];
  const signatures = overwrite || alone ? [] : [...tx.signatures];
  if (infos.length < place && !overwrite) {
    throw new CliError(`${signers[infos.length]} signs before ${signer.address}`, {
      hint: `the order is ${signers.join(", ")}`,
    });
  }
  infos[place] = signerInfo(signer.publicKey, mode, signer.sequence);
  const withInfo: TxJson = { ...tx, auth_info: { ...tx.auth_info, signer_infos: infos } };
  signatures[place] = Buffer.from(
    signWith({ publicKey: signer.publicKey, privateKey }, bytesToSign(withInfo, mode, signer)),
  ).toString("base64");
  return { ...withInfo, signatures };
}
