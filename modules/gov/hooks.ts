import type { WriteContext } from "../../abci/state/context.js";
import type { GovKeeper } from "./keeper.js";
import { countDelegation } from "./tally.js";

/** What gov does when stake changes: a voter's delegation is counted out before, and in again after. */
export const govHooks = (gov: GovKeeper) => ({
  beforeDelegationSharesModified: (ctx: WriteContext, voter: Uint8Array, operator: Uint8Array): Promise<void> =>
    countDelegation(ctx, gov, { voter, operator, sign: -1n }),
  afterDelegationModified: (ctx: WriteContext, voter: Uint8Array, operator: Uint8Array): Promise<void> =>
    countDelegation(ctx, gov, { voter, operator, sign: 1n }),
});
