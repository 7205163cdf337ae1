import { type Coin, addCoins, subtractCoins } from "../../abci/state/coins.js";
import type { Vote } from "../../abci/state/commit.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { ONE } from "../../abci/state/decimals.js";
import { assert } from "../../abci/state/errors.js";
import { type DecCoins, formatDecCoins, fractionOf, toDecCoins } from "./dec-coins.js";
import { events } from "./events.js";
import type { DistributionKeeper } from "./keeper.js";
import { MAX_DENOMS, type RewardedValidator } from "./types.js";

/** Balances of the fee collector that one block looks at. */
const MAX_LOOKED_AT = 2 * MAX_DENOMS;

/**
 * Shares out what the fee collector holds, which is what this block minted and the one before took in fees: the
 * community tax to the pool, the rest to the validators by the power of their votes, and what rounding leaves to the
 * pool. The part of a validator that is no longer known is the pool's too.
 */
export async function allocate(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  votes: readonly Vote[],
): Promise<void> {
  const { bank, staking, feeCollector: from, account: to } = distribution;
  const coins = await collected(ctx, distribution);
  if (coins.length === 0) return;
  await bank.move(ctx, { from, to, coins });

  const { communityTax } = await distribution.params(ctx);
  const all = toDecCoins(coins);
  const shared = fractionOf(all, ONE - BigInt(communityTax), ONE);
  const totalPower = votes.reduce((sum, { power }) => sum + power, 0n);
  const awards: DecCoins[] = [];
  for (const { consAddress, power } of votes) {
    const validator = power > 0n ? await staking.validatorByConsAddress(ctx, consAddress) : undefined;
    if (validator === undefined) continue;
    awards.push(await award(ctx, distribution, validator, fractionOf(shared, power, totalPower)));
  }
  const awarded = addCoins(...awards);
  const remainder = subtractCoins(all, awarded);
  assert(remainder !== undefined, "DISTRIBUTION-2: no more is awarded than was minted and paid in fees");
  await distribution.addToPool(ctx, remainder);
  const total = formatDecCoins(addCoins(awarded, remainder));
  assert(total === formatDecCoins(all), "DISTRIBUTION-2: awards and remainder are what was minted and paid in fees");
}

/**
 * Rewards one validator and its delegations with coins of `from`, all of them: no tax is taken. False, and nothing has
 * happened, when there is no validator with this consensus address.
 */
export async function rewardValidator(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  { consAddress, from, coins }: { consAddress: Uint8Array; from: Uint8Array; coins: readonly Coin[] },
): Promise<boolean> {
  const validator = await distribution.staking.validatorByConsAddress(ctx, consAddress);
  if (validator === undefined) return false;
  await distribution.bank.move(ctx, { from, to: distribution.account, coins });
  await award(ctx, distribution, validator, toDecCoins(coins));
  return true;
}

/** Gives a validator and its delegations rewards that are in the module's account already. Returns what they got. */
export async function award(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  { operator, commission: { rate } }: RewardedValidator,
  rewards: DecCoins,
): Promise<DecCoins> {
  const commission = fractionOf(rewards, rate, ONE);
  const shared = subtractCoins(rewards, commission);
  assert(shared !== undefined, "a commission is a part of the rewards");
  const name = ctx.addresses.formatOperator(operator);

  ctx.emit(events.commission(formatDecCoins(commission), name));
  if (commission.length > 0) {
    const earned = (await distribution.commissions.get(ctx, operator)) ?? [];
    await distribution.commissions.set(ctx, operator, addCoins(earned, commission));
  }
  const current = await distribution.currentRewards.get(ctx, operator);
  assert(current !== undefined, `DISTRIBUTION-3: ${name} has rewards under way`);
  await distribution.currentRewards.set(ctx, operator, { ...current, rewards: addCoins(current.rewards, shared) });

  ctx.emit(events.rewards(formatDecCoins(rewards), name));
  const outstanding = (await distribution.outstanding.get(ctx, operator)) ?? [];
  await distribution.outstanding.set(ctx, operator, addCoins(outstanding, rewards));
  return addCoins(commission, shared);
}

/**
 * What there is to share out. A denomination for which the pool has no room stays in the collector, so that nobody makes
 * blocks slow by paying fees in a thousand coins; the coin that is staked is always shared out.
 */
async function collected(ctx: ReadContext, distribution: DistributionKeeper): Promise<Coin[]> {
  const { bank, staking, feeCollector } = distribution;
  const bondDenom = await staking.bondDenom(ctx);
  const denoms = new Set((await distribution.communityPool(ctx)).map(({ denom }) => denom));
  const coins: Coin[] = [];
  let looked = 0;
  for await (const [[, denom], amount] of bank.balances.range(ctx, { prefix: feeCollector })) {
    if (++looked > MAX_LOOKED_AT) break;
    if (denom === bondDenom || (denoms.size >= MAX_DENOMS && !denoms.has(denom))) continue;
    denoms.add(denom);
    coins.push({ denom, amount });
  }
  return addCoins(coins, [{ denom: bondDenom, amount: await bank.balance(ctx, feeCollector, bondDenom) }]);
}
