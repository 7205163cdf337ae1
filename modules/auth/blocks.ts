import type { WriteContext } from "../../abci/state/context.js";
import type { AccountKeeper } from "./keeper.js";
import { NONCES_REMOVED_PER_BLOCK } from "./types.js";

/** Forgets nonces of unordered transactions that have timed out, in bounded batches. */
export async function beginBlock(ctx: WriteContext, accounts: AccountKeeper): Promise<void> {
  await accounts.removeExpiredNonces(ctx, NONCES_REMOVED_PER_BLOCK);
}
