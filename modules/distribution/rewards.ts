import { type Coin, addCoins, formatCoins, subtractCoins } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { type Decimal, ONE } from "../../abci/state/decimals.js";
import { assert } from "../../abci/state/errors.js";
import { type DecCoins, formatDecCoins, fractionOf, fractionRoundedUp, splitWhole, toDecCoins } from "./dec-coins.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import type { DistributionKeeper } from "./keeper.js";
import type { HistoricalRewards, StartingInfo } from "./records.js";
import type { RewardedValidator } from "./types.js";

/**
 * F1 fee distribution (D. Ojha and C. Goes, "F1 Fee Distribution"), counted by shares. A period of a validator ends when
 * one of its delegations changes or withdraws; then the rewards of a number of shares since the validator's beginning are
 * written down, rounded down. A delegation has earned its shares times what that ratio grew since the delegation began, at
 * any age, for the price of two reads. All shares of a validator lose alike in a slash, so that slashes have no part in it.
 */

/**
 * Shares that a ratio is the rewards of. There are as many shares as units of the staked coin, which has 18 decimals: of
 * a coin with six, the rewards of a single share would often be less than the last of 18 places.
 */
const RATIO_SHARES: Decimal = 10n ** 18n * ONE;

/** The last period that ended, and what `RATIO_SHARES` had earned until then. */
export interface EndedPeriod {
  readonly period: bigint;
  readonly ratio: DecCoins;
}

/** Makes the records of a new validator: nothing earned, the first period under way. */
export async function openValidator(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  operator: Uint8Array,
): Promise<void> {
  await distribution.historicalRewards.set(ctx, [operator, 0n], { ratio: [], references: 1 });
  await distribution.currentRewards.set(ctx, operator, { rewards: [], period: 1n });
  await distribution.commissions.set(ctx, operator, []);
  await distribution.outstanding.set(ctx, operator, []);
}

/**
 * Shares out what a validator's delegations earned since the last period. Where that is nothing, the last period stays the
 * last, unless `always`: many withdrawals in one block make one record.
 */
export async function endPeriod(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  validator: RewardedValidator,
  options?: { always: boolean },
): Promise<EndedPeriod> {
  const ended = await closePeriod(ctx, distribution, validator, options);
  await distribution.takeOutstanding(ctx, validator.operator, ended.left);
  await distribution.addToPool(ctx, ended.left);
  return ended;
}

/** As `endPeriod`; what rounding left is still among the outstanding rewards, and has to go to the pool. */
async function closePeriod(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  { operator, shares }: RewardedValidator,
  { always = false } = {},
): Promise<EndedPeriod & { readonly left: DecCoins }> {
  const current = await currentOf(ctx, distribution, operator);
  const last = current.period - 1n;
  const previous = await historicalOf(ctx, distribution, operator, last);
  const { gained, left } = ratioOf(current.rewards, shares);
  if (gained.length === 0 && !always) {
    if (left.length > 0) await distribution.currentRewards.set(ctx, operator, { ...current, rewards: [] });
    return { period: last, ratio: previous.ratio, left };
  }
  const ratio = addCoins(previous.ratio, gained);
  const { period } = current;
  const key = [operator, last] as const;
  await setReferences(ctx, distribution, key, { ...previous, references: previous.references - 1 });
  await distribution.historicalRewards.set(ctx, [operator, period], { ratio, references: 1 });
  await distribution.currentRewards.set(ctx, operator, { rewards: [], period: period + 1n });
  return { period, ratio, left };
}

/** Begins a delegation that has just been made or changed; its shares are staking's. */
export async function beginDelegation(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  delegator: Uint8Array,
  operator: Uint8Array,
): Promise<void> {
  const delegation = await distribution.staking.delegation(ctx, delegator, operator);
  assert(delegation !== undefined, "DISTRIBUTION-3: a delegation that was changed exists");
  const { period } = await currentOf(ctx, distribution, operator);
  await startAt(ctx, distribution, { delegator, operator }, { period: period - 1n, shares: delegation.shares });
}

/** Pays what a delegation has earned and ends its record: its shares are about to change. */
export async function endDelegation(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  delegator: Uint8Array,
  validator: RewardedValidator,
): Promise<void> {
  const { info } = await collect(ctx, distribution, delegator, validator);
  await release(ctx, distribution, validator.operator, info.previousPeriod);
  await distribution.startingInfos.delete(ctx, [validator.operator, delegator]);
}

/**
 * Pays what a delegation has earned: whole coins to where the delegator wants them, the rest to the community pool.
 * @throws errors.noDelegationInfo
 */
export async function withdrawRewards(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  delegator: Uint8Array,
  validator: RewardedValidator,
): Promise<Coin[]> {
  const { info, ended, paid } = await collect(ctx, distribution, delegator, validator);
  if (info.previousPeriod !== ended.period) {
    await release(ctx, distribution, validator.operator, info.previousPeriod);
    const from = { period: ended.period, shares: info.shares };
    await startAt(ctx, distribution, { delegator, operator: validator.operator }, from);
  }
  return paid;
}

/** What a delegation could withdraw now, with its fractions; undefined when there is no such delegation. */
export async function pendingRewards(
  ctx: ReadContext,
  distribution: DistributionKeeper,
  delegator: Uint8Array,
  { operator, shares }: RewardedValidator,
): Promise<DecCoins | undefined> {
  const info = await distribution.startingInfos.get(ctx, [operator, delegator]);
  if (info === undefined) return undefined;
  const current = await currentOf(ctx, distribution, operator);
  const last = await historicalOf(ctx, distribution, operator, current.period - 1n);
  const ratio = addCoins(last.ratio, ratioOf(current.rewards, shares).gained);
  return earned(ctx, distribution, operator, { info, ratio });
}

/** The records of a validator without delegations go: its commission is paid, and what is left is the pool's. */
export async function closeValidator(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  operator: Uint8Array,
): Promise<void> {
  const { whole } = splitWhole((await distribution.commissions.get(ctx, operator)) ?? []);
  await distribution.pay(ctx, operator, whole);
  const outstanding = (await distribution.outstanding.get(ctx, operator)) ?? [];
  const left = subtractCoins(outstanding, toDecCoins(whole));
  assert(left !== undefined, "DISTRIBUTION-4: a validator's rewards hold its commission");
  await distribution.addToPool(ctx, left);

  const { period } = await currentOf(ctx, distribution, operator);
  const last = await historicalOf(ctx, distribution, operator, period - 1n);
  assert(last.references === 1, "DISTRIBUTION-5: no delegation refers to a validator that is removed");
  await distribution.historicalRewards.delete(ctx, [operator, period - 1n]);
  await distribution.currentRewards.delete(ctx, operator);
  await distribution.commissions.delete(ctx, operator);
  await distribution.outstanding.delete(ctx, operator);
}

async function collect(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  delegator: Uint8Array,
  validator: RewardedValidator,
): Promise<{ info: StartingInfo; ended: EndedPeriod; paid: Coin[] }> {
  const { operator } = validator;
  const names = { delegator: ctx.addresses.format(delegator), operator: ctx.addresses.formatOperator(operator) };
  const info = await distribution.startingInfos.get(ctx, [operator, delegator]);
  if (info === undefined) throw errors.noDelegationInfo(names);
  const ended = await closePeriod(ctx, distribution, validator);
  const rewards = await earned(ctx, distribution, operator, { info, ratio: ended.ratio });
  const { whole, rest } = splitWhole(rewards);
  await distribution.pay(ctx, delegator, whole);
  await distribution.takeOutstanding(ctx, operator, addCoins(rewards, ended.left));
  await distribution.addToPool(ctx, addCoins(rest, ended.left));
  const paid = whole.length > 0 ? whole : [{ denom: await distribution.staking.bondDenom(ctx), amount: 0n }];
  ctx.emit(events.withdrawRewards(formatCoins(paid), names.operator, names.delegator));
  return { info, ended, paid };
}

async function earned(
  ctx: ReadContext,
  distribution: DistributionKeeper,
  operator: Uint8Array,
  { info, ratio }: { info: StartingInfo; ratio: DecCoins },
): Promise<DecCoins> {
  const start = await historicalOf(ctx, distribution, operator, info.previousPeriod);
  const growth = subtractCoins(ratio, start.ratio);
  assert(growth !== undefined, `DISTRIBUTION-5: rewards of shares never fall: ${formatDecCoins(ratio)}`);
  return fractionOf(growth, info.shares, RATIO_SHARES);
}

/**
 * Rewards of `RATIO_SHARES`, rounded down, and what rounding leaves. That is all of them while nobody has a share: the next
 * delegator has not earned it.
 */
function ratioOf(rewards: DecCoins, shares: Decimal): { readonly gained: DecCoins; readonly left: DecCoins } {
  if (shares === 0n) return { gained: [], left: rewards };
  const gained = fractionOf(rewards, RATIO_SHARES, shares);
  const left = subtractCoins(rewards, fractionRoundedUp(gained, shares, RATIO_SHARES));
  assert(left !== undefined, "what is shared out is at most what there is");
  return { gained, left };
}

async function currentOf(ctx: ReadContext, distribution: DistributionKeeper, operator: Uint8Array) {
  const current = await distribution.currentRewards.get(ctx, operator);
  assert(current !== undefined, `DISTRIBUTION-3: ${ctx.addresses.formatOperator(operator)} has rewards under way`);
  return current;
}

async function historicalOf(ctx: ReadContext, distribution: DistributionKeeper, operator: Uint8Array, period: bigint) {
  const historical = await distribution.historicalRewards.get(ctx, [operator, period]);
  assert(historical !== undefined, `DISTRIBUTION-5: period ${period}, which is referred to, is kept`);
  return historical;
}

async function startAt(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  { delegator, operator }: { delegator: Uint8Array; operator: Uint8Array },
  { period, shares }: { period: bigint; shares: Decimal },
): Promise<void> {
  const historical = await historicalOf(ctx, distribution, operator, period);
  await distribution.historicalRewards.set(ctx, [operator, period], {
    ...historical,
    references: historical.references + 1,
  });
  const info = { previousPeriod: period, shares, height: ctx.block.height };
  await distribution.startingInfos.set(ctx, [operator, delegator], info);
}

async function release(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  operator: Uint8Array,
  period: bigint,
): Promise<void> {
  const historical = await historicalOf(ctx, distribution, operator, period);
  await setReferences(ctx, distribution, [operator, period], { ...historical, references: historical.references - 1 });
}

async function setReferences(
  ctx: WriteContext,
  distribution: DistributionKeeper,
  key: readonly [Uint8Array, bigint],
  historical: HistoricalRewards,
): Promise<void> {
  if (historical.references === 0) await distribution.historicalRewards.delete(ctx, key);
  else await distribution.historicalRewards.set(ctx, key, historical);
}
