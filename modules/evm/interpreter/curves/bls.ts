import { type EVMBLSInterface, MCLBLS, NobleBLS } from "@ethereumjs/evm";
import { failing } from "./bn254.js";

/** Pairs of point and scalar that mcl is given at once: its stack holds some thousands. */
const BATCH = 256;
const G1_BYTES = 128;
const G2_BYTES = 256;
const SCALAR = 32;

/** Curve BLS12-381 of EIP-2537 by mcl in WebAssembly; by `@noble/curves` until that is there, with the same results. */
export class FastBLS implements EVMBLSInterface {
  #backend: EVMBLSInterface = new NobleBLS();

  /** Has WebAssembly do the work from then on. */
  async load(): Promise<void> {
    const mcl = await import("mcl-wasm");
    await mcl.init(mcl.BLS12_381);
    const backend = new MCLBLS(mcl);
    backend.init();
    this.#backend = backend;
  }

  addG1 = (input: Uint8Array): Uint8Array => failing(() => this.#backend.addG1(input));
  addG2 = (input: Uint8Array): Uint8Array => failing(() => this.#backend.addG2(input));
  mapFPtoG1 = (input: Uint8Array): Uint8Array => failing(() => this.#backend.mapFPtoG1(input));
  mapFP2toG2 = (input: Uint8Array): Uint8Array => failing(() => this.#backend.mapFP2toG2(input));
  pairingCheck = (input: Uint8Array): Uint8Array => failing(() => this.#backend.pairingCheck(input));

  msmG1(input: Uint8Array): Uint8Array {
    const { msmG1: sum, addG1: add } = this.#bound();
    return failing(() => inBatches(input, (G1_BYTES + SCALAR) * BATCH, sum, add));
  }

  msmG2(input: Uint8Array): Uint8Array {
    const { msmG2: sum, addG2: add } = this.#bound();
    return failing(() => inBatches(input, (G2_BYTES + SCALAR) * BATCH, sum, add));
  }

  #bound(): Pick<EVMBLSInterface, "msmG1" | "msmG2" | "addG1" | "addG2"> {
    const backend = this.#backend;
    return {
      msmG1: (input) => backend.msmG1(input),
      msmG2: (input) => backend.msmG2(input),
      addG1: (input) => backend.addG1(input),
      addG2: (input) => backend.addG2(input),
    };
  }
}

type Operation = (input: Uint8Array) => Uint8Array;

/** The sum over parts of so many bytes. */
function inBatches(input: Uint8Array, bytes: number, sum: Operation, add: Operation): Uint8Array {
  let total = sum(input.subarray(0, bytes));
  for (let offset = bytes; offset < input.length; offset += bytes) {
    total = add(Buffer.concat([total, sum(input.subarray(offset, offset + bytes))]));
  }
  return total;
}
