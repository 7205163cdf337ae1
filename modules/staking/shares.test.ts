import fc from "fast-check";
import { ONE, toDecimal, truncate } from "../../abci/state/decimals.js";
import { fractionOf, isWorthless, sharesOf, withoutShares, withTokens, worthOf } from "./shares.js";

const amount = fc.bigInt({ min: 1n, max: 10n ** 36n });

/** A validator that was delegated to and slashed, so that a share is worth less than a token. */
const rate = fc
  .tuple(amount, fc.bigInt({ min: 1n, max: ONE }))
  .map(([staked, left]) => ({ tokens: fractionOf(staked, left), shares: toDecimal(staked) }))
  .filter((each) => !isWorthless(each));

test("the first delegation makes a share of each token; after a slash of a half, tokens make two", () => {
  const [first, made] = withTokens({ tokens: 0n, shares: 0n }, 100n);
  expect(made).toBe(toDecimal(100n));
  expect(sharesOf({ ...first, tokens: 50n }, 10n)).toBe(toDecimal(20n));
  expect(isWorthless({ ...first, tokens: 0n })).toBe(true);
});

test("who joins and leaves at once never gets more than was put in, and others lose nothing by it", () => {
  fc.assert(
    fc.property(rate, amount, (before, joined) => {
      const [during, made] = withTokens(before, joined);
      if (made === 0n) return;
      const [after, paid] = withoutShares(during, made);
      expect(paid).toBeLessThanOrEqual(joined);
      expect(after.shares).toBe(before.shares);
      expect(after.tokens).toBeGreaterThanOrEqual(before.tokens);
    }),
  );
});

test("leaving in parts never gives more than leaving at once", () => {
  const parts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 18n }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(rate, amount, parts, (before, joined, weights) => {
      const [during, made] = withTokens(before, joined);
      const sum = weights.reduce((a, b) => a + b);
      let left = during;
      let paid = 0n;
      let given = 0n;
      for (const weight of weights) {
        const part = (made * weight) / sum;
        if (part === 0n) continue;
        given += part;
        const [next, tokens] = withoutShares(left, part);
        [left, paid] = [next, paid + tokens];
      }
      if (given === 0n) return;
      expect(paid).toBeLessThanOrEqual(withoutShares(during, given)[1]);
    }),
  );
});

test("tokens are the exact product of shares and rate, rounded at the 18th place and then cut", () => {
  fc.assert(
    fc.property(rate, fc.bigInt({ min: 1n, max: ONE }), (each, fraction) => {
      const part = fractionOf(each.shares, fraction);
      const [, tokens] = withoutShares(each, part);
      // The naive value in thirds of 10^-18, without any rounding on the way.
      const exact = (part * each.tokens * ONE * 2n) / each.shares;
      const cut = exact / (ONE * 2n);
      expect(tokens - cut === 0n || (tokens - cut === 1n && exact % (ONE * 2n) >= ONE * 2n - 1n)).toBe(true);
      expect(truncate(worthOf(each, part))).toBe(part === each.shares ? each.tokens : tokens);
    }),
  );
});

test("the last one out gets everything", () => {
  fc.assert(
    fc.property(rate, (each) => {
      expect(withoutShares(each, each.shares)).toEqual([{ tokens: 0n, shares: 0n }, each.tokens]);
    }),
  );
});
