import type { Frame } from "../frame.js";
import type { Operation, Operations } from "../instructions.js";
import { big, isZero, MAX_NUMBER, MAX_WORD, TWO_256, type Word } from "../words.js";

const WORD_BITS = 256;
/** The character 1. */
const ONE = 0x31;

/** Two operands and one result, with a fast path where both operands are numbers. */
const binary = (small: (a: number, b: number) => Word, large: (a: bigint, b: bigint) => Word): Operation => ({
  pops: 2,
  pushes: 1,
  run(frame: Frame) {
    const { stack } = frame;
    const a = stack[--frame.sp]!;
    const at = frame.sp - 1;
    const b = stack[at]!;
    stack[at] = typeof a === "number" && typeof b === "number" ? small(a, b) : large(big(a), big(b));
  },
});

/** Three operands and one result. */
const ternary = (
  small: (a: number, b: number, c: number) => Word | undefined,
  large: (a: bigint, b: bigint, c: bigint) => Word,
): Operation => ({
  pops: 3,
  pushes: 1,
  run(frame: Frame) {
    const { stack } = frame;
    const a = stack[--frame.sp]!;
    const b = stack[--frame.sp]!;
    const at = frame.sp - 1;
    const c = stack[at]!;
    const result = typeof a === "number" && typeof b === "number" && typeof c === "number" ? small(a, b, c) : undefined;
    stack[at] = result ?? large(big(a), big(b), big(c));
  },
});

const signed = (value: bigint): bigint => (value >> 255n === 0n ? value : value - TWO_256);
const unsigned = (value: bigint): bigint => BigInt.asUintN(WORD_BITS, value);

// The next three are written out: where many operations share one function, none of what it calls is compiled into it.

const add: Operation = {
  pops: 2,
  pushes: 1,
  run(frame) {
    const { stack } = frame;
    const a = stack[--frame.sp]!;
    const at = frame.sp - 1;
    const b = stack[at]!;
    if (typeof a === "number" && typeof b === "number") {
      const sum = a + b;
      if (sum <= MAX_NUMBER) {
        stack[at] = sum;
        return;
      }
    }
    const sum = big(a) + big(b);
    stack[at] = sum > MAX_WORD ? sum - TWO_256 : sum;
  },
};

const mul: Operation = {
  pops: 2,
  pushes: 1,
  run(frame) {
    const { stack } = frame;
    const a = stack[--frame.sp]!;
    const at = frame.sp - 1;
    const b = stack[at]!;
    if (typeof a === "number" && typeof b === "number") {
      // A product above 2^53 may be rounded, but never down to 2^53 − 1 or less.
      const product = a * b;
      if (product <= MAX_NUMBER) {
        stack[at] = product;
        return;
      }
    }
    stack[at] = (big(a) * big(b)) & MAX_WORD;
  },
};

const sub: Operation = {
  pops: 2,
  pushes: 1,
  run(frame) {
    const { stack } = frame;
    const a = stack[--frame.sp]!;
    const at = frame.sp - 1;
    const b = stack[at]!;
    if (typeof a === "number" && typeof b === "number" && a >= b) {
      stack[at] = a - b;
      return;
    }
    const difference = big(a) - big(b);
    stack[at] = difference < 0n ? difference + TWO_256 : difference;
  },
};

/** a − a mod b is exact and a multiple of b, where a / b might be rounded up to the next integer. */
const divideNumbers = (a: number, b: number): number => (b === 0 ? 0 : (a - (a % b)) / b);
const remainderOfNumbers = (a: number, b: number): number => (b === 0 ? 0 : a % b);

const div = binary(divideNumbers, (a, b) => (b === 0n ? 0 : a / b));
const mod = binary(remainderOfNumbers, (a, b) => (b === 0n ? 0 : a % b));
const sdiv = binary(divideNumbers, (a, b) => (b === 0n ? 0 : unsigned(signed(a) / signed(b))));
const smod = binary(remainderOfNumbers, (a, b) => (b === 0n ? 0 : unsigned(signed(a) % signed(b))));

const addmod = ternary(
  (a, b, n) => (a + b <= MAX_NUMBER ? remainderOfNumbers(a + b, n) : undefined),
  (a, b, n) => (n === 0n ? 0 : (a + b) % n),
);
const mulmod = ternary(
  (a, b, n) => (a * b <= MAX_NUMBER ? remainderOfNumbers(a * b, n) : undefined),
  (a, b, n) => (n === 0n ? 0 : (a * b) % n),
);

/** base^exponent modulo 2^256, for an exponent that is not zero. */
function power(base: bigint, exponent: bigint): bigint {
  // An even base has no bit left after 256 doublings.
  if (exponent >= 256n && (base & 1n) === 0n) return 0n;
  const bits = exponent.toString(2);
  let result = base;
  for (let at = 1; at < bits.length; at++) {
    result = (result * result) & MAX_WORD;
    if (bits.charCodeAt(at) === ONE) result = (result * base) & MAX_WORD;
  }
  return result;
}

function byteLength(value: Word): number {
  if (typeof value === "number") {
    let bytes = 0;
    for (let rest = value; rest >= 1; rest /= 256) bytes++;
    return bytes;
  }
  return value === 0n ? 0 : Math.ceil(value.toString(16).length / 2);
}

const exp: Operation = {
  pops: 2,
  pushes: 1,
  price: (frame, fee) => fee + frame.context.instructions.costs.expByte * byteLength(frame.peek(1)),
  run(frame) {
    const base = frame.pop();
    const exponent = frame.pop();
    frame.push(isZero(exponent) ? 1 : power(big(base), big(exponent)));
  },
};

const signextend = binary(
  (index, value) => (index > 5 ? value : extendSign(index, BigInt(value))),
  (index, value) => (index > 30n ? value : extendSign(Number(index), value)),
);

/** The value's low `index + 1` bytes, the topmost bit of which is the sign. */
const extendSign = (index: number, value: bigint): bigint => unsigned(BigInt.asIntN(8 * (index + 1), value));

/** 0x01 to 0x0b. */
export const arithmeticOperations: Operations = {
  0x01: add,
  0x02: mul,
  0x03: sub,
  0x04: div,
  0x05: sdiv,
  0x06: mod,
  0x07: smod,
  0x08: addmod,
  0x09: mulmod,
  0x0a: exp,
  0x0b: signextend,
};
