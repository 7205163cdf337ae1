import { secp256k1 } from "@noble/curves/secp256k1.js";
import { ripemd160 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 as keccak256 } from "@noble/hashes/sha3.js";
import { bech32 } from "@scure/base";
import { checksumAddress } from "../../modules/evm/hex.js";
import { CliError } from "../errors.js";

/** Kinds of keys that a keyring holds the private half of: those of Cosmos wallets, and those of Ethereum's. */
export type AccountKeyKind = "secp256k1" | "ethsecp256k1";

/** A public key that an account or a validator can have. */
export type PublicKey =
  | { readonly kind: AccountKeyKind; readonly bytes: Uint8Array }
  | { readonly kind: "ed25519"; readonly bytes: Uint8Array }
  | { readonly kind: "multisig"; readonly threshold: number; readonly members: readonly PublicKey[] };

/** JSON of a public key, as the SDK prints it. */
export type PublicKeyJson =
  | { readonly "@type": string; readonly key: string }
  | { readonly "@type": string; readonly threshold: number; readonly public_keys: readonly PublicKeyJson[] };

const TYPE_URLS = {
  secp256k1: "/cosmos.crypto.secp256k1.PubKey",
  ethsecp256k1: "/cosmos.evm.crypto.v1.ethsecp256k1.PubKey",
  ed25519: "/cosmos.crypto.ed25519.PubKey",
  multisig: "/cosmos.crypto.multisig.LegacyAminoPubKey",
} as const;

/** The same key under the name that Ethermint's chains have for it. */
const ETHERMINT_TYPE_URL = "/ethermint.crypto.v1.ethsecp256k1.PubKey";

/** Prefixes of amino encoding, from the registered names' hashes. */
const AMINO_PREFIX = { secp256k1: "eb5ae98721", ed25519: "1624de6420", multisig: "22c1f7e2" } as const;

/** Most members of a multisig that the chain takes: its signature count limit (wire.md). */
export const MAX_MULTISIG_MEMBERS = 7;

/** Amino bytes, over which a multisig's address is made. @throws CliError for a key that is no part of one */
export function aminoBytes(key: PublicKey): Uint8Array {
  if (key.kind === "ethsecp256k1") throw new CliError("an Ethereum key is no part of a multisig");
  if (key.kind !== "multisig") return Buffer.concat([Buffer.from(AMINO_PREFIX[key.kind], "hex"), key.bytes]);
  const parts: Uint8Array[] = [
    Buffer.from(AMINO_PREFIX.multisig, "hex"),
    Uint8Array.of(0x08, ...varint(key.threshold)),
  ];
  for (const member of key.members) {
    const inner = aminoBytes(member);
    parts.push(Uint8Array.of(0x12, ...varint(inner.length)), inner);
  }
  return Buffer.concat(parts);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** The 20 address bytes of a key. */
export function addressBytes(key: PublicKey): Uint8Array {
  switch (key.kind) {
    case "secp256k1":
      return ripemd160(sha256(key.bytes));
    case "ethsecp256k1":
      return keccak256(pointOf(key.bytes)).slice(12);
    case "ed25519":
      return sha256(key.bytes).slice(0, 20);
    case "multisig":
      return sha256(aminoBytes(key)).slice(0, 20);
  }
}

/** The 64 bytes of a compressed key's point. @throws CliError when it is none */
function pointOf(compressed: Uint8Array): Uint8Array {
  try {
    return secp256k1.Point.fromBytes(compressed).toBytes(false).subarray(1);
  } catch {
    throw new CliError("the compressed public key is no point of secp256k1");
  }
}

/** An address as Ethereum's tools write it. */
export const toHexAddress = (bytes: Uint8Array): string => checksumAddress(bytes, keccak256);

/**
 * The 20 bytes of an address in Ethereum's spelling; undefined for another text.
 * @throws CliError when its capitals are no checksum of it
 */
export function fromHexAddress(text: string): Uint8Array | undefined {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return undefined;
  const bytes = Uint8Array.from(Buffer.from(text.slice(2), "hex"));
  const mixed = /[a-f]/.test(text) && /[A-F]/.test(text);
  if (mixed && toHexAddress(bytes) !== text) {
    throw new CliError(`the capitals of ${text} are not its checksum`, {
      hint: "a digit is wrong: copy it again; all in small letters, none is checked",
    });
  }
  return bytes;
}

/** bech32 of address bytes. */
export const toBech32 = (prefix: string, bytes: Uint8Array): string =>
  bech32.encode(prefix, bech32.toWords(bytes), 1023);

/** Prefix and bytes of a bech32 text. @throws CliError saying which part is wrong */
export function fromBech32(text: string): { prefix: string; bytes: Uint8Array } {
  try {
    const { prefix, words } = bech32.decode(text as `${string}1${string}`, 1023);
    return { prefix, bytes: bech32.fromWords(words) };
  } catch {
    throw new CliError(`"${text}" is not a bech32 address`, { hint: "a letter is wrong or missing: copy it again" });
  }
}

/** A key's JSON in the SDK's form. */
export function toPublicKeyJson(key: PublicKey): PublicKeyJson {
  if (key.kind !== "multisig") return { "@type": TYPE_URLS[key.kind], key: Buffer.from(key.bytes).toString("base64") };
  return { "@type": TYPE_URLS.multisig, threshold: key.threshold, public_keys: key.members.map(toPublicKeyJson) };
}

const SIMPLE_KINDS: ReadonlyMap<unknown, AccountKeyKind | "ed25519"> = new Map([
  [TYPE_URLS.secp256k1, "secp256k1"],
  [TYPE_URLS.ethsecp256k1, "ethsecp256k1"],
  [ETHERMINT_TYPE_URL, "ethsecp256k1"],
  [TYPE_URLS.ed25519, "ed25519"],
]);

/** Reads the SDK's JSON of a key. @throws CliError saying what is wrong and what a key looks like */
export function fromPublicKeyJson(value: unknown): PublicKey {
  const json = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const type = json["@type"];
  if (type === TYPE_URLS.multisig && Array.isArray(json.public_keys)) {
    return multisigKey(Number(json.threshold), json.public_keys.map(fromPublicKeyJson));
  }
  const kind = SIMPLE_KINDS.get(type);
  if (kind === undefined || typeof json.key !== "string") {
    throw new CliError("that is not a public key", {
      hint: `it looks like {"@type":"${TYPE_URLS.secp256k1}","key":"<base64>"}, as echoind keys show -p prints it`,
    });
  }
  return simpleKey(kind, Buffer.from(json.key, "base64"));
}

/** A key on secp256k1 (33 bytes, compressed) or ed25519 (32 bytes). @throws CliError on another length or form */
export function simpleKey(kind: AccountKeyKind | "ed25519", bytes: Uint8Array): PublicKey {
  const length = kind === "ed25519" ? 32 : 33;
  if (bytes.length !== length) throw new CliError(`a ${kind} public key has ${length} bytes, not ${bytes.length}`);
  if (kind !== "ed25519" && bytes[0] !== 2 && bytes[0] !== 3) {
    throw new CliError("a compressed secp256k1 public key starts with 02 or 03");
  }
  return { kind, bytes: Uint8Array.from(bytes) };
}

/** A multisig key over its members in this order. @throws CliError when threshold or members cannot work */
export function multisigKey(threshold: number, members: readonly PublicKey[]): PublicKey {
  if (members.length < 1 || members.length > MAX_MULTISIG_MEMBERS) {
    throw new CliError(`a multisig has 1 to ${MAX_MULTISIG_MEMBERS} members, not ${members.length}`);
  }
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > members.length) {
    throw new CliError(`--multisig-threshold must be between 1 and the number of members, ${members.length}`);
  }
  if (members.some(({ kind }) => kind === "ethsecp256k1")) {
    throw new CliError("an Ethereum key is no part of a multisig", {
      hint: "its members sign over SHA-256, as Cosmos keys do",
    });
  }
  return { kind: "multisig", threshold, members };
}
