import type { WriteContext } from "../../abci/state/context.js";
import { type Decimal, mul, mulDiv, ONE, quoRoundUp, toDecimal } from "../../abci/state/decimals.js";
import { AppError, assert } from "../../abci/state/errors.js";
import { unbond } from "./delegation.js";
import { poolOf } from "./pools.js";
import { fractionOf, sharesOf } from "./shares.js";
import type { StakingState } from "./state.js";
import {
  BONDED_POOL,
  type Delegation,
  NOT_BONDED_POOL,
  type Redelegation,
  type SlashRequest,
  type SlashSink,
  type Unbonding,
  type Validator,
} from "./types.js";
import { isMature } from "./unbonding.js";

/** What a slash takes out of each pool. */
type Taken = Map<string, bigint>;

/** A slash under way. */
interface Slash {
  readonly infractionHeight: bigint;
  readonly fraction: Decimal;
  readonly taken: Taken;
}

/**
 * Takes the fraction of the power that a validator had at a height from all stake that was behind it then: from what is
 * still there, what is unbonding, and what was redelegated. Returns the base units taken in all; none from a validator
 * that is unknown or unbonded, whose faults are too old. STAKING-8: never more than the stake behind it.
 */
export async function slash(ctx: WriteContext, staking: StakingState, request: SlashRequest): Promise<bigint> {
  const { consAddress, infractionHeight, power, fraction, sink } = request;
  assert(fraction >= 0n && fraction <= ONE, "STAKING-8: a fraction lies between zero and one");
  assert(infractionHeight <= ctx.block.height, "STAKING-8: a fault lies in the past");
  const validator = await staking.validatorByConsAddress(ctx, consAddress);
  if (validator === undefined || validator.status === "unbonded") return 0n;
  await staking.tellOnly(ctx, "beforeValidatorModified", validator.operator);

  const work: Slash = { infractionHeight, fraction, taken: new Map() };
  let left = fractionOf(power * (await staking.powerReduction(ctx)), fraction);
  // At the height at hand nothing has left yet.
  if (infractionHeight < ctx.block.height) left -= await slashWhatLeft(ctx, staking, validator, work);
  await slashValidator(ctx, staking, { operator: validator.operator, amount: left, work });
  return settle(ctx, staking, work.taken, sink);
}

/** Slashes what left the validator since the fault, and returns what that was to give: a share of what left. */
async function slashWhatLeft(
  ctx: WriteContext,
  staking: StakingState,
  { operator }: Validator,
  work: Slash,
): Promise<bigint> {
  let due = 0n;
  for await (const [, delegator] of staking.unbondingsByOperator.range(ctx, { prefix: operator })) {
    due += await slashUnbonding(ctx, staking, await staking.unbonding(ctx, delegator, operator), work);
  }
  const moved: Redelegation[] = [];
  for await (const [, delegator, to] of staking.redelegationsBySource.range(ctx, { prefix: operator })) {
    moved.push(await staking.redelegation(ctx, [delegator, operator, to]));
  }
  for (const redelegation of moved) due += await slashRedelegation(ctx, staking, redelegation, work);
  return due;
}

async function slashUnbonding(
  ctx: WriteContext,
  staking: StakingState,
  unbonding: Unbonding,
  { infractionHeight, fraction, taken }: Slash,
): Promise<bigint> {
  let due = 0n;
  let slashed = 0n;
  const entries = unbonding.entries.map((entry) => {
    if (entry.creationHeight < infractionHeight || isMature(ctx, entry)) return entry;
    const share = fractionOf(entry.initialBalance, fraction);
    due += share;
    const amount = min(share, entry.balance);
    slashed += amount;
    return { ...entry, balance: entry.balance - amount };
  });
  if (slashed > 0n) await staking.setUnbonding(ctx, { ...unbonding, entries });
  take(taken, NOT_BONDED_POOL, slashed);
  return due;
}

/** Follows stake to where it was moved, first into what is already leaving there, then into the delegation. */
async function slashRedelegation(
  ctx: WriteContext,
  staking: StakingState,
  { delegator, to, entries }: Redelegation,
  work: Slash,
): Promise<bigint> {
  const { infractionHeight, fraction, taken } = work;
  let due = 0n;
  for (const entry of entries) {
    if (entry.creationHeight < infractionHeight || isMature(ctx, entry)) continue;
    const share = fractionOf(entry.initialBalance, fraction);
    due += share;
    if (share === 0n) continue;
    const left = share - (await slashUnbondingUpTo(ctx, staking, { delegator, operator: to, amount: share, work }));
    // Of the shares that were made, as much as is still owed: what is unbonding has paid its part.
    const shares = mulDiv(mul(fraction, entry.sharesDst), left, share, "floor");
    await slashShares(ctx, staking, { delegator, operator: to, shares, most: left, taken });
  }
  return due;
}

/** Takes up to so many shares, worth at most so many tokens, out of a delegation, if there is one. */
async function slashShares(
  ctx: WriteContext,
  staking: StakingState,
  { delegator, operator, most, taken, ...part }: Delegation & { readonly most: bigint; readonly taken: Taken },
): Promise<void> {
  const delegation = await staking.delegation(ctx, delegator, operator);
  if (delegation === undefined) return;
  const validator = await staking.requireValidator(ctx, operator);
  // Where all was slashed there is nothing to take.
  if (validator.tokens === 0n) return;
  const shares = min(min(part.shares, delegation.shares), sharesOf(validator, most));
  if (shares === 0n) return;
  try {
    const tokens = await ctx.branch((inner) => unbond(inner, staking, { delegator, operator, shares }));
    take(taken, poolOf(validator.status), tokens);
  } catch (error) {
    // A listener that refuses must not stop the block: this part stays.
    if (!(error instanceof AppError)) throw error;
  }
}

/** Takes up to an amount out of what a delegator is unbonding, and returns what it took. */
async function slashUnbondingUpTo(
  ctx: WriteContext,
  staking: StakingState,
  request: { delegator: Uint8Array; operator: Uint8Array; amount: bigint; work: Slash },
): Promise<bigint> {
  const { delegator, operator, amount, work } = request;
  const unbonding = await staking.unbonding(ctx, delegator, operator);
  let left = amount;
  const entries = unbonding.entries.map((entry) => {
    if (left === 0n || entry.creationHeight < work.infractionHeight || isMature(ctx, entry)) return entry;
    const part = min(left, entry.balance);
    left -= part;
    return { ...entry, balance: entry.balance - part };
  });
  if (left < amount) await staking.setUnbonding(ctx, { ...unbonding, entries });
  take(work.taken, NOT_BONDED_POOL, amount - left);
  return amount - left;
}

/** Takes tokens from the validator itself, so that each of its shares is worth less. */
async function slashValidator(
  ctx: WriteContext,
  staking: StakingState,
  { operator, amount, work }: { operator: Uint8Array; amount: bigint; work: Slash },
): Promise<void> {
  // Read again: what was slashed elsewhere may have been this validator's own.
  const validator = await staking.validator(ctx, operator);
  if (validator === undefined) return;
  const burnt = min(amount > 0n ? amount : 0n, validator.tokens);
  if (burnt === 0n) return;
  const fraction = quoRoundUp(toDecimal(burnt), toDecimal(validator.tokens));
  await staking.tellOnly(ctx, "beforeValidatorSlashed", operator, fraction < ONE ? fraction : ONE);
  await staking.setValidator(ctx, validator, { ...validator, tokens: validator.tokens - burnt });
  take(work.taken, poolOf(validator.status), burnt);
}

/** Burns what was taken, or hands it over. */
async function settle(
  ctx: WriteContext,
  staking: StakingState,
  taken: Taken,
  sink: SlashSink | undefined,
): Promise<bigint> {
  const denom = await staking.bondDenom(ctx);
  let total = 0n;
  for (const pool of [BONDED_POOL, NOT_BONDED_POOL]) {
    const amount = taken.get(pool) ?? 0n;
    if (amount === 0n) continue;
    total += amount;
    const coins = [{ denom, amount }];
    if (sink === undefined) await staking.bank.burn(ctx, pool, coins);
    else await sink(ctx, staking.accounts.moduleAddress(pool), coins);
  }
  return total;
}

function take(taken: Taken, pool: string, amount: bigint): void {
  taken.set(pool, (taken.get(pool) ?? 0n) + amount);
}

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
