import { keccak_256 } from "@noble/hashes/sha3.js";
import { createKeccak, type IHasher } from "hash-wasm";

/** Keccak-256 by @noble/hashes, which defines what is right. */
export const keccakByReference = (bytes: Uint8Array): Uint8Array => keccak_256(bytes);

let hasher: IHasher | undefined;

/** Resolves when keccak-256 runs in WebAssembly, about eight times as fast. Nothing waits for it: results are the same. */
export const keccakReady: Promise<void> = createKeccak(256).then((created) => {
  hasher = created;
});

/** Keccak-256, Ethereum's hash: 32 bytes. */
export function keccak256(bytes: Uint8Array): Uint8Array {
  if (hasher === undefined) return keccak_256(bytes);
  hasher.init();
  hasher.update(bytes);
  return hasher.digest("binary");
}
