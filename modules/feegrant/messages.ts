import type { Msg } from "cosmjs-types/cosmos/feegrant/v1beta1/tx";
import { sdk } from "../../abci/state/errors.js";
import type { MessageService } from "../../abci/state/module.js";
import { unpackAllowance } from "./allowances.js";
import { events } from "./events.js";
import type { FeegrantKeeper } from "./keeper.js";
import { PRUNED_PER_MESSAGE } from "./types.js";

/** `cosmos.feegrant.v1beta1.Msg`. */
export const feegrantMessages = (feegrant: FeegrantKeeper): MessageService<Msg> => ({
  async GrantAllowance(ctx, message) {
    if (isSame(message)) throw sdk.invalidAddress("cannot self-grant fee authorization");
    const grantee = ctx.addresses.parse(message.grantee);
    const granter = ctx.addresses.parse(message.granter);
    await feegrant.grant(ctx, { granter, grantee }, unpackAllowance(message.allowance));
    return {};
  },

  async RevokeAllowance(ctx, message) {
    if (isSame(message)) throw sdk.invalidAddress("addresses must be different");
    const grantee = ctx.addresses.parse(message.grantee);
    const granter = ctx.addresses.parse(message.granter);
    await feegrant.revoke(ctx, { granter, grantee });
    return {};
  },

  async PruneAllowances(ctx, { pruner }) {
    await feegrant.prune(ctx, PRUNED_PER_MESSAGE);
    ctx.emit(events.prune(pruner));
    return {};
  },
});

function isSame({ granter, grantee }: { granter: string; grantee: string }): boolean {
  return granter.toLowerCase() === grantee.toLowerCase();
}
