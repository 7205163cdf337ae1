import { EVMError, type EVMBN254Interface, NobleBN254 } from "@ethereumjs/evm";
import {
  BN_SNARK1,
  MCLBN_COMPILED_TIME_VAR,
  MCLBN_FP_SIZE,
  MCLBN_FR_SIZE,
  MCLBN_G1_SIZE,
  MCLBN_G2_SIZE,
  MCLBN_GT_SIZE,
} from "mcl-wasm/dist/constants.js";
import createModule from "mcl-wasm/dist/mcl_c.js";

/** The field's modulus. */
const P = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
const COORDINATE = 32;
const G1_BYTES = 64;
const PAIR_BYTES = 192;

type Pointer = number;
type Native = (...values: number[]) => number;

/** What is used of mcl's C interface. */
interface Mcl {
  readonly HEAP8: Int8Array;
  _malloc(size: number): Pointer;
  _mclBn_init: Native;
  _mclBnFp_setBigEndianMod: Native;
  _mclBnFp_setInt32: Native;
  _mclBnFp_serialize: Native;
  _mclBnFr_setBigEndianMod: Native;
  _mclBnG1_clear: Native;
  _mclBnG1_isZero: Native;
  _mclBnG1_isValid: Native;
  _mclBnG1_add: Native;
  _mclBnG1_mul: Native;
  _mclBnG1_normalize: Native;
  _mclBnG2_clear: Native;
  _mclBnG2_isZero: Native;
  _mclBnG2_isValid: Native;
  _mclBnG2_isValidOrder: Native;
  _mclBn_millerLoop: Native;
  _mclBn_finalExp: Native;
  _mclBnGT_setInt32: Native;
  _mclBnGT_mul: Native;
  _mclBnGT_isOne: Native;
}

class InvalidInput extends Error {}

/** The curve of EIP-196 and EIP-197 in WebAssembly, an instance of mcl of its own: one instance has one curve. */
class MclBN254 implements EVMBN254Interface {
  readonly #mcl: Mcl;
  readonly #bytes: Pointer;
  readonly #scalar: Pointer;
  readonly #a: Pointer;
  readonly #b: Pointer;
  readonly #g2: Pointer;
  readonly #factor: Pointer;
  readonly #product: Pointer;

  constructor(mcl: Mcl) {
    this.#mcl = mcl;
    if (mcl._mclBn_init(BN_SNARK1, MCLBN_COMPILED_TIME_VAR) !== 0) throw new Error("mcl does not know the curve bn254");
    this.#bytes = mcl._malloc(G1_BYTES);
    this.#scalar = mcl._malloc(MCLBN_FR_SIZE);
    this.#a = mcl._malloc(MCLBN_G1_SIZE);
    this.#b = mcl._malloc(MCLBN_G1_SIZE);
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
    this.#mcl._mclBnFr_setBigEndianMod(this.#scalar, this.#copyIn(input, G1_BYTES), COORDINATE);
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
    const result = new Uint8Array(COORDINATE);
    result[COORDINATE - 1] = mcl._mclBnGT_isOne(this.#product);
    return result;
  }

  #copyIn(input: Uint8Array, offset: number): Pointer {
    this.#mcl.HEAP8.set(input.subarray(offset, offset + COORDINATE), this.#bytes);
    return this.#bytes;
  }

  /** Reads a coordinate; whether it is zero. */
  #readCoordinate(at: Pointer, input: Uint8Array, offset: number): boolean {
    const digits = Buffer.from(input.subarray(offset, offset + COORDINATE)).toString("hex");
    if (BigInt(`0x${digits}`) >= P) throw new InvalidInput("a coordinate is not in the field");
    this.#mcl._mclBnFp_setBigEndianMod(at, this.#copyIn(input, offset), COORDINATE);
    return !/[^0]/.test(digits);
  }

  #readG1(point: Pointer, input: Uint8Array, offset: number): void {
    const xIsZero = this.#readCoordinate(point, input, offset);
    const yIsZero = this.#readCoordinate(point + MCLBN_FP_SIZE, input, offset + COORDINATE);
    if (xIsZero && yIsZero) this.#mcl._mclBnG1_clear(point);
    else {
      this.#mcl._mclBnFp_setInt32(point + 2 * MCLBN_FP_SIZE, 1);
      if (this.#mcl._mclBnG1_isValid(point) === 0) throw new InvalidInput("a point is not on the curve");
    }
  }

  /** Imaginary parts come first in the input, real ones in memory. */
  #readG2(input: Uint8Array, offset: number): void {
    const [mcl, point] = [this.#mcl, this.#g2];
    let isZero = true;
    for (const [index, part] of [1, 0, 3, 2].entries()) {
      if (!this.#readCoordinate(point + part * MCLBN_FP_SIZE, input, offset + index * COORDINATE)) isZero = false;
    }
    if (isZero) {
      mcl._mclBnG2_clear(point);
      return;
    }
    mcl._mclBnFp_setInt32(point + 4 * MCLBN_FP_SIZE, 1);
    mcl._mclBnFp_setInt32(point + 5 * MCLBN_FP_SIZE, 0);
    if (mcl._mclBnG2_isValid(point) === 0) throw new InvalidInput("a point is not on the twist");
    if (mcl._mclBnG2_isValidOrder(point) === 0) throw new InvalidInput("a point is not in the subgroup");
  }

  #writeG1(point: Pointer): Uint8Array {
    const mcl = this.#mcl;
    const result = new Uint8Array(G1_BYTES);
    if (mcl._mclBnG1_isZero(point) !== 0) return result;
    mcl._mclBnG1_normalize(point, point);
    for (const index of [0, 1]) {
      mcl._mclBnFp_serialize(this.#bytes, COORDINATE, point + index * MCLBN_FP_SIZE);
      // mcl writes its bytes from the lowest up.
      for (let at = 0; at < COORDINATE; at++) {
        result[(index + 1) * COORDINATE - 1 - at] = mcl.HEAP8[this.#bytes + at]!;
      }
    }
    return result;
  }
}

/** The same verdicts and points as `@noble/curves`' (`bn254.test.ts`), from whichever of the two is there. */
export class FastBN254 implements EVMBN254Interface {
  #backend: EVMBN254Interface = new NobleBN254();

  /** Settled when WebAssembly does the work; nothing has to wait for it. */
  readonly ready: Promise<void> = (createModule as (options: object) => Promise<Mcl>)({}).then((mcl) => {
    this.#backend = new MclBN254(mcl);
  });

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
