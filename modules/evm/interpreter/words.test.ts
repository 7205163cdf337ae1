import { Message } from "@ethereumjs/evm";
import { Address } from "@ethereumjs/util";
import fc from "fast-check";
import type { Context } from "./context.js";
import { Frame } from "./frame.js";
import { arithmeticOperations } from "./ops/arithmetic.js";
import { bitOperations } from "./ops/bits.js";
import { EDGES } from "./testing/programs.js";
import { big, bounded, bytesOf, readWord, trimmedBytesOf, type Word, wordAt, wordOfBytes, writeWord } from "./words.js";

const ADDRESS = new Address(new Uint8Array(20));
const TWO_256 = 1n << 256n;
const wrap = (value: bigint): bigint => BigInt.asUintN(256, value);
const signed = (value: bigint): bigint => BigInt.asIntN(256, value);
const yes = (value: boolean): bigint => (value ? 1n : 0n);

/** The Yellow Paper's operations over bigints, operands from the top of the stack down. */
const NAIVE: Record<number, (...operands: bigint[]) => bigint> = {
  0x01: (a, b) => wrap(a + b),
  0x02: (a, b) => wrap(a * b),
  0x03: (a, b) => wrap(a - b),
  0x04: (a, b) => (b === 0n ? 0n : a / b),
  0x05: (a, b) => (b === 0n ? 0n : wrap(signed(a) / signed(b))),
  0x06: (a, b) => (b === 0n ? 0n : a % b),
  0x07: (a, b) => (b === 0n ? 0n : wrap(signed(a) % signed(b))),
  0x08: (a, b, n) => (n === 0n ? 0n : (a + b) % n),
  0x09: (a, b, n) => (n === 0n ? 0n : (a * b) % n),
  0x0a: (base, exponent) => {
    let result = 1n;
    for (let bit = 255n; bit >= 0n; bit--) {
      result = wrap(result * result);
      if ((exponent >> bit) & 1n) result = wrap(result * base);
    }
    return result;
  },
  0x0b: (index, value) => (index > 30n ? value : wrap(BigInt.asIntN(8 * (Number(index) + 1), value))),
  0x10: (a, b) => yes(a < b),
  0x11: (a, b) => yes(a > b),
  0x12: (a, b) => yes(signed(a) < signed(b)),
  0x13: (a, b) => yes(signed(a) > signed(b)),
  0x14: (a, b) => yes(a === b),
  0x15: (a) => yes(a === 0n),
  0x16: (a, b) => a & b,
  0x17: (a, b) => a | b,
  0x18: (a, b) => a ^ b,
  0x19: (a) => TWO_256 - 1n - a,
  0x1a: (index, value) => (index > 31n ? 0n : (value >> (8n * (31n - index))) & 0xffn),
  0x1b: (shift, value) => (shift > 255n ? 0n : wrap(value << shift)),
  0x1c: (shift, value) => (shift > 255n ? 0n : value >> shift),
  0x1d: (shift, value) => wrap(signed(value) >> (shift > 255n ? 255n : shift)),
  0x1e: (a) => (a === 0n ? 256n : BigInt(256 - a.toString(2).length)),
};

const operations = { ...arithmeticOperations, ...bitOperations };

/** What the operation leaves on a stack of these words, top first; it looks at nothing but the stack. */
function result(op: number, operands: readonly Word[]): Word {
  const frame = new Frame({} as Context, new Message({ gasLimit: 0n, code: new Uint8Array(0), to: ADDRESS }), []);
  frame.push(42);
  for (const operand of [...operands].reverse()) frame.push(operand);
  void operations[op]!.run(frame);
  expect(frame.sp).toBe(2);
  expect(frame.peek(1)).toBe(42);
  return frame.pop();
}

/** A small value in both its forms. */
const forms = (value: bigint): Word[] => (value <= BigInt(Number.MAX_SAFE_INTEGER) ? [value, Number(value)] : [value]);

const anyWord = fc.oneof(
  fc.constantFrom(...EDGES),
  fc.bigInt(0n, TWO_256 - 1n),
  fc.bigInt(0n, 1n << 60n),
  fc.bigInt(0n, 300n),
);

test.each(Object.keys(NAIVE).map(Number))("operation %i gives the Yellow Paper's result in either form", (op) => {
  const { pops } = operations[op]!;
  fc.assert(
    fc.property(fc.array(anyWord, { minLength: pops, maxLength: pops }), (operands) => {
      const expected = NAIVE[op]!(...operands);
      let combinations: Word[][] = [[]];
      for (const operand of operands)
        combinations = combinations.flatMap((row) => forms(operand).map((form) => [...row, form]));
      for (const row of combinations) {
        const word = result(op, row);
        expect(big(word)).toBe(expected);
        expect(typeof word === "bigint" || (Number.isSafeInteger(word) && word >= 0)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test("every operation of these families is checked here", () => {
  expect(Object.keys(operations)).toEqual(Object.keys(NAIVE));
});

test("words and bytes turn into one another", () => {
  fc.assert(
    fc.property(anyWord, fc.nat(40), (value, offset) => {
      for (const form of forms(value)) {
        const bytes = bytesOf(form);
        expect(BigInt(`0x${Buffer.from(bytes).toString("hex")}`)).toBe(value);
        expect(big(wordOfBytes(bytes))).toBe(value);
        expect(big(wordOfBytes(trimmedBytesOf(form)))).toBe(value);
        expect(trimmedBytesOf(form)[0]).not.toBe(0);
        const view = new DataView(new ArrayBuffer(offset + 40));
        writeWord(view, offset, form);
        expect(big(readWord(view, offset))).toBe(value);
        // What is past the end is zero.
        expect(big(wordAt(bytes.subarray(0, 20), 7))).toBe((((value >> 96n) << 96n) << 56n) % TWO_256);
      }
    }),
  );
});

test("an amount beyond 2^53 is one that nothing can pay", () => {
  expect(bounded(Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
  expect(bounded(BigInt(Number.MAX_SAFE_INTEGER))).toBe(Number.MAX_SAFE_INTEGER);
  expect(bounded(BigInt(Number.MAX_SAFE_INTEGER) + 1n)).toBe(Infinity);
});
