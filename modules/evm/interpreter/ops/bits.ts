import type { Frame } from "../frame.js";
import type { Operation, Operations } from "../instructions.js";
import { big, isZero, MAX_NUMBER, MAX_WORD, TWO_32, type Word } from "../words.js";

const SIGN = 1n << 255n;

/** Two operands and one result. */
const binary = (result: (a: Word, b: Word) => Word): Operation => ({
  pops: 2,
  pushes: 1,
  run(frame: Frame) {
    const { stack } = frame;
    const a = stack[--frame.sp]!;
    const at = frame.sp - 1;
    stack[at] = result(a, stack[at]!);
  },
});

// The commonest are written out, as in arithmetic.ts. JavaScript compares a number with a bigint by value.

const lt: Operation = {
  pops: 2,
  pushes: 1,
  run(frame) {
    const { stack } = frame;
    const a = stack[--frame.sp]!;
    const at = frame.sp - 1;
    const b = stack[at]!;
    if (typeof a === "number" && typeof b === "number") stack[at] = a < b ? 1 : 0;
    else stack[at] = a < b ? 1 : 0;
  },
};

const gt: Operation = {
  pops: 2,
  pushes: 1,
  run(frame) {
    const { stack } = frame;
    const a = stack[--frame.sp]!;
    const at = frame.sp - 1;
    const b = stack[at]!;
    if (typeof a === "number" && typeof b === "number") stack[at] = a > b ? 1 : 0;
    else stack[at] = a > b ? 1 : 0;
  },
};

const eq: Operation = {
  pops: 2,
  pushes: 1,
  run(frame) {
    const { stack } = frame;
    const a = stack[--frame.sp]!;
    const at = frame.sp - 1;
    const b = stack[at]!;
    if (typeof a === "number" && typeof b === "number") stack[at] = a === b ? 1 : 0;
    else stack[at] = big(a) === big(b) ? 1 : 0;
  },
};

const iszero: Operation = {
  pops: 1,
  pushes: 1,
  run(frame) {
    const at = frame.sp - 1;
    frame.stack[at] = isZero(frame.stack[at]!) ? 1 : 0;
  },
};

/** As the order of signed values: the sign bit turned over. */
const ordered = (word: Word): bigint => big(word) ^ SIGN;

const slt = binary((a, b) => {
  if (typeof a === "number" && typeof b === "number") return a < b ? 1 : 0;
  return ordered(a) < ordered(b) ? 1 : 0;
});
const sgt = binary((a, b) => {
  if (typeof a === "number" && typeof b === "number") return a > b ? 1 : 0;
  return ordered(a) > ordered(b) ? 1 : 0;
});

/** The value's low 53 bits. */
const low = (value: Word): number => (typeof value === "number" ? value : Number(BigInt.asUintN(53, value)));

const and: Operation = {
  pops: 2,
  pushes: 1,
  run(frame) {
    const { stack } = frame;
    const a = stack[--frame.sp]!;
    const at = frame.sp - 1;
    const b = stack[at]!;
    // Where one operand is below 2^53, so is the result.
    if (typeof a === "number" || typeof b === "number") stack[at] = andNumbers(low(a), low(b));
    else stack[at] = a & b;
  },
};

/** JavaScript's operators see the low 32 bits of a number; the high 21 are taken apart. */
function andNumbers(a: number, b: number): number {
  const bits = (a & b) >>> 0;
  return a < TWO_32 || b < TWO_32 ? bits : ((a / TWO_32) & (b / TWO_32)) * TWO_32 + bits;
}

const or = binary((a, b) => {
  if (typeof a === "number" && typeof b === "number") {
    return ((a / TWO_32) | (b / TWO_32)) * TWO_32 + ((a | b) >>> 0);
  }
  return big(a) | big(b);
});
const xor = binary((a, b) => {
  if (typeof a === "number" && typeof b === "number") {
    return ((a / TWO_32) ^ (b / TWO_32)) * TWO_32 + ((a ^ b) >>> 0);
  }
  return big(a) ^ big(b);
});

const not: Operation = {
  pops: 1,
  pushes: 1,
  run(frame) {
    const at = frame.sp - 1;
    frame.stack[at] = MAX_WORD - big(frame.stack[at]!);
  },
};

const byte = binary((index, value) => {
  if (index > 31) return 0;
  const fromRight = 31 - Number(index);
  if (typeof value === "bigint") return Number(BigInt.asUintN(8, value >> BigInt(8 * fromRight)));
  return fromRight > 6 ? 0 : Math.floor(value / 2 ** (8 * fromRight)) & 0xff;
});

const shl = binary((shift, value) => {
  if (shift > 255) return 0;
  const bits = Number(shift);
  if (typeof value === "number") {
    const shifted = value * 2 ** bits;
    if (shifted <= MAX_NUMBER) return shifted;
  }
  return (big(value) << BigInt(bits)) & MAX_WORD;
});

const shr: Operation = {
  pops: 2,
  pushes: 1,
  run(frame) {
    const { stack } = frame;
    const shift = stack[--frame.sp]!;
    const at = frame.sp - 1;
    stack[at] = shift > 255 ? 0 : shiftRight(Number(shift), stack[at]!);
  },
};

function shiftRight(bits: number, value: Word): Word {
  if (typeof value === "number") return bits > 52 ? 0 : Math.floor(value / 2 ** bits);
  const shifted = value >> BigInt(bits);
  return bits >= 203 ? Number(shifted) : shifted;
}

const sar = binary((shift, value) => {
  const negative = typeof value === "bigint" && value >= SIGN;
  if (!negative) return shift > 255 ? 0 : shiftRight(Number(shift), value);
  if (shift > 255) return MAX_WORD;
  return BigInt.asUintN(256, BigInt.asIntN(256, value) >> big(shift));
});

const clz: Operation = {
  pops: 1,
  pushes: 1,
  run(frame) {
    const at = frame.sp - 1;
    frame.stack[at] = 256 - bitLength(frame.stack[at]!);
  },
};

function bitLength(value: Word): number {
  if (typeof value === "number") {
    return value < TWO_32 ? 32 - Math.clz32(value) : 64 - Math.clz32(value / TWO_32);
  }
  let shift = 224;
  while (shift > 0 && value >> BigInt(shift) === 0n) shift -= 32;
  return shift + 32 - Math.clz32(Number(value >> BigInt(shift)));
}

/** 0x10 to 0x1e. */
export const bitOperations: Operations = {
  0x10: lt,
  0x11: gt,
  0x12: slt,
  0x13: sgt,
  0x14: eq,
  0x15: iszero,
  0x16: and,
  0x17: or,
  0x18: xor,
  0x19: not,
  0x1a: byte,
  0x1b: shl,
  0x1c: shr,
  0x1d: sar,
  0x1e: clz,
};
