import fc from "fast-check";
import {
  ONE,
  formatDecimal,
  mul,
  mulDiv,
  mulRoundUp,
  mulTruncate,
  parseDecimal,
  quo,
  quoRoundUp,
  quoTruncate,
  round,
  roundUp,
  toDecimal,
  truncate,
} from "./decimals.js";

const dec = parseDecimal;
const decimals = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 40n });

test("products and quotients round as LegacyDec's do", () => {
  expect(mul(dec("0.000000000000000001"), dec("0.5"))).toBe(0n);
  expect(mul(dec("0.000000000000000003"), dec("0.5"))).toBe(2n);
  expect(mul(dec("-0.000000000000000003"), dec("0.5"))).toBe(-2n);
  expect(mulTruncate(dec("0.000000000000000003"), dec("0.5"))).toBe(1n);
  expect(mulRoundUp(dec("0.000000000000000003"), dec("0.5"))).toBe(2n);
  expect(quo(ONE, toDecimal(3n))).toBe(333333333333333333n);
  expect(quo(toDecimal(2n), toDecimal(3n))).toBe(666666666666666667n);
  expect(quoTruncate(toDecimal(2n), toDecimal(3n))).toBe(666666666666666666n);
  expect(quoRoundUp(ONE, toDecimal(3n))).toBe(333333333333333334n);
});

test("rounding to integers", () => {
  for (const [text, down, near, up] of [
    ["2.5", 2n, 2n, 3n],
    ["3.5", 3n, 4n, 4n],
    ["-2.5", -2n, -2n, -3n],
    ["7", 7n, 7n, 7n],
    ["0.000000000000000001", 0n, 0n, 1n],
  ] as const) {
    expect([truncate(dec(text)), round(dec(text)), roundUp(dec(text))]).toEqual([down, near, up]);
  }
});

test("text and back", () => {
  expect(formatDecimal(dec("0.05"))).toBe("0.050000000000000000");
  fc.assert(fc.property(decimals, (value) => parseDecimal(formatDecimal(value)) === value));
  for (const text of ["", ".5", "1.", "1e3", "+1", "1,5", "0.1234567890123456789", "--1"]) {
    expect(() => parseDecimal(text)).toThrow(/is not a decimal/);
  }
});

test("truncated, nearest and rounded up are in this order, and at most one unit apart", () => {
  fc.assert(
    fc.property(positive, positive, (a, b) => {
      for (const [low, near, high] of [
        [mulTruncate(a, b), mul(a, b), mulRoundUp(a, b)],
        [quoTruncate(a, b), quo(a, b), quoRoundUp(a, b)],
      ] as const) {
        expect(low <= near && near <= high && high - low <= 1n).toBe(true);
      }
      expect(mulDiv(a, b, b, "floor")).toBe(a);
    }),
  );
});

test("what is over 315 bits is refused, never wrapped", () => {
  expect(() => toDecimal(1n << 300n)).toThrow(/315 bits/);
  expect(() => mul(1n << 250n, 1n << 250n)).toThrow(/315 bits/);
});
