import { FastBLS } from "./bls.js";
import { FastBN254 } from "./bn254.js";
import { createKzg } from "./kzg.js";

/** What an EVM takes as its options `bn254` and `bls`, and in its `Common`'s `customCrypto.kzg`: one of each a thread. */
export const bn254 = new FastBN254();
export const bls = new FastBLS();
export const kzg = createKzg(bls);

/** Settled when WebAssembly does the work of all three. Results are the same before. */
export const curvesReady: Promise<void> = bn254.ready.then(() => bls.ready);
