import type { WriteContext } from "../../abci/state/context.js";
import { mul, mulDiv, ONE, quoRoundUp, toDecimal } from "../../abci/state/decimals.js";
import { AppError, assert } from "../../abci/state/errors.js";
import { unbond } from "./delegation.js";
import { poolOf } from "./pools.js";
import { fractionOf, sharesOf } from "./shares.js";
import type { StakingState } from "./state.js";
import {
  BONDED_POOL,
  type Delegation,
  NOT_BONDED_POOL,
  type PendingSlash,
  type Redelegation,
  type SlashRequest,
  type SlashSink,
  type Unbonding,
  type UnbondingEntry,
} from "./types.js";

/** What a slash takes out of each pool. */
type Taken = Map<string, bigint>;

/** A slash as the walk needs it. */
interface Slash extends Pick<PendingSlash, "infractionHeight" | "timeNanos" | "fraction"> {
  readonly taken: Taken;
}

/**
 * Takes the fraction of the power that a validator had at a height from all stake that was behind it then: from what is
 * still there, what is unbonding, and what was redelegated. Returns the base units taken now; none from a validator that is
 * unknown or unbonded, whose faults are too old. STAKING-8: never more than the stake behind it.
 *
 * With more than `slashBatch` unbondings and redelegations the rest follows in the next blocks, and the validator's own
 * part at the end; meanwhile no stake comes to it or leaves it.
 */
export async function slash(ctx: WriteContext, staking: StakingState, request: SlashRequest): Promise<bigint> {
  const { consAddress, infractionHeight, power, fraction, sink } = request;
  assert(fraction >= 0n && fraction <= ONE, "STAKING-8: a fraction lies between zero and one");
  assert(infractionHeight <= ctx.block.height, "STAKING-8: a fault lies in the past");
  const validator = await staking.validatorByConsAddress(ctx, consAddress);
  if (validator === undefined || validator.status === "unbonded") return 0n;
  const { operator } = validator;
  await staking.tellOnly(ctx, "beforeValidatorModified", operator);

  const pending: PendingSlash = {
    infractionHeight,
    timeNanos: ctx.block.timeNanos,
    fraction,
    left: fractionOf(await stakeBehind(ctx, staking, { operator, infractionHeight, power }), fraction),
    toSink: sink !== undefined,
    // At the height at hand nothing has left yet.
    stage: infractionHeight < ctx.block.height ? "unbondings" : "validator",
    next: [],
  };
  // One after the other: the parts of a slash do not mix with another's.
  if (await staking.frozen.has(ctx, operator)) {
    await staking.pendingSlashes.set(ctx, [operator, await staking.slashNumbers.next(ctx)], pending);
    return 0n;
  }
  const { rest, taken } = await advance(ctx, staking, { operator, pending, sink });
  if (rest !== undefined) {
    await staking.pendingSlashes.set(ctx, [operator, await staking.slashNumbers.next(ctx)], rest);
    await staking.frozen.add(ctx, operator);
  }
  return taken;
}

/**
 * The stake in base units, whole units of power, that stood behind a validator when it voted with this power. A cap on votes
 * makes it more than the power: the block before, whose record has the set that voted, knows. Without the record (a fault
 * older than `historical_entries` blocks) it is the power's worth.
 */
async function stakeBehind(
  ctx: WriteContext,
  staking: StakingState,
  fault: { readonly operator: Uint8Array; readonly infractionHeight: bigint; readonly power: bigint },
): Promise<bigint> {
  const reduction = await staking.powerReduction(ctx);
  const name = ctx.addresses.formatOperator(fault.operator);
  const recorded = await staking.history.get(ctx, fault.infractionHeight);
  const tokens = BigInt(recorded?.valset.find(({ operatorAddress }) => operatorAddress === name)?.tokens ?? "0");
  return max(tokens / reduction, fault.power) * reduction;
}

/** Goes on with the first slash that is not done, and lets the validator's stake move again after its last. */
export async function workOffSlashes(ctx: WriteContext, staking: StakingState): Promise<void> {
  for await (const [[operator, number], pending] of staking.pendingSlashes.range(ctx)) {
    const sink = pending.toSink ? staking.slashSink : undefined;
    const { rest } = await advance(ctx, staking, { operator, pending, sink });
    if (rest !== undefined) return staking.pendingSlashes.set(ctx, [operator, number], rest);
    await staking.pendingSlashes.delete(ctx, [operator, number]);
    for await (const _ of staking.pendingSlashes.range(ctx, { prefix: operator })) return;
    return staking.frozen.delete(ctx, operator);
  }
}

interface Progress {
  readonly operator: Uint8Array;
  readonly pending: PendingSlash;
  readonly sink: SlashSink | undefined;
}

/** Takes one batch. Returns what is left to do, and what was taken. */
async function advance(ctx: WriteContext, staking: StakingState, { operator, pending, sink }: Progress) {
  const work: Slash = { ...pending, taken: new Map() };
  const rest = await walk(ctx, staking, operator, { pending, work });
  return { rest, taken: await settle(ctx, staking, work.taken, sink) };
}

/** Slashes what left the validator since the fault, as much as is in a batch, and after the last of it the validator. */
async function walk(
  ctx: WriteContext,
  staking: StakingState,
  operator: Uint8Array,
  { pending, work }: { readonly pending: PendingSlash; readonly work: Slash },
): Promise<PendingSlash | undefined> {
  let { left, stage } = pending;
  const [nextDelegator, nextTo] = pending.next;
  let room = staking.slashBatch;
  if (stage === "unbondings") {
    const from = nextDelegator && ([operator, nextDelegator] as const);
    for await (const [, delegator] of staking.unbondingsByOperator.range(ctx, { prefix: operator, from })) {
      if (room-- === 0) return { ...pending, left, stage, next: [delegator] };
      left -= await slashUnbonding(ctx, staking, await staking.unbonding(ctx, delegator, operator), work);
    }
    stage = "redelegations";
  }
  if (stage === "redelegations") {
    // A place in the stage before names no destination: then this one begins at its start.
    const from = nextDelegator && nextTo && ([operator, nextDelegator, nextTo] as const);
    for await (const [, delegator, to] of staking.redelegationsBySource.range(ctx, { prefix: operator, from })) {
      if (room-- === 0) return { ...pending, left, stage, next: [delegator, to] };
      left -= await slashRedelegation(ctx, staking, await staking.redelegation(ctx, [delegator, operator, to]), work);
    }
  }
  await slashValidator(ctx, staking, { operator, amount: left, work });
  return undefined;
}

/** Whether an entry has part in the fault, and was not due yet when it was slashed. */
const isLiable = (
  { creationHeight, completionNanos }: Pick<UnbondingEntry, "creationHeight" | "completionNanos">,
  { infractionHeight, timeNanos }: Slash,
): boolean => creationHeight >= infractionHeight && completionNanos > timeNanos;

async function slashUnbonding(
  ctx: WriteContext,
  staking: StakingState,
  unbonding: Unbonding,
  work: Slash,
): Promise<bigint> {
  let due = 0n;
  let slashed = 0n;
  const entries = unbonding.entries.map((entry) => {
    if (!isLiable(entry, work)) return entry;
    const share = fractionOf(entry.initialBalance, work.fraction);
    due += share;
    const amount = min(share, entry.balance);
    slashed += amount;
    return { ...entry, balance: entry.balance - amount };
  });
  if (slashed > 0n) await staking.setUnbonding(ctx, { ...unbonding, entries });
  take(work.taken, NOT_BONDED_POOL, slashed);
  return due;
}

/** Follows stake to where it was moved, first into what is already leaving there, then into the delegation. */
async function slashRedelegation(
  ctx: WriteContext,
  staking: StakingState,
  { delegator, to, entries }: Redelegation,
  work: Slash,
): Promise<bigint> {
  const { fraction, taken } = work;
  let due = 0n;
  for (const entry of entries) {
    if (!isLiable(entry, work)) continue;
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
    if (left === 0n || !isLiable(entry, work)) return entry;
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

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
