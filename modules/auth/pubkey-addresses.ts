import { hash } from "node:crypto";
import { ripemd160 } from "@noble/hashes/legacy.js";
import { sdk } from "../../abci/state/errors.js";
import { keccak256 } from "../../abci/state/keccak.js";
import type { PublicKey } from "./pubkeys.js";
import { uncompressed } from "./secp256k1.js";

/** Amino's type prefixes: the first four bytes of names hashed, fixed by the Cosmos SDK's registrations. */
const AMINO_SECP256K1 = [0xeb, 0x5a, 0xe9, 0x87, 33];
const AMINO_ED25519 = [0x16, 0x24, 0xde, 0x64, 32];
const AMINO_MULTISIG = [0x22, 0xc1, 0xf7, 0xe2];

function sha256(bytes: Uint8Array): Buffer {
  return hash("sha256", bytes, "buffer");
}

/** RIPEMD-160 of SHA-256, as in Bitcoin. */
export function addressOfSecp256k1(key: Uint8Array): Uint8Array {
  return ripemd160(sha256(key));
}

/** The last 20 bytes of Keccak-256 over the point: Ethereum's address of a key. @throws sdk.invalidPubKey for no point */
export function addressOfEthSecp256k1(key: Uint8Array): Uint8Array {
  try {
    return keccak256(uncompressed(key)).slice(12);
  } catch {
    throw sdk.invalidPubKey("the compressed key is no point of secp256k1");
  }
}

/** The first 20 bytes of SHA-256: how CometBFT addresses validators. */
export function addressOfEd25519(key: Uint8Array): Uint8Array {
  return sha256(key).subarray(0, 20);
}

/** SHA-256 over the hashed name of the key's type and the key: the Cosmos SDK's rule for keys of newer kinds (ADR 28). */
export function addressOfTyped(type: string, key: Uint8Array): Uint8Array {
  return sha256(Buffer.concat([sha256(Buffer.from(type, "utf8")), key]));
}

/** The first 20 bytes of SHA-256 of the key's amino encoding. */
export function addressOfMultisig(key: PublicKey & { readonly kind: "multisig" }): Uint8Array {
  return sha256(aminoBytes(key)).subarray(0, 20);
}

/** A module account's address: the first 20 bytes of SHA-256 of its name. */
export function addressOfModule(name: string): Uint8Array {
  return sha256(Buffer.from(name, "utf8")).subarray(0, 20);
}

/** A public key in amino's binary encoding, its type prefix included. */
function aminoBytes(key: PublicKey): Buffer {
  switch (key.kind) {
    case "secp256k1":
      return Buffer.concat([Buffer.from(AMINO_SECP256K1), key.key]);
    case "ed25519":
      return Buffer.concat([Buffer.from(AMINO_ED25519), key.key]);
    case "ethsecp256k1":
    case "secp256r1":
      throw sdk.invalidPubKey(`an ${key.kind} key is no part of a multisig`);
    case "multisig": {
      const inner = key.keys.map(aminoBytes);
      const fields = inner.flatMap((bytes) => [Buffer.from([0x12, ...uvarint(bytes.length)]), bytes]);
      return Buffer.concat([Buffer.from(AMINO_MULTISIG), Buffer.from([0x08, ...uvarint(key.threshold)]), ...fields]);
    }
  }
}

function uvarint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...uvarint(value >>> 7)];
}
