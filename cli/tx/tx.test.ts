import { adjustGas, feeAt, parseCoin, parseCoins } from "./coins.js";
import { parseDuration, parseTime } from "./time.js";

describe("coins", () => {
  test("are sorted, without zeros", () => {
    expect(parseCoins("7uusd,5aec,0zzz")).toEqual([
      { denom: "aec", amount: "5" },
      { denom: "uusd", amount: "7" },
    ]);
    expect(parseCoins("")).toEqual([]);
    expect(parseCoin("000123aec").amount).toBe("123");
    expect(parseCoin(`${2n ** 256n - 1n}aec`).amount).toBe((2n ** 256n - 1n).toString());
  });

  test.each([
    ["1.5aec", "1 EC is 1000000000000000000aec"],
    ["-1aec", "not negative"],
    ["100", "denomination is missing: 100aec"],
    ["aec", "a whole number and a denomination"],
    ["1a", "a whole number and a denomination"],
  ])("%s is refused", (text, hint) => {
    const wanted = { hint: expect.stringContaining(hint) as string };
    expect(() => parseCoin(text)).toThrow(expect.objectContaining(wanted) as Error);
  });

  test("amounts of 2^256 and denominations given twice are refused", () => {
    expect(() => parseCoin(`${2n ** 256n}aec`)).toThrow("below 2^256");
    expect(() => parseCoins("1aec,2aec")).toThrow("names aec twice");
  });

  test("fees meet the price: rounded up", () => {
    expect(feeAt("0.025aec", 200_001n)).toEqual([{ denom: "aec", amount: "5001" }]);
    expect(feeAt("1000000000aec,0.1uusd", 3n)).toEqual([
      { denom: "aec", amount: "3000000000" },
      { denom: "uusd", amount: "1" },
    ]);
    expect(() => feeAt("aec", 1n)).toThrow("not a gas price");
    expect(adjustGas(100_001n, "1.3")).toBe(130_002n);
    expect(adjustGas(5n, "2")).toBe(10n);
  });
});

test("durations and times", () => {
  expect([parseDuration("90s"), parseDuration("1h30m"), parseDuration("250ms")]).toEqual([90_000, 5_400_000, 250]);
  expect(() => parseDuration("2 minutes")).toThrow("not a duration");
  expect(parseTime("1767225600")).toBe("2026-01-01T00:00:00Z");
  expect(parseTime("2030-01-31T00:00:00Z")).toBe("2030-01-31T00:00:00Z");
  expect(() => parseTime("soon")).toThrow("not a time");
});
