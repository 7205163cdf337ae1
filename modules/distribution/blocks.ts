import type { WriteContext } from "../../abci/state/context.js";
import { allocate } from "./allocation.js";
import type { DistributionKeeper } from "./keeper.js";

/**
 * Shares out what was minted and paid in fees, by the votes of the block before. The chain's first block has no votes and
 * leaves what there is to the second.
 */
export async function beginBlock(ctx: WriteContext, distribution: DistributionKeeper): Promise<void> {
  if (ctx.block.height > 1n) await allocate(ctx, distribution, ctx.block.votes ?? []);
  await distribution.previousProposer.set(ctx, ctx.block.proposer);
}
