import type { WriteContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import { removeValidator } from "./delegation.js";
import { events } from "./events.js";
import { trackHistory } from "./history.js";
import { completeRedelegation } from "./redelegation.js";
import { workOffSlashes } from "./slash.js";
import type { StakingState } from "./state.js";
import { MATURED_PER_BLOCK } from "./types.js";
import { completeUnbonding } from "./unbonding.js";
import { updateValidatorSet } from "./validator-set.js";

/** Goes on with a slash that was too much for one block, and remembers the block and its validators, for those who prove things to other chains. */
export async function beginBlock(ctx: WriteContext, staking: StakingState): Promise<void> {
  await workOffSlashes(ctx, staking);
  await trackHistory(ctx, staking);
}

/**
 * Settles who validates, then what has become due: leaving validators, unbondings and redelegations, so many of each. What
 * is left is due in the next block; it counts as due meanwhile, so that it can neither be slashed nor cancelled.
 */
export async function endBlock(ctx: WriteContext, staking: StakingState): Promise<void> {
  await updateValidatorSet(ctx, staking);
  await releaseValidators(ctx, staking);
  await payUnbondings(ctx, staking);
  await forgetRedelegations(ctx, staking);
}

async function releaseValidators(ctx: WriteContext, staking: StakingState): Promise<void> {
  for (const [time, operator] of await takeDue(ctx, staking, {
    queue: staking.validatorsDue,
    from: (operator) => operator,
  })) {
    await staking.validatorsDue.delete(ctx, [time, operator]);
    const validator = await staking.requireValidator(ctx, operator);
    assert(validator.status === "unbonding", "STAKING-5: a validator that is due is unbonding");
    const after = { ...validator, status: "unbonded", unbondingIds: [] } as const;
    await staking.setValidator(ctx, validator, after);
    if (after.shares === 0n) await removeValidator(ctx, staking, after);
  }
}

async function payUnbondings(ctx: WriteContext, staking: StakingState): Promise<void> {
  const denom = await staking.bondDenom(ctx);
  for (const [time, [delegator, operator]] of await takeDue(ctx, staking, {
    queue: staking.unbondingsDue,
    from: ([, operator]) => operator,
  })) {
    await staking.unbondingsDue.delete(ctx, [time, [delegator, operator]]);
    const amount = await completeUnbonding(ctx, staking, { delegator, operator });
    // Nothing is left when it was cancelled, or paid together with an earlier entry.
    if (amount === undefined) continue;
    ctx.emit(events.completeUnbonding(ctx.addresses, { delegator, operator, amount, denom }));
  }
}

async function forgetRedelegations(ctx: WriteContext, staking: StakingState): Promise<void> {
  const denom = await staking.bondDenom(ctx);
  for (const [time, id] of await takeDue(ctx, staking, { queue: staking.redelegationsDue, from: ([, from]) => from })) {
    await staking.redelegationsDue.delete(ctx, [time, id]);
    const amount = await completeRedelegation(ctx, staking, id);
    if (amount === undefined) continue;
    const [delegator, from, to] = id;
    ctx.emit(events.completeRedelegation(ctx.addresses, { delegator, from, to, amount, denom }));
  }
}

interface Queue<Who> {
  readonly queue: { range(ctx: WriteContext): AsyncIterable<readonly [timeNanos: bigint, who: Who]> };
  /** The validator that an entry leaves. */
  readonly from: (who: Who) => Uint8Array;
}

/** The first entries of a queue that are due, at most MATURED_PER_BLOCK; those wait that a slash under way may still touch. */
async function takeDue<Who>(
  ctx: WriteContext,
  staking: StakingState,
  { queue, from }: Queue<Who>,
): Promise<(readonly [bigint, Who])[]> {
  const due: (readonly [bigint, Who])[] = [];
  let seen = 0;
  for await (const entry of queue.range(ctx)) {
    if (entry[0] > ctx.block.timeNanos || seen++ === MATURED_PER_BLOCK) break;
    if (!(await staking.frozen.has(ctx, from(entry[1])))) due.push(entry);
  }
  return due;
}
