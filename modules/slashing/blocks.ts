import type { WriteContext } from "../../abci/state/context.js";
import type { SlashingKeeper } from "./keeper.js";
import { countVote } from "./liveness.js";
import { judgeRounds } from "./proposers.js";

/** Looks at who signed the block before, and at who let a turn to propose it pass. */
export async function beginBlock(ctx: WriteContext, slashing: SlashingKeeper): Promise<void> {
  for (const vote of ctx.block.votes ?? []) await countVote(ctx, slashing, vote);
  await judgeRounds(ctx, slashing);
}
