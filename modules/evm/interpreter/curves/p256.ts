import { type ExecResult, getActivePrecompiles, type PrecompileFunc } from "@ethereumjs/evm";
import { p256 } from "@noble/curves/nist.js";
import { NIST_P256 } from "mcl-wasm/dist/constants.js";
import { createMcl, Curve, type Mcl, numberAt, type Pointer, WORD } from "./mcl.js";

const GAS = 6900n;
const INPUT_BYTES = 5 * WORD;
const { p: P, n: ORDER } = p256.Point.CURVE();

/** The precompile's address, as the EVM keys it. */
const KEY = "100".padStart(40, "0");

/** ECDSA on P-256 in WebAssembly. */
class MclP256 {
  readonly #mcl: Mcl;
  readonly #curve: Curve;
  readonly #base: Pointer;
  readonly #key: Pointer;
  readonly #sum: Pointer;
  readonly #hash: Pointer;
  readonly #r: Pointer;
  readonly #s: Pointer;

  constructor(mcl: Mcl) {
    this.#mcl = mcl;
    this.#curve = new Curve(mcl);
    [this.#base, this.#key, this.#sum] = [this.#curve.newG1(), this.#curve.newG1(), this.#curve.newG1()];
    [this.#hash, this.#r, this.#s] = [this.#curve.newScalar(), this.#curve.newScalar(), this.#curve.newScalar()];
    this.#curve.readG1(this.#base, p256.Point.BASE.toBytes(false).subarray(1), 0);
  }

  /** Whether the signature is good, for an input of hash, r, s and the key's two coordinates (EIP-7951). */
  verify(input: Uint8Array): boolean {
    const [mcl, curve] = [this.#mcl, this.#curve];
    const [r, s] = [numberAt(input, WORD), numberAt(input, 2 * WORD)];
    if (r === 0n || r >= ORDER || s === 0n || s >= ORDER) return false;
    const [x, y] = [numberAt(input, 3 * WORD), numberAt(input, 4 * WORD)];
    // (0, 0), which stands for the point at infinity, is not on the curve.
    if (x >= P || y >= P || !curve.readG1(this.#key, input, 3 * WORD)) return false;
    curve.readScalar(this.#hash, input, 0);
    curve.readScalar(this.#r, input, WORD);
    curve.readScalar(this.#s, input, 2 * WORD);
    mcl._mclBnFr_inv(this.#s, this.#s);
    mcl._mclBnFr_mul(this.#hash, this.#hash, this.#s);
    mcl._mclBnFr_mul(this.#r, this.#r, this.#s);
    // R = h/s·G + r/s·Q, whose x is r.
    mcl._mclBnG1_mul(this.#sum, this.#base, this.#hash);
    mcl._mclBnG1_mul(this.#key, this.#key, this.#r);
    mcl._mclBnG1_add(this.#sum, this.#sum, this.#key);
    if (mcl._mclBnG1_isZero(this.#sum) !== 0) return false;
    return numberAt(curve.writeG1(this.#sum), 0) % ORDER === r;
  }
}

let backend: MclP256 | undefined;

/** Has WebAssembly do the work from then on. */
export async function loadP256(): Promise<void> {
  backend = new MclP256(await createMcl(NIST_P256));
}

const GOOD = Uint8Array.from({ length: WORD }, (_, at) => (at === WORD - 1 ? 1 : 0));

/** The precompile of EIP-7951: the stock one's results, which takes 3 ms where this takes half of one. */
export const p256Verify: PrecompileFunc = (input) => {
  const { data, gasLimit } = input;
  // The stock one runs out of gas in its own words.
  if (backend === undefined || gasLimit < GAS) return getActivePrecompiles(input.common).get(KEY)!(input);
  const good = data.length === INPUT_BYTES && backend.verify(data);
  return { executionGasUsed: GAS, returnValue: good ? GOOD.slice() : new Uint8Array(0) } satisfies ExecResult;
};
