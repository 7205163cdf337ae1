import type { WriteContext } from "../../abci/state/context.js";
import type { AuthzKeeper } from "./keeper.js";
import { PRUNED_PER_BLOCK } from "./types.js";

/** Removes a bounded number of expired grants; what is left over is due in the next block, and cannot be used. */
export async function beginBlock(ctx: WriteContext, authz: AuthzKeeper): Promise<void> {
  await authz.prune(ctx, PRUNED_PER_BLOCK);
}
