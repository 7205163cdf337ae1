import { ed25519 } from "@noble/curves/ed25519.js";
import type { Params } from "cosmjs-types/cosmos/auth/v1beta1/auth";
import { PubKey as Ed25519PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import { LegacyAminoPubKey } from "cosmjs-types/cosmos/crypto/multisig/keys";
import { MultiSignature } from "cosmjs-types/cosmos/crypto/multisig/v1beta1/multisig";
import { PubKey as Secp256k1PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import type { SignMode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import type { ModeInfo, ModeInfo_Multi } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { AppError, sdk } from "../../abci/state/errors.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import type { Codec } from "../../proto/codecs.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { PubKey as EthPubKey } from "../../proto/generated/echoin/crypto/v1/cosmos_evm.js";
import { PubKey as EthermintPubKey } from "../../proto/generated/echoin/crypto/v1/ethermint.js";
import {
  addressOfEd25519,
  addressOfEthSecp256k1,
  addressOfMultisig,
  addressOfSecp256k1,
  addressOfTyped,
} from "./pubkey-addresses.js";
import { verifyEthSecp256k1, verifySecp256k1 } from "./secp256k1.js";
import { isSecp256r1Key, verifySecp256r1 } from "./secp256r1.js";

/** Public keys that accounts can have. */
export type PublicKey =
  | { readonly kind: "secp256k1" | "ethsecp256k1" | "secp256r1" | "ed25519"; readonly key: Uint8Array }
  | { readonly kind: "multisig"; readonly threshold: number; readonly keys: readonly PublicKey[] };

/** How deep a multisig key may stand inside another, the outermost counted, and how many keys each may have. */
export const MAX_MULTISIG_DEPTH = 3;
export const MAX_MULTISIG_KEYS = 32;

/** cosmjs has no codec for it; as of the others, only the key is in it. */
const SECP256R1_TYPE = "/cosmos.crypto.secp256r1.PubKey";

const SECP256K1_LENGTH = 33;
const ED25519_LENGTH = 32;

/**
 * The key that a packed message holds.
 * @throws sdk.invalidPubKey for another kind of message, a wrong length, a threshold out of range, more than
 * MAX_MULTISIG_KEYS keys, or bytes that say the same in another way than the canonical one
 */
export function parsePublicKey(packed: Any): PublicKey {
  return parseAtDepth(packed, 1);
}

function parseAtDepth({ typeUrl, value }: Any, depth: number): PublicKey {
  switch (typeUrl) {
    case Secp256k1PubKey.typeUrl:
      return { kind: "secp256k1", key: rawKey(value, SECP256K1_LENGTH, typeUrl) };
    case EthPubKey.typeUrl:
    case EthermintPubKey.typeUrl:
      if (depth > 1) throw sdk.invalidPubKey("an Ethereum key is no part of a multisig");
      return { kind: "ethsecp256k1", key: rawKey(value, SECP256K1_LENGTH, typeUrl) };
    case SECP256R1_TYPE: {
      if (depth > 1) throw sdk.invalidPubKey("a secp256r1 key is no part of a multisig");
      const key = rawKey(value, SECP256K1_LENGTH, typeUrl);
      if (!isSecp256r1Key(key)) throw sdk.invalidPubKey("the compressed key is no point of secp256r1");
      return { kind: "secp256r1", key };
    }
    case Ed25519PubKey.typeUrl:
      return { kind: "ed25519", key: rawKey(value, ED25519_LENGTH, typeUrl) };
    case LegacyAminoPubKey.typeUrl:
      return parseMultisig(value, depth);
    default:
      throw sdk.invalidPubKey(`unrecognized public key type: ${JSON.stringify(typeUrl.slice(0, 100))}`);
  }
}

/** The 33 bytes of a packed secp256k1 key; undefined for another kind of key. @throws sdk.invalidPubKey for a wrong length */
export function secp256k1KeyOf({ typeUrl, value }: Any): Uint8Array | undefined {
  return typeUrl === Secp256k1PubKey.typeUrl ? rawKey(value, SECP256K1_LENGTH, typeUrl) : undefined;
}

/** Whether a packed key is an Ethereum key, by its type. */
export function isEthereumKey({ typeUrl }: Any): boolean {
  return typeUrl === EthPubKey.typeUrl || typeUrl === EthermintPubKey.typeUrl;
}

/** The one field of a key message: tag, length, key. */
function rawKey(value: Uint8Array, length: number, typeUrl: string): Uint8Array {
  if (value.length !== length + 2 || value[0] !== 0x0a || value[1] !== length) {
    throw sdk.invalidPubKey(`a ${typeUrl.slice(1)} has ${length} bytes of key in field 1 and nothing else`);
  }
  return value.subarray(2);
}

function parseMultisig(value: Uint8Array, depth: number): PublicKey {
  if (depth > MAX_MULTISIG_DEPTH) throw sdk.invalidPubKey(`multisig keys nest at most ${MAX_MULTISIG_DEPTH} deep`);
  const message = decodeOr(LegacyAminoPubKey, value, "multisig key");
  const { threshold, publicKeys } = message;
  if (!bytesEqual(encodeMessage(LegacyAminoPubKey, message), value)) {
    throw sdk.invalidPubKey("the multisig key is not in canonical protobuf");
  }
  if (publicKeys.length > MAX_MULTISIG_KEYS) {
    throw sdk.invalidPubKey(`a multisig key has at most ${MAX_MULTISIG_KEYS} keys, not ${publicKeys.length}`);
  }
  if (threshold < 1 || threshold > publicKeys.length) {
    throw sdk.invalidPubKey(`the threshold of ${publicKeys.length} keys lies between 1 and that, not at ${threshold}`);
  }
  return { kind: "multisig", threshold, keys: publicKeys.map((key) => parseAtDepth(key, depth + 1)) };
}

/** The address that a key controls: 20 bytes, and 32 of secp256r1 keys. @throws sdk.invalidPubKey as `parsePublicKey` */
export function addressOfPubKey(packed: Any): Uint8Array {
  return addressOf(parsePublicKey(packed));
}

function addressOf(key: PublicKey): Uint8Array {
  switch (key.kind) {
    case "secp256k1":
      return addressOfSecp256k1(key.key);
    case "ethsecp256k1":
      return addressOfEthSecp256k1(key.key);
    case "secp256r1":
      return addressOfTyped(SECP256R1_TYPE.slice(1), key.key);
    case "ed25519":
      return addressOfEd25519(key.key);
    case "multisig":
      return addressOfMultisig(key);
  }
}

/** How many single keys there are in a key, at any depth. @throws sdk.invalidPubKey as `parsePublicKey` */
export function countSubKeys(packed: Any): number {
  const count = (key: PublicKey): number =>
    key.kind === "multisig" ? key.keys.reduce((sum, inner) => sum + count(inner), 0) : 1;
  return count(parsePublicKey(packed));
}

/**
 * The gas for verifying a signature: what its kind of key costs; for a multisig, the sum over those who signed.
 * @throws sdk.invalidPubKey as `parsePublicKey`, sdk.unauthorized for a bit array that does not fit the keys
 */
export function signatureGas(packed: Any, modeInfo: ModeInfo | undefined, params: Params): number {
  return gasOf(parsePublicKey(packed), modeInfo, params);
}

function gasOf(key: PublicKey, modeInfo: ModeInfo | undefined, params: Params): number {
  switch (key.kind) {
    case "secp256k1":
    case "ethsecp256k1":
      return Number(params.sigVerifyCostSecp256k1);
    case "secp256r1":
      return Number(params.sigVerifyCostSecp256k1 / 2n);
    case "ed25519":
      return Number(params.sigVerifyCostEd25519);
    case "multisig":
      return signersOf(key.keys, multiOf(modeInfo)).reduce((sum, [inner, info]) => sum + gasOf(inner, info, params), 0);
  }
}

/** A signature as a transaction carries it: how it was made, and its bytes. */
export interface SignatureData {
  readonly modeInfo: ModeInfo | undefined;
  readonly signature: Uint8Array;
}

/**
 * Whether a signature is the key's own. `signBytes` gives what a signer signs in a mode, and may throw.
 *
 * secp256k1 as RFC 6979 writers make it, low s only, over SHA-256, or over Keccak-256 for Ethereum keys; secp256r1 over
 * SHA-256, low s only; ed25519 by the rules of ZIP 215, as CometBFT's; a multisig by those keys whose bit is set, in order, at least as many as the threshold, and each of them good.
 */
export function verifySignature(
  packed: Any,
  signed: SignatureData,
  signBytes: (mode: SignMode) => Uint8Array,
): boolean {
  try {
    return verify(parsePublicKey(packed), signed, signBytes);
  } catch (error) {
    // Malformed keys and multisignatures; what `signBytes` throws (an unsupported mode) is for the caller.
    if (error instanceof MalformedMultisig || (error instanceof AppError && error.is(sdk.invalidPubKey))) return false;
    throw error;
  }
}

function verify(
  key: PublicKey,
  { modeInfo, signature }: SignatureData,
  signBytes: (mode: SignMode) => Uint8Array,
): boolean {
  if (key.kind === "multisig") return verifyMultisig(key, { modeInfo, signature }, signBytes);
  const mode = modeInfo?.single?.mode;
  if (mode === undefined || modeInfo?.multi !== undefined) return false;
  const message = signBytes(mode);
  switch (key.kind) {
    case "secp256k1":
      return verifySecp256k1(key.key, message, signature);
    case "ethsecp256k1":
      return verifyEthSecp256k1(key.key, message, signature);
    case "secp256r1":
      return verifySecp256r1(key.key, message, signature);
    case "ed25519":
      return verifyEd25519(key.key, message, signature);
  }
}

function verifyMultisig(
  { threshold, keys }: PublicKey & { kind: "multisig" },
  { modeInfo, signature }: SignatureData,
  signBytes: (mode: SignMode) => Uint8Array,
): boolean {
  const signers = signersOf(keys, multiOf(modeInfo));
  const message = decodeOr(MultiSignature, signature, "multisignature", (reason) => new MalformedMultisig(reason));
  // Unknown fields and other spellings would let anyone change a transaction's hash.
  if (!bytesEqual(encodeMessage(MultiSignature, message), signature)) return false;
  if (message.signatures.length !== signers.length || signers.length < threshold) return false;
  return signers.every(([key, info], index) =>
    verify(key, { modeInfo: info, signature: message.signatures[index]! }, signBytes),
  );
}

/** Whether `signature` (64 bytes) is the key's by the rules of ZIP 215, on which CometBFT's validators agree too. */
export function verifyEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== ED25519_LENGTH || signature.length !== 64) return false;
  try {
    return ed25519.verify(signature, message, key, { zip215: true });
  } catch {
    return false;
  }
}

/** An sdk.unauthorized that is told from what others throw under the same code. */
class MalformedMultisig extends AppError {
  constructor(reason: string) {
    super(sdk.unauthorized.codespace, sdk.unauthorized.code, sdk.unauthorized(reason).message);
  }
}

function multiOf(modeInfo: ModeInfo | undefined): ModeInfo_Multi {
  if (modeInfo?.multi === undefined || modeInfo.single !== undefined) {
    throw new MalformedMultisig("a multisig key needs a multisignature");
  }
  return modeInfo.multi;
}

/** The keys whose bit is set, each with the mode that it signed in. @throws MalformedMultisig */
function signersOf(keys: readonly PublicKey[], { bitarray, modeInfos }: ModeInfo_Multi): [PublicKey, ModeInfo][] {
  const elems = bitarray?.elems ?? new Uint8Array(0);
  const extra = bitarray?.extraBitsStored ?? 0;
  // The array comes from outside: its size is checked before anything is read from it.
  const size = extra === 0 ? elems.length * 8 : (elems.length - 1) * 8 + extra;
  if (extra > 7 || size !== keys.length) {
    throw new MalformedMultisig(`bit array size is incorrect, expecting: ${keys.length}`);
  }
  const signers = keys.filter((_, index) => ((elems[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0);
  if (signers.length !== modeInfos.length) {
    throw new MalformedMultisig(`${signers.length} bits are set for ${modeInfos.length} signatures`);
  }
  return signers.map((key, index) => [key, modeInfos[index]!]);
}

function decodeOr<T>(
  codec: Codec<T>,
  bytes: Uint8Array,
  what: string,
  failure: (reason: string) => AppError = sdk.invalidPubKey,
): T {
  try {
    return decodeMessage(codec, bytes);
  } catch (error) {
    throw failure(`malformed ${what}: ${error instanceof Error ? error.message : "no protobuf"}`);
  }
}
