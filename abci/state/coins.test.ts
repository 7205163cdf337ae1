import fc from "fast-check";
import {
  MAX_AMOUNT,
  addCoins,
  amountOf,
  coinsToWire,
  formatCoins,
  isValidDenom,
  parseCoin,
  parseCoins,
  parseInteger,
  subtractCoins,
} from "./coins.js";

const denom = fc.constantFrom("aec", "uusd", "ibc/27394FB092D2ECCD", "zeta");
const amount = fc.oneof(fc.bigInt({ min: 1n, max: 20n }), fc.bigInt({ min: 1n, max: MAX_AMOUNT }));
const coins = fc
  .dictionary(denom, amount)
  .map((amounts) => addCoins(Object.entries(amounts).map(([key, value]) => ({ denom: key, amount: value }))));

test("coin sets come back from how they travel", () =>
  fc.assert(fc.property(coins, (set) => expect(parseCoins(coinsToWire(set))).toEqual(set))));

test("sums and differences are those of each denomination, sorted, without zeros", () =>
  fc.assert(
    fc.property(coins, coins, (a, b) => {
      const sum = addCoins(a, b);
      const denoms = sum.map((coin) => coin.denom);
      expect(denoms).toEqual([...new Set([...a, ...b].map((coin) => coin.denom))].sort());
      for (const each of denoms) expect(amountOf(sum, each)).toBe(amountOf(a, each) + amountOf(b, each));
      expect(subtractCoins(sum, b)).toEqual(a);
      const enough = b.every((coin) => amountOf(a, coin.denom) >= coin.amount);
      expect(subtractCoins(a, b) !== undefined).toBe(enough);
    }),
  ));

test("integers are read exactly as BigInt writes them, and in no other form", () =>
  fc.assert(
    fc.property(
      fc.bigInt({ min: -MAX_AMOUNT, max: MAX_AMOUNT }),
      fc.constantFrom("0", "+", " ", "--", "_"),
      (value, extra) => {
        const text = value.toString();
        expect(parseInteger(text)).toBe(value);
        expect(() => parseInteger(extra + text)).toThrow();
        expect(() => parseInteger(`${text} `)).toThrow("is not an integer");
      },
    ),
  ));

test.each(["", "-0", "00", "1.0", "1e3", "0x10", "१", "1".repeat(80), (MAX_AMOUNT + 1n).toString()])(
  "%p is no amount",
  (text) => expect(() => parseInteger(text)).toThrow("invalid coins"),
);

test.each([
  ["a negative amount", [{ denom: "aec", amount: "-1" }], "amount -1aec is negative"],
  ["zero", [{ denom: "aec", amount: "0" }], "amount of aec is not positive"],
  [
    "a denomination twice",
    [
      { denom: "aec", amount: "1" },
      { denom: "aec", amount: "1" },
    ],
    "duplicate denomination aec",
  ],
  [
    "wrong order",
    [
      { denom: "zzz", amount: "1" },
      { denom: "aec", amount: "1" },
    ],
    "denominations are not sorted: aec follows zzz",
  ],
  ["a bad denomination", [{ denom: "1x", amount: "1" }], "invalid denom: 1x"],
])("%s is refused", (_name, set, message) => expect(() => parseCoins(set)).toThrow(message));

test("a single coin may be zero; a set is written with commas", () => {
  expect(parseCoin({ denom: "aec", amount: "0" })).toEqual({ denom: "aec", amount: 0n });
  expect(
    formatCoins([
      { denom: "aec", amount: 5n },
      { denom: "uusd", amount: 7n },
    ]),
  ).toBe("5aec,7uusd");
  expect(formatCoins([])).toBe("");
});

test.each([
  ["aec", true],
  ["a:b/c.d_e-f", true],
  ["a".repeat(128), true],
  ["ab", false],
  ["a".repeat(129), false],
  ["1ab", false],
  ["aec ", false],
  ["aec\n", false],
  ["äec", false],
])("%p as a denomination: %p", (text, valid) => expect(isValidDenom(text)).toBe(valid));
