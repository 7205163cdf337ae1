import { createHash } from "node:crypto";
import type { CustomCrypto } from "@ethereumjs/common";
import { createKeccak } from "hash-wasm";
import secp256k1 from "secp256k1";

type Hash = (data: Uint8Array) => Uint8Array;

/** Keccak-256 compiled to WebAssembly: eight times as fast here as the JavaScript that the stock EVM falls back to. */
export async function createKeccak256(): Promise<Hash> {
  const hasher = await createKeccak(256);
  return (data) => hasher.init().update(data).digest("binary");
}

const sha256: Hash = (data) => createHash("sha256").update(data).digest();

/**
 * The 64 bytes of the public key that signed, by libsecp256k1. `v` is 0 or 1, 27 or 28, or EIP-155's.
 * @throws Error where there is none
 */
function ecrecover(hash: Uint8Array, v: bigint, r: Uint8Array, s: Uint8Array, chainId?: bigint): Uint8Array {
  const signature = new Uint8Array(64);
  signature.set(r, 32 - r.length);
  signature.set(s, 64 - s.length);
  return secp256k1.ecdsaRecover(signature, recoveryBit(v, chainId), hash, false).slice(1);
}

function recoveryBit(v: bigint, chainId: bigint | undefined): number {
  const bit = v === 0n || v === 1n ? v : chainId === undefined ? v - 27n : v - (chainId * 2n + 35n);
  if (bit !== 0n && bit !== 1n) throw new Error(`the signature's v, ${v}, says no recovery bit`);
  return Number(bit);
}

/** The functions that the stock EVM and its transactions take instead of their own JavaScript ones. */
export async function createCrypto(): Promise<CustomCrypto> {
  return { keccak256: await createKeccak256(), sha256, ecrecover };
}
