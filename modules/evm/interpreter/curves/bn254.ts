import { EVMError, type EVMBN254Interface, NobleBN254 } from "@ethereumjs/evm";
import { BN_SNARK1, MCLBN_FP_SIZE, MCLBN_G2_SIZE, MCLBN_GT_SIZE } from "mcl-wasm/dist/constants.js";
import { createMcl, Curve, type Mcl, numberAt, type Pointer, WORD } from "./mcl.js";

/** The field's modulus. */
const P = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
const G1_BYTES = 2 * WORD;
const PAIR_BYTES = 6 * WORD;

class InvalidInput extends Error {}

/** The curve of EIP-196 and EIP-197 in WebAssembly. */
class MclBN254 implements EVMBN254Interface {
  readonly #mcl: Mcl;
  readonly #curve: Curve;
  readonly #scalar: Pointer;
  readonly #a: Pointer;
  readonly #b: Pointer;
  readonly #g2: Pointer;
  readonly #factor: Pointer;
  readonly #product: Pointer;

  constructor(mcl: Mcl) {
    this.#mcl = mcl;
    this.#curve = new Curve(mcl);
    this.#scalar = this.#curve.newScalar();
    this.#a = this.#curve.newG1();
    this.#b = this.#curve.newG1();
    this.#g2 = mcl._malloc(MCLBN_G2_SIZE);
    this.#factor = mcl._malloc(MCLBN_GT_SIZE);
    this.#product = mcl._malloc(MCLBN_GT_SIZE);
  }

  add(input: Uint8Array): Uint8Array {
    this.#readG1(this.#a, input, 0);
    this.#readG1(this.#b, input, G1_BYTES);
    this.#mcl._mclBnG1_add(this.#a, this.#a, this.#b);
    return this.#writeG1(this.#a);
  }

  mul(input: Uint8Array): Uint8Array {
    this.#readG1(this.#a, input, 0);
    this.#curve.readScalar(this.#scalar, input, G1_BYTES);
    this.#mcl._mclBnG1_mul(this.#a, this.#a, this.#scalar);
    return this.#writeG1(this.#a);
  }

  pairing(input: Uint8Array): Uint8Array {
    const mcl = this.#mcl;
    mcl._mclBnGT_setInt32(this.#product, 1);
    for (let offset = 0; offset < input.length; offset += PAIR_BYTES) {
      this.#readG1(this.#a, input, offset);
      this.#readG2(input, offset + G1_BYTES);
      // Both are checked before the point at infinity makes the factor 1.
      if (mcl._mclBnG1_isZero(this.#a) !== 0 || mcl._mclBnG2_isZero(this.#g2) !== 0) continue;
      mcl._mclBn_millerLoop(this.#factor, this.#a, this.#g2);
      mcl._mclBnGT_mul(this.#product, this.#product, this.#factor);
    }
    mcl._mclBn_finalExp(this.#product, this.#product);
    const result = new Uint8Array(WORD);
    result[WORD - 1] = mcl._mclBnGT_isOne(this.#product);
    return result;
  }

  /** The point at infinity is written as zeros. */
  #readG1(point: Pointer, input: Uint8Array, offset: number): void {
    if (areCoordinatesZero(input, offset, 2)) this.#mcl._mclBnG1_clear(point);
    else if (!this.#curve.readG1(point, input, offset)) throw new InvalidInput("a point is not on the curve");
  }

  /** Imaginary parts come first in the input, real ones in memory. */
  #readG2(input: Uint8Array, offset: number): void {
    const [mcl, point] = [this.#mcl, this.#g2];
    if (areCoordinatesZero(input, offset, 4)) {
      mcl._mclBnG2_clear(point);
      return;
    }
    for (const [index, part] of [1, 0, 3, 2].entries()) {
      this.#curve.readCoordinate(point + part * MCLBN_FP_SIZE, input, offset + index * WORD);
    }
    mcl._mclBnFp_setInt32(point + 4 * MCLBN_FP_SIZE, 1);
    mcl._mclBnFp_setInt32(point + 5 * MCLBN_FP_SIZE, 0);
    if (mcl._mclBnG2_isValid(point) === 0) throw new InvalidInput("a point is not on the twist");
    if (mcl._mclBnG2_isValidOrder(point) === 0) throw new InvalidInput("a point is not in the subgroup");
  }

  #writeG1(point: Pointer): Uint8Array {
    return this.#mcl._mclBnG1_isZero(point) === 0 ? this.#curve.writeG1(point) : new Uint8Array(G1_BYTES);
  }
}

/** Whether so many coordinates are all zero. @throws InvalidInput where one is not in the field */
function areCoordinatesZero(input: Uint8Array, offset: number, count: number): boolean {
  let zero = true;
  for (let index = 0; index < count; index++) {
    const value = numberAt(input, offset + index * WORD);
    if (value >= P) throw new InvalidInput("a coordinate is not in the field");
    if (value !== 0n) zero = false;
  }
  return zero;
}

/** The same verdicts and points as `@noble/curves`' (`curves.test.ts`), from whichever of the two is there. */
export class FastBN254 implements EVMBN254Interface {
  #backend: EVMBN254Interface = new NobleBN254();

  /** Has WebAssembly do the work from then on. */
  async load(): Promise<void> {
    this.#backend = new MclBN254(await createMcl(BN_SNARK1));
  }

  add = (input: Uint8Array): Uint8Array => failing(() => this.#backend.add(input));
  mul = (input: Uint8Array): Uint8Array => failing(() => this.#backend.mul(input));
  pairing = (input: Uint8Array): Uint8Array => failing(() => this.#backend.pairing(input));
}

/** One error for all wrong inputs: the two backends have words of their own, and a receipt may not depend on them. */
export function failing(work: () => Uint8Array): Uint8Array {
  try {
    return work();
  } catch {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- what the stock precompiles take for a failure
    throw new EVMError(EVMError.errorMessages.REVERT);
  }
}
