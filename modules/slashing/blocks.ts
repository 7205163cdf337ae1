import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import type { ValidatorPower } from "../../proto/generated/echoin/slashing/v1/rotation.js";
import type { SlashingKeeper } from "./keeper.js";
import { countVote } from "./liveness.js";
import { advance, follow, judgeRounds } from "./proposers.js";

/** Looks at who signed the block before, and at who let a turn to propose it pass. */
export async function beginBlock(ctx: WriteContext, slashing: SlashingKeeper): Promise<void> {
  for (const vote of ctx.block.votes ?? []) await countVote(ctx, slashing, vote);
  await judgeRounds(ctx, slashing);
}

/** Follows CometBFT's validator set into this block. Staking's end of the block comes before. */
export async function endBlock(ctx: WriteContext, slashing: SlashingKeeper): Promise<void> {
  await advance(ctx, slashing, await changedPowers(ctx, slashing));
}

/** Begins to follow the validators that genesis answers; `height` is that of the first block. */
export async function afterGenesis(ctx: WriteContext, slashing: SlashingKeeper, height: bigint): Promise<void> {
  await follow(ctx, slashing, { height, validators: await changedPowers(ctx, slashing) });
}

async function changedPowers(ctx: ReadContext, { staking }: SlashingKeeper): Promise<ValidatorPower[]> {
  return (await staking.validatorUpdates(ctx)).map(({ pubKey, power }) => {
    assert(pubKey.ed25519 !== undefined, "SLASHING-5: validators have ed25519 keys");
    return { pubKey: pubKey.ed25519, power };
  });
}
