import type { WriteContext } from "../../abci/state/context.js";
import type { Decimal } from "../../abci/state/decimals.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { delegate, unbond } from "./delegation.js";
import { errors } from "./errors.js";
import type { StakingState } from "./state.js";
import type { Redelegation, RedelegationEntry, Validator } from "./types.js";
import { isMature, nextUnbondingId } from "./unbonding.js";

export interface RedelegateRequest {
  readonly delegator: Uint8Array;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  /** Of the source. */
  readonly shares: Decimal;
}

/**
 * Moves stake to another validator at once, and remembers it for as long as it can be slashed for the source's faults.
 * Returns when that ends, in Unix nanoseconds; 0n when it has ended already.
 * @throws errors.selfRedelegation, errors.badRedelegationDst, errors.badRedelegationSrc, errors.transitiveRedelegation,
 * errors.maxRedelegationEntries, errors.tinyRedelegation, and as `unbond` and `delegate`
 */
export async function redelegate(
  ctx: WriteContext,
  staking: StakingState,
  { delegator, from, to, shares }: RedelegateRequest,
): Promise<bigint> {
  if (bytesEqual(from, to)) throw errors.selfRedelegation(undefined);
  if ((await staking.validator(ctx, to)) === undefined) throw errors.badRedelegationDst(undefined);
  const source = await staking.validator(ctx, from);
  if (source === undefined) throw errors.badRedelegationSrc(undefined);
  await staking.requireThawed(ctx, from);
  // Stake that hops on could not be followed by a slash of the first validator.
  for await (const _ of staking.redelegationsByDestination.range(ctx, { prefix: [from, delegator] })) {
    throw errors.transitiveRedelegation(undefined);
  }
  const redelegation = await staking.redelegation(ctx, [delegator, from, to]);
  const { maxEntries, unbondingNanos } = await staking.params(ctx);
  if (redelegation.entries.length >= maxEntries) throw errors.maxRedelegationEntries(undefined);

  const amount = await unbond(ctx, staking, { delegator, operator: from, shares });
  if (amount === 0n) throw errors.tinyRedelegation(undefined);
  const sharesDst = await delegate(ctx, staking, { delegator, operator: to, amount, source: source.status });

  const slashable = slashableUntil(ctx, source, unbondingNanos);
  if (slashable === undefined) return 0n;
  const entry = { ...slashable, initialBalance: amount, sharesDst, id: await nextUnbondingId(ctx, staking) };
  await remember(ctx, staking, redelegation, entry);
  return entry.completionNanos;
}

async function remember(
  ctx: WriteContext,
  staking: StakingState,
  redelegation: Redelegation,
  entry: RedelegationEntry,
): Promise<void> {
  const { delegator, from, to, entries } = redelegation;
  await staking.setRedelegation(ctx, { ...redelegation, entries: [...entries, entry] });
  await staking.redelegationsDue.add(ctx, [entry.completionNanos, [delegator, from, to]]);
}

/** From when on, and until when, stake that leaves a validator now has part in its faults; undefined: it has none. */
function slashableUntil(ctx: WriteContext, { status, unbondingHeight, unbondingTimeNanos }: Validator, span: bigint) {
  switch (status) {
    case "bonded":
      return { creationHeight: ctx.block.height, completionNanos: ctx.block.timeNanos + span };
    case "unbonding":
      return { creationHeight: unbondingHeight, completionNanos: unbondingTimeNanos };
    case "unbonded":
      return undefined;
  }
}

/** Forgets all entries that are due, and returns the sum of what was moved; undefined when there were none. */
export async function completeRedelegation(
  ctx: WriteContext,
  staking: StakingState,
  id: readonly [delegator: Uint8Array, from: Uint8Array, to: Uint8Array],
): Promise<bigint | undefined> {
  const redelegation = await staking.redelegation(ctx, id);
  const due = redelegation.entries.filter((entry) => isMature(ctx, entry));
  if (due.length === 0) return undefined;
  const entries = redelegation.entries.filter((entry) => !due.includes(entry));
  await staking.setRedelegation(ctx, { ...redelegation, entries });
  return due.reduce((sum, { initialBalance }) => sum + initialBalance, 0n);
}
