import type { WriteContext } from "../../abci/state/context.js";
import type { FeegrantKeeper } from "./keeper.js";
import { PRUNED_PER_BLOCK } from "./types.js";

/** Removes a bounded number of expired allowances; what is left over is due in the next block, and cannot be used. */
export async function endBlock(ctx: WriteContext, feegrant: FeegrantKeeper): Promise<void> {
  await feegrant.prune(ctx, PRUNED_PER_BLOCK);
}
