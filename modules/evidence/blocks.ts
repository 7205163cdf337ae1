import type { Equivocation } from "cosmjs-types/cosmos/evidence/v1beta1/evidence";
import type { Misbehavior } from "../../abci/state/commit.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { durationToNanos, nanosToTimestamp } from "../../abci/state/time.js";
import type { EvidenceKeeper } from "./keeper.js";
import { FOREVER_NANOS, VALIDATOR_UPDATE_DELAY } from "./types.js";

/** Acts on what CometBFT has evidence of. Whatever an entry holds, it never stops the chain. */
export async function beginBlock(ctx: WriteContext, evidence: EvidenceKeeper): Promise<void> {
  for (const misbehavior of ctx.block.misbehavior ?? []) await handle(ctx, evidence, misbehavior);
}

/**
 * Slashes, jails for good and tombstones the offender. Ignores evidence that is too old, of a kind that is not known, or
 * about somebody who is no validator any more, was never active, or paid already.
 */
async function handle(ctx: WriteContext, evidence: EvidenceKeeper, misbehavior: Misbehavior): Promise<void> {
  const { consAddress, height, power } = misbehavior;
  const { staking, slashing } = evidence;
  if (!isSound(ctx, misbehavior)) return;
  const validator = await staking.validatorByConsAddress(ctx, consAddress);
  if (validator === undefined || validator.status === "unbonded") return;
  if (await isTooOld(ctx, evidence, misbehavior)) return;
  const info = await slashing.signingInfo(ctx, consAddress);
  if (info === undefined || info.tombstoned) return;
  await slashing.punish(
    ctx,
    {
      consAddress,
      reason: "double_sign",
      infractionHeight: height - VALIDATOR_UPDATE_DELAY,
      power,
      fraction: await slashing.slashFractionDoubleSign(ctx),
      jailedUntilNanos: FOREVER_NANOS,
    },
    "two",
  );
  await slashing.tombstone(ctx, consAddress);
  await evidence.keep(ctx, equivocationOf(ctx, misbehavior));
}

/** Whether an entry can be about an offence of the past at all. */
function isSound(ctx: ReadContext, { kind, consAddress, height, power, timeNanos }: Misbehavior): boolean {
  return (
    kind !== "unknown" &&
    consAddress.length === 20 &&
    height >= 1n &&
    height < ctx.block.height &&
    power >= 1n &&
    timeNanos > 0n &&
    timeNanos <= ctx.block.timeNanos
  );
}

/** Too old in blocks and in time: what stood behind the validator may have left since. */
async function isTooOld(ctx: ReadContext, { consensus }: EvidenceKeeper, misbehavior: Misbehavior): Promise<boolean> {
  const { evidence: limits } = await consensus.params(ctx);
  if (limits === undefined) return false;
  const ageNanos = ctx.block.timeNanos - misbehavior.timeNanos;
  const ageBlocks = ctx.block.height - misbehavior.height;
  return ageNanos > durationToNanos(limits.maxAgeDuration) && ageBlocks > limits.maxAgeNumBlocks;
}

function equivocationOf(ctx: ReadContext, { consAddress, height, power, timeNanos }: Misbehavior): Equivocation {
  const consensusAddress = ctx.addresses.formatConsensus(consAddress);
  return { height, power, time: nanosToTimestamp(timeNanos), consensusAddress };
}
