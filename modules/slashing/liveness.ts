import type { ValidatorSigningInfo } from "cosmjs-types/cosmos/slashing/v1beta1/slashing";
import type { Vote } from "../../abci/state/commit.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { round } from "../../abci/state/decimals.js";
import { events } from "./events.js";
import type { SlashingKeeper } from "./keeper.js";
import { decimalOf } from "./params.js";
import { VALIDATOR_UPDATE_DELAY } from "./types.js";

/**
 * Counts one vote of the last commit: a validator that misses more votes of its window than the parameters allow is
 * slashed and jailed, and its window starts anew. A jailed validator is not counted, nor one that was never active here.
 */
export async function countVote(ctx: WriteContext, slashing: SlashingKeeper, vote: Vote): Promise<void> {
  const { consAddress } = vote;
  const validator = await slashing.staking.validatorByConsAddress(ctx, consAddress);
  if (validator?.jailed === true) return;
  const known = await slashing.signingInfo(ctx, consAddress);
  if (known === undefined) return;

  const params = await slashing.params(ctx);
  const window = params.signedBlocksWindow;
  const info = await currentWindow(ctx, slashing, consAddress, known);
  const index = info.indexOffset % window;
  const missedBefore = await slashing.missedAt(ctx, consAddress, index);
  const misses = vote.flag === "absent";
  if (missedBefore !== misses) await slashing.setMissedAt(ctx, consAddress, index, misses);
  const missed = info.missedBlocksCounter + BigInt(misses) - BigInt(missedBefore);
  const { height } = ctx.block;
  if (misses) ctx.emit(events.liveness(ctx.addresses, { consAddress, missed, height }));
  await slashing.infos.set(ctx, consAddress, {
    ...info,
    indexOffset: info.indexOffset + 1n,
    missedBlocksCounter: missed,
  });

  const minSigned = round(decimalOf("min_signed_per_window", params.minSignedPerWindow) * window);
  const isOver = height > info.startHeight + window && missed > window - minSigned;
  if (isOver && validator !== undefined) await punishDowntime(ctx, slashing, vote);
}

async function punishDowntime(ctx: WriteContext, slashing: SlashingKeeper, vote: Vote): Promise<void> {
  const { consAddress, power } = vote;
  const params = await slashing.params(ctx);
  await slashing.punish(ctx, {
    consAddress,
    reason: "missing_signature",
    // The votes are those of the block before, by a set that was decided on one block earlier.
    infractionHeight: ctx.block.height - VALIDATOR_UPDATE_DELAY - 1n,
    power,
    fraction: decimalOf("slash_fraction_downtime", params.slashFractionDowntime),
    jailedUntilNanos: slashing.jailedUntil(ctx, params.downtimeJailDuration),
  });
  const info = (await slashing.signingInfo(ctx, consAddress))!;
  await slashing.clearMissedBlocks(ctx, consAddress);
  await slashing.infos.set(ctx, consAddress, { ...info, missedBlocksCounter: 0n, indexOffset: 0n });
}

/** The validator's window; an empty one, beginning now, when windows had another length when it began. */
async function currentWindow(
  ctx: WriteContext,
  slashing: SlashingKeeper,
  consAddress: Uint8Array,
  info: ValidatorSigningInfo,
): Promise<ValidatorSigningInfo> {
  if (!(await isOutdated(ctx, slashing, info))) return info;
  await slashing.clearMissedBlocks(ctx, consAddress);
  return { ...info, ...newWindow(ctx) };
}

/** Whether a validator's window began when windows had another length: it says nothing any more. */
export async function isOutdated(
  ctx: ReadContext,
  slashing: SlashingKeeper,
  { startHeight }: ValidatorSigningInfo,
): Promise<boolean> {
  const changed = await slashing.windowChanged.get(ctx);
  return changed !== undefined && startHeight <= changed;
}

/** A window that begins now. */
export const newWindow = (ctx: ReadContext) => ({
  startHeight: ctx.block.height,
  indexOffset: 0n,
  missedBlocksCounter: 0n,
});
