import { Address } from "@ethereumjs/util";
import { FastBLS } from "./bls.js";
import { FastBN254 } from "./bn254.js";
import { createKzg } from "./kzg.js";
import { loadP256, p256Verify } from "./p256.js";

/** What an EVM takes as its options `bn254` and `bls`, and in its `Common`'s `customCrypto.kzg`: one of each a thread. */
export const bn254 = new FastBN254();
export const bls = new FastBLS();
export const kzg = createKzg(bls);

/** For the option `customPrecompiles` of an EVM under Osaka's rules: P-256 in place of the stock one. */
export const osakaPrecompiles = [
  { address: new Address(Uint8Array.from({ length: 20 }, (_, at) => (at === 18 ? 1 : 0))), function: p256Verify },
];

let loading: Promise<void> | undefined;

/**
 * Settled when WebAssembly does the work of all of them; results are the same before. For who is about to run an EVM: a
 * thread that never does is spared 5 MB. @throws Error when WebAssembly cannot be had
 */
export function loadCurves(): Promise<void> {
  return (loading ??= load());
}

async function load(): Promise<void> {
  await bn254.load();
  await bls.load();
  await loadP256();
}
