import { type Coin, addCoins, subtractCoins } from "../../abci/state/coins.js";
import type { ReadContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import { type DecCoins, formatDecCoins, toDecCoins } from "./dec-coins.js";
import type { DistributionKeeper } from "./keeper.js";
import { pendingRewards } from "./rewards.js";

/** DISTRIBUTION-1, 3, 4 and 5 of the README; DISTRIBUTION-2 is an assertion where rewards are shared out. */
export const distributionInvariants = (distribution: DistributionKeeper): readonly Invariant[] => [
  {
    id: "DISTRIBUTION-1",
    says: "the module's account holds the validators' outstanding rewards and the community pool, exactly",
    cheap: false,
    check: (ctx) => checkHoldings(ctx, distribution),
  },
  {
    id: "DISTRIBUTION-3",
    says: "each validator has its records and each delegation its beginning with its shares, and nobody else has",
    cheap: false,
    check: (ctx) => checkRecords(ctx, distribution),
  },
  {
    id: "DISTRIBUTION-4",
    says: "a validator's outstanding rewards cover what it and all its delegations can withdraw",
    cheap: false,
    check: (ctx) => checkOutstanding(ctx, distribution),
  },
  {
    id: "DISTRIBUTION-5",
    says: "a period is kept as long as a delegation began in it or the validator's present one follows it, and no longer",
    cheap: false,
    check: (ctx) => checkReferences(ctx, distribution),
  },
];

async function checkHoldings(ctx: ReadContext, distribution: DistributionKeeper): Promise<void> {
  const owed: DecCoins[] = [await distribution.communityPool(ctx)];
  for await (const [, rewards] of distribution.outstanding.range(ctx)) owed.push(rewards);
  const held: Coin[] = [];
  for await (const [[, denom], amount] of distribution.bank.balances.range(ctx, { prefix: distribution.account })) {
    held.push({ denom, amount });
  }
  const [left, right] = [formatDecCoins(toDecCoins(held)), formatDecCoins(addCoins(...owed))];
  assert(left === right, `DISTRIBUTION-1: the module holds ${left}, and owes ${right}`);
}

async function checkRecords(ctx: ReadContext, distribution: DistributionKeeper): Promise<void> {
  const { staking } = distribution;
  let validators = 0;
  let delegations = 0;
  for await (const { operator } of staking.validators(ctx)) {
    const name = ctx.addresses.formatOperator(operator);
    validators++;
    for (const records of [distribution.outstanding, distribution.commissions, distribution.currentRewards]) {
      assert(await records.has(ctx, operator), `DISTRIBUTION-3: ${name} has all of its records`);
    }
    for await (const { delegator, shares } of staking.delegationsTo(ctx, operator)) {
      const info = await distribution.startingInfos.get(ctx, [operator, delegator]);
      const whose = `DISTRIBUTION-3: the delegation of ${ctx.addresses.format(delegator)} to ${name}`;
      assert(info !== undefined, `${whose} has a beginning`);
      assert(info.shares === shares, `${whose} is rewarded for ${info.shares} shares, and has ${shares}`);
      delegations++;
    }
  }
  for (const records of [distribution.outstanding, distribution.commissions, distribution.currentRewards]) {
    const count = await countOf(records.range(ctx));
    assert(count === validators, `DISTRIBUTION-3: ${validators} validators have ${count} records of a kind`);
  }
  const began = await countOf(distribution.startingInfos.range(ctx));
  assert(began === delegations, `DISTRIBUTION-3: ${delegations} delegations have ${began} beginnings`);
}

async function checkOutstanding(ctx: ReadContext, distribution: DistributionKeeper): Promise<void> {
  for await (const validator of distribution.staking.validators(ctx)) {
    let claimed = (await distribution.commissions.get(ctx, validator.operator)) ?? [];
    for await (const { delegator } of distribution.staking.delegationsTo(ctx, validator.operator)) {
      claimed = addCoins(claimed, (await pendingRewards(ctx, distribution, delegator, validator)) ?? []);
    }
    const outstanding = (await distribution.outstanding.get(ctx, validator.operator)) ?? [];
    assert(
      subtractCoins(outstanding, claimed) !== undefined,
      `DISTRIBUTION-4: ${ctx.addresses.formatOperator(validator.operator)} has ${formatDecCoins(outstanding)} ` +
        `outstanding, and ${formatDecCoins(claimed)} can be withdrawn`,
    );
  }
}

async function checkReferences(ctx: ReadContext, distribution: DistributionKeeper): Promise<void> {
  const references = new Map<string, number>();
  const refer = (operator: Uint8Array, period: bigint): void => {
    const key = `${keyFromBytes(operator)} ${period}`;
    references.set(key, (references.get(key) ?? 0) + 1);
  };
  for await (const [operator, { period }] of distribution.currentRewards.range(ctx)) refer(operator, period - 1n);
  for await (const [[operator], { previousPeriod }] of distribution.startingInfos.range(ctx)) {
    refer(operator, previousPeriod);
  }
  for await (const [[operator, period], { references: kept }] of distribution.historicalRewards.range(ctx)) {
    const key = `${keyFromBytes(operator)} ${period}`;
    const needed = references.get(key) ?? 0;
    const whose = `period ${period} of ${ctx.addresses.formatOperator(operator)}`;
    assert(kept === needed, `DISTRIBUTION-5: ${whose} has ${kept} references, and ${needed} need it`);
    references.delete(key);
  }
  assert(references.size === 0, `DISTRIBUTION-5: ${references.size} periods that are referred to are missing`);
}

async function countOf(entries: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of entries) count++;
  return count;
}
