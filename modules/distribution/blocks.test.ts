import fc from "fast-check";
import { MAX_AMOUNT, addCoins, subtractCoins } from "../../abci/state/coins.js";
import { ONE, parseDecimal } from "../../abci/state/decimals.js";
import { inBlock, testAddress } from "../../abci/state/testing/memory.js";
import { beginBlock } from "./blocks.js";
import { type DecCoins, formatDecCoins, toDecCoins } from "./dec-coins.js";
import { aec, fixture } from "./testing/fixture.js";
import { MAX_DENOMS } from "./types.js";

async function validators(...bytes: number[]) {
  const all = await fixture({ 11: aec(10n ** 20n) });
  for (const byte of bytes) {
    await all.stakes.create(all.ctx, testAddress(byte), parseDecimal("0.05"));
    await all.stakes.delegate(all.ctx, testAddress(11), testAddress(byte), 1000n * BigInt(byte));
  }
  const outstanding = async (byte: number) =>
    formatDecCoins((await all.distribution.outstanding.get(all.ctx, testAddress(byte))) ?? []);
  return { ...all, outstanding };
}

test("awards go by the power of votes, and what rounding leaves goes to the pool", async () => {
  const { ctx, block, outstanding, distribution, holds, operator } = await validators(1, 2, 3);
  const events = await block(aec(1000n), { 1: 1n, 2: 1n, 3: 1n });
  for (const byte of [1, 2, 3]) expect(await outstanding(byte)).toBe("326.666666666666666666aec");
  expect(formatDecCoins(await distribution.communityPool(ctx))).toBe("20.000000000000000002aec");
  const told = events.filter(({ type }) => type === "commission" || type === "rewards").slice(0, 2);
  expect(told).toEqual([
    {
      type: "commission",
      attributes: [
        { key: "amount", value: "16.333333333333333333aec" },
        { key: "validator", value: operator(1) },
      ],
    },
    {
      type: "rewards",
      attributes: [
        { key: "amount", value: "326.666666666666666666aec" },
        { key: "validator", value: operator(1) },
      ],
    },
  ]);
  await holds();
});

test("property: awards and remainder are exactly what was minted and paid in fees, whatever the votes", async () => {
  const amount = fc.oneof(fc.constant(0n), fc.bigInt(1n, 100n), fc.bigInt(1n, 1n << 255n));
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ fees: amount, powers: fc.array(fc.bigInt(0n, 1n << 60n), { minLength: 4, maxLength: 4 }) }),
        {
          maxLength: 6,
        },
      ),
      async (blocks) => {
        const { ctx, block, distribution, bank, holds } = await validators(1, 2, 3);
        const shared = async (): Promise<DecCoins> => {
          const parts = [await distribution.communityPool(ctx)];
          for await (const [, rewards] of distribution.outstanding.range(ctx)) parts.push(rewards);
          return addCoins(...parts);
        };
        for (const { fees, powers } of blocks) {
          const supply = await bank.supply(ctx, "aec");
          if (supply + fees >= 1n << 256n) return;
          const before = await shared();
          // The fourth is not known.
          await block(aec(fees), { 1: powers[0]!, 2: powers[1]!, 3: powers[2]!, 4: powers[3]! });
          expect(subtractCoins(await shared(), before)).toEqual(toDecCoins(aec(fees)));
          expect(await bank.balance(ctx, distribution.feeCollector, "aec")).toBe(0n);
          await holds();
        }
      },
    ),
    { numRuns: 50 },
  );
});

test("the part of a validator that is unknown by now is the pool's; without votes, all is", async () => {
  const { ctx, block, outstanding, distribution, holds } = await validators(1);
  await block(aec(100n), { 1: 1n, 9: 1n });
  expect(await outstanding(1)).toBe("49.000000000000000000aec");
  expect(formatDecCoins(await distribution.communityPool(ctx))).toBe("51.000000000000000000aec");
  await block(aec(100n), {});
  await block(aec(100n), { 1: 0n });
  expect(formatDecCoins(await distribution.communityPool(ctx))).toBe("251.000000000000000000aec");
  await block([], { 1: 1n });
  await holds();
});

test("the first block shares out nothing; each remembers its proposer", async () => {
  const { ctx, bank, distribution } = await validators(1);
  await bank.mint(ctx, "mint", aec(5n));
  await bank.moveBetweenModules(ctx, { from: "mint", to: "fee_collector", coins: aec(5n) });
  const proposer = testAddress(7);
  await beginBlock(inBlock(ctx, { height: 1n, votes: [], proposer }), distribution);
  expect(await bank.balance(ctx, distribution.feeCollector, "aec")).toBe(5n);
  expect(await distribution.previousProposer.getSet(ctx)).toEqual(proposer);
});

test("fees in more denominations than there is room for stay in the collector, and the staked coin is shared out", async () => {
  const { ctx, block, bank, distribution, outstanding, holds } = await validators(1);
  const junk = Array.from({ length: 3 * MAX_DENOMS }, (_, index) => ({ denom: `aaa${1000 + index}`, amount: 1n }));
  await block([...junk, ...aec(100n)], { 1: 1n });
  expect(await outstanding(1)).toContain("98.000000000000000000aec");
  expect(await distribution.communityPool(ctx)).toHaveLength(MAX_DENOMS + 1);
  await block(aec(100n), { 1: 1n });
  expect(await outstanding(1)).toContain("196.000000000000000000aec");
  expect((await bank.allBalances(ctx, distribution.feeCollector)).length).toBe(2 * MAX_DENOMS);
  await holds();
});

test("an amount that fills 256 bits stops no block", async () => {
  const { ctx, block, bank, distribution, messages, name, operator, holds } = await validators(1);
  const all = MAX_AMOUNT - (await bank.supply(ctx, "aec"));
  await block(aec(all), { 1: 1n });
  await messages.WithdrawDelegatorReward(ctx, { delegatorAddress: name(11), validatorAddress: operator(1) });
  await messages.WithdrawValidatorCommission(ctx, { validatorAddress: operator(1) });
  const [{ amount }] = (await distribution.communityPool(ctx)) as [DecCoins[number]];
  expect(amount).toBeGreaterThanOrEqual((all * ONE) / 50n);
  await holds();
});
