import { MCLBN_COMPILED_TIME_VAR, MCLBN_FP_SIZE, MCLBN_FR_SIZE, MCLBN_G1_SIZE } from "mcl-wasm/dist/constants.js";

export type Pointer = number;
type Native = (...values: number[]) => number;

/** What is used of mcl's C interface, by its names. */
export interface Mcl {
  readonly HEAP8: Int8Array;
  _malloc(size: number): Pointer;
  _mclBn_init: Native;
  _mclBnFp_setBigEndianMod: Native;
  _mclBnFp_setInt32: Native;
  _mclBnFp_serialize: Native;
  _mclBnFr_setBigEndianMod: Native;
  _mclBnFr_inv: Native;
  _mclBnFr_mul: Native;
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

/** Bytes of a coordinate or a scalar. */
export const WORD = 32;

/** mcl in WebAssembly with one curve: an instance has one, so each curve has an instance of its own. @throws Error */
export async function createMcl(curve: number): Promise<Mcl> {
  const { default: createModule } = await import("mcl-wasm/dist/mcl_c.js");
  const mcl = await (createModule as (options: object) => Promise<Mcl>)({});
  const failed = mcl._mclBn_init(curve, MCLBN_COMPILED_TIME_VAR);
  if (failed !== 0) throw new Error(`mcl does not know curve ${curve}: ${failed}`);
  return mcl;
}

/** Numbers and points of a curve whose coordinates have 32 bytes, in the instance's memory. */
export class Curve {
  readonly #bytes: Pointer;

  constructor(readonly mcl: Mcl) {
    this.#bytes = mcl._malloc(WORD);
  }

  newG1(): Pointer {
    return this.mcl._malloc(MCLBN_G1_SIZE);
  }

  newScalar(): Pointer {
    return this.mcl._malloc(MCLBN_FR_SIZE);
  }

  /** Sets the coordinate, which is below the field's modulus, from 32 bytes at the offset. */
  readCoordinate(at: Pointer, input: Uint8Array, offset: number): void {
    this.mcl._mclBnFp_setBigEndianMod(at, this.#copyIn(input, offset), WORD);
  }

  /** Sets the scalar from 32 bytes at the offset, modulo the curve's order. */
  readScalar(at: Pointer, input: Uint8Array, offset: number): void {
    this.mcl._mclBnFr_setBigEndianMod(at, this.#copyIn(input, offset), WORD);
  }

  /** Sets the point from its coordinates in 64 bytes. Returns whether it is on the curve. */
  readG1(at: Pointer, input: Uint8Array, offset: number): boolean {
    this.readCoordinate(at, input, offset);
    this.readCoordinate(at + MCLBN_FP_SIZE, input, offset + WORD);
    this.mcl._mclBnFp_setInt32(at + 2 * MCLBN_FP_SIZE, 1);
    return this.mcl._mclBnG1_isValid(at) === 1;
  }

  /** The point's coordinates, in 64 bytes; it is not the one at infinity. */
  writeG1(at: Pointer): Uint8Array {
    const { mcl } = this;
    const result = new Uint8Array(2 * WORD);
    mcl._mclBnG1_normalize(at, at);
    for (const index of [0, 1]) {
      mcl._mclBnFp_serialize(this.#bytes, WORD, at + index * MCLBN_FP_SIZE);
      // mcl writes its bytes from the lowest up.
      for (let byte = 0; byte < WORD; byte++) {
        result[(index + 1) * WORD - 1 - byte] = mcl.HEAP8[this.#bytes + byte]!;
      }
    }
    return result;
  }

  #copyIn(input: Uint8Array, offset: number): Pointer {
    this.mcl.HEAP8.set(input.subarray(offset, offset + WORD), this.#bytes);
    return this.#bytes;
  }
}

/** The number in 32 bytes at the offset. */
export function numberAt(input: Uint8Array, offset: number): bigint {
  return BigInt(`0x${Buffer.from(input.buffer, input.byteOffset + offset, WORD).toString("hex")}`);
}
