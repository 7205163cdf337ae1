import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { sdk } from "../../abci/state/errors.js";
import { delegate, unbond } from "./delegation.js";
import { errors } from "./errors.js";
import { moveBetweenPools } from "./pools.js";
import { isWorthless } from "./shares.js";
import type { StakingState } from "./state.js";
import { type Delegation, NOT_BONDED_POOL, type Unbonding, type UnbondingEntry } from "./types.js";

/** What leaves a validator, and when its owner gets it. */
export interface Undelegated {
  readonly amount: bigint;
  readonly completionNanos: bigint;
}

/**
 * Takes shares out of a delegation; their tokens are paid when the unbonding time is over.
 * @throws errors.slashUnderWay, errors.maxUnbondingEntries, errors.tinyUndelegation when they are worth no unit, and as `unbond`
 */
export async function undelegate(
  ctx: WriteContext,
  staking: StakingState,
  { delegator, operator, shares }: Delegation,
): Promise<Undelegated> {
  const { status } = await staking.requireValidator(ctx, operator);
  await staking.requireThawed(ctx, operator);
  const { maxEntries, unbondingNanos } = await staking.params(ctx);
  const unbonding = await staking.unbonding(ctx, delegator, operator);
  if (unbonding.entries.length >= maxEntries) throw errors.maxUnbondingEntries(undefined);

  const amount = await unbond(ctx, staking, { delegator, operator, shares });
  if (amount === 0n) throw errors.tinyUndelegation(undefined);
  await moveBetweenPools(ctx, staking, { from: status, to: "unbonded", amount });

  const completionNanos = ctx.block.timeNanos + unbondingNanos;
  const id = await nextUnbondingId(ctx, staking);
  const entry = { creationHeight: ctx.block.height, completionNanos, initialBalance: amount, balance: amount, id };
  await staking.setUnbonding(ctx, { ...unbonding, entries: withEntry(unbonding.entries, entry) });
  await staking.unbondingsDue.add(ctx, [completionNanos, [delegator, operator]]);
  return { amount, completionNanos };
}

/** Unbonding operations are numbered from 1, as in the SDK. */
export async function nextUnbondingId(ctx: WriteContext, staking: StakingState): Promise<bigint> {
  const id = (await staking.unbondingIds.peek(ctx)) + 1n;
  await staking.unbondingIds.set(ctx, id);
  return id;
}

/** What leaves in one block is one entry: so a delegator cannot use up its entries by small steps in one block. */
function withEntry(entries: readonly UnbondingEntry[], entry: UnbondingEntry): UnbondingEntry[] {
  const index = entries.findIndex(
    ({ creationHeight, completionNanos }) =>
      creationHeight === entry.creationHeight && completionNanos === entry.completionNanos,
  );
  const same = entries[index];
  if (same === undefined) return [...entries, entry];
  return entries.with(index, {
    ...same,
    initialBalance: same.initialBalance + entry.initialBalance,
    balance: same.balance + entry.balance,
  });
}

export interface CancelRequest {
  readonly delegator: Uint8Array;
  readonly operator: Uint8Array;
  readonly amount: bigint;
  /** Which entry: the height at which it was made. */
  readonly creationHeight: bigint;
}

/**
 * Puts tokens that are on their way out back into the delegation.
 * @throws errors.noUnbonding, errors.jailed, errors.invalidExchangeRate, sdk.notFound for another height,
 * sdk.invalidRequest for more than the entry has or when it is due, and as `delegate`
 */
export async function cancelUnbonding(ctx: WriteContext, staking: StakingState, request: CancelRequest): Promise<void> {
  const { delegator, operator, amount, creationHeight } = request;
  const validator = await staking.requireValidator(ctx, operator);
  if (isWorthless(validator)) throw errors.invalidExchangeRate(undefined);
  if (validator.jailed) throw errors.jailed(undefined);

  const unbonding = await staking.unbonding(ctx, delegator, operator);
  if (unbonding.entries.length === 0) throw errors.noUnbonding(undefined);
  const index = unbonding.entries.findIndex((entry) => entry.creationHeight === creationHeight);
  const entry = unbonding.entries[index];
  if (entry === undefined) {
    throw sdk.notFound(`unbonding delegation entry is not found at block height ${creationHeight}`);
  }
  if (entry.balance < amount) {
    throw sdk.invalidRequest("amount is greater than the unbonding delegation entry balance");
  }
  if (entry.completionNanos < ctx.block.timeNanos) {
    throw sdk.invalidRequest("unbonding delegation is already processed");
  }

  await delegate(ctx, staking, { delegator, operator, amount, source: "unbonding" });
  const left = { ...entry, balance: entry.balance - amount, initialBalance: entry.initialBalance - amount };
  const entries = left.balance === 0n ? unbonding.entries.toSpliced(index, 1) : unbonding.entries.with(index, left);
  await staking.setUnbonding(ctx, { ...unbonding, entries });
}

/** Whether an entry is due in this block. */
export const isMature = (ctx: ReadContext, { completionNanos }: { readonly completionNanos: bigint }): boolean =>
  completionNanos <= ctx.block.timeNanos;

/** Pays all entries that are due, and returns their sum; undefined when nothing was left of the unbonding. */
export async function completeUnbonding(
  ctx: WriteContext,
  staking: StakingState,
  { delegator, operator }: Pick<Unbonding, "delegator" | "operator">,
): Promise<bigint | undefined> {
  const unbonding = await staking.unbonding(ctx, delegator, operator);
  const due = unbonding.entries.filter((entry) => isMature(ctx, entry));
  if (due.length === 0) return undefined;
  const amount = due.reduce((sum, { balance }) => sum + balance, 0n);
  if (amount > 0n) {
    const coins = [{ denom: await staking.bondDenom(ctx), amount }];
    await staking.bank.undelegate(ctx, NOT_BONDED_POOL, delegator, coins);
  }
  await staking.setUnbonding(ctx, { ...unbonding, entries: unbonding.entries.filter((entry) => !due.includes(entry)) });
  return amount;
}
