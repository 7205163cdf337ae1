import fc from "fast-check";
import { gasTarget, MAX_BASE_FEE, nextBaseFee } from "./base-fee.js";
import { DEFAULT_PARAMS, readParams, type Rules } from "./params.js";

const ETHEREUM: Rules = { ...readParams(DEFAULT_PARAMS), minBaseFee: 0n };

test.each([
  // What go-ethereum's own test expects of blocks that use what is aimed at, less, and more.
  [10_000_000n, 1_000_000_000n],
  [9_000_000n, 987_500_000n],
  [11_000_000n, 1_012_500_000n],
  [0n, 875_000_000n],
  [20_000_000n, 1_125_000_000n],
])("Ethereum's base fee after a block of %i of 20 million gas is %i wei", (used, expected) => {
  expect(nextBaseFee(1_000_000_000n, { used, limit: 20_000_000n }, ETHEREUM)).toBe(expected);
});

/** The rule of EIP-1559's text, statement by statement, over a block that has a limit and keeps it. */
function specified(parentBaseFee: bigint, parentGasUsed: bigint, parentGasLimit: bigint, rules: Rules): bigint {
  const parentGasTarget = parentGasLimit / rules.elasticityMultiplier;
  if (parentGasUsed === parentGasTarget) return parentBaseFee;
  if (parentGasUsed > parentGasTarget) {
    const gasUsedDelta = parentGasUsed - parentGasTarget;
    const rise = (parentBaseFee * gasUsedDelta) / parentGasTarget / rules.baseFeeChangeDenominator;
    return parentBaseFee + (rise > 1n ? rise : 1n);
  }
  const gasUsedDelta = parentGasTarget - parentGasUsed;
  return parentBaseFee - (parentBaseFee * gasUsedDelta) / parentGasTarget / rules.baseFeeChangeDenominator;
}

const rules = fc.record({
  enabled: fc.constant(true),
  minBaseFee: fc.bigInt(0n, 10n ** 15n),
  elasticityMultiplier: fc.bigInt(1n, 1000n),
  baseFeeChangeDenominator: fc.bigInt(1n, 1_000_000n),
  baseFeeUse: fc.constant(1),
});
const baseFee = fc.oneof(fc.bigInt(0n, 100n), fc.bigInt(0n, 10n ** 13n), fc.bigInt(0n, MAX_BASE_FEE));
/** A block and its limit, with blocks that are just at what is aimed at. */
const block = (multiplier: bigint) =>
  fc
    .bigInt(multiplier, 10n ** 12n)
    .chain((limit) =>
      fc.record({
        limit: fc.constant(limit),
        used: fc.oneof(fc.bigInt(0n, limit), fc.constantFrom(0n, limit / multiplier, limit / multiplier + 1n, limit)),
      }),
    )
    .map(({ limit, used }) => ({ limit, used: used > limit ? limit : used }));
const cases = rules.chain((each) => fc.tuple(fc.constant(each), baseFee, block(each.elasticityMultiplier)));

test("the base fee is EIP-1559's to the unit, held between the least and the most", () => {
  fc.assert(
    fc.property(cases, ([each, before, gas]) => {
      const free = specified(before, gas.used, gas.limit, each);
      const atLeast = free < each.minBaseFee ? each.minBaseFee : free;
      expect(nextBaseFee(before, gas, each)).toBe(atLeast > MAX_BASE_FEE ? MAX_BASE_FEE : atLeast);
    }),
    { numRuns: 2000 },
  );
});

test("more gas never makes it cheaper, and one block never changes it by more than its share", () => {
  fc.assert(
    fc.property(cases, fc.bigInt(0n, 10n ** 12n), ([each, before, gas], more) => {
      const after = nextBaseFee(before, gas, each);
      expect(nextBaseFee(before, { ...gas, used: gas.used + more }, each)).toBeGreaterThanOrEqual(after);
      if (before < each.minBaseFee) return;
      const { elasticityMultiplier: multiplier, baseFeeChangeDenominator: denominator } = each;
      const target = gasTarget(gas.limit, each);
      expect(after).toBeGreaterThanOrEqual(before - before / denominator);
      const most = (before * (gas.limit - target)) / target / denominator;
      expect(after).toBeLessThanOrEqual(before + (most > 1n ? most : 1n));
      expect(target).toBe(gas.limit / multiplier);
    }),
  );
});

test("full blocks double it in six, empty ones halve it in six, and it stays at the least", () => {
  const least = 1_000_000_000n;
  const all: Rules = { ...ETHEREUM, minBaseFee: least };
  const after = (from: bigint, blocks: number, used: bigint): bigint => {
    let price = from;
    for (let i = 0; i < blocks; i++) price = nextBaseFee(price, { used, limit: 500_000_000n }, all);
    return price;
  };
  expect(after(least, 6, 500_000_000n)).toBeGreaterThan(2n * least);
  expect(after(100n * least, 6, 0n)).toBeLessThan(50n * least);
  expect(after(100n * least, 1000, 0n)).toBe(least);
});

test("a base fee of zero rises with a block that is over, and falls back", () => {
  const gas = { used: 11_000_000n, limit: 20_000_000n };
  expect(nextBaseFee(0n, gas, ETHEREUM)).toBe(1n);
  expect(nextBaseFee(8n, { ...gas, used: 0n }, ETHEREUM)).toBe(7n);
  // Under eight units an eighth is nothing: the price of one stays.
  expect(nextBaseFee(1n, { ...gas, used: 0n }, ETHEREUM)).toBe(1n);
});

test.each([-1n, 0n])("blocks whose limit is %i are never full", (limit) => {
  expect(nextBaseFee(1_000_000n, { used: 10n ** 12n, limit }, ETHEREUM)).toBeLessThan(1_000_000n);
});

test("a block that went past its limit counts as full, and a limit of less than the multiplier is no fault", () => {
  const full = nextBaseFee(1_000n, { used: 20n, limit: 20n }, ETHEREUM);
  expect(nextBaseFee(1_000n, { used: 25n, limit: 20n }, ETHEREUM)).toBe(full);
  expect(nextBaseFee(1_000n, { used: 1n, limit: 1n }, ETHEREUM)).toBe(1_000n);
  expect(nextBaseFee(1_000n, { used: 0n, limit: 1n }, ETHEREUM)).toBe(875n);
});

test("without a market the base fee is the least one at once", () => {
  const off: Rules = { ...ETHEREUM, enabled: false, minBaseFee: 5n };
  for (const before of [0n, 5n, 10n ** 20n]) {
    expect(nextBaseFee(before, { used: 9n, limit: 10n }, off)).toBe(5n);
  }
});
