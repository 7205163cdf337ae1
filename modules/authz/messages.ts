import type { Msg } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { sdk } from "../../abci/state/errors.js";
import type { MessageService } from "../../abci/state/module.js";
import { errors } from "./errors.js";
import { executeAll } from "./exec.js";
import { type AuthzKeeper, expiryOf } from "./keeper.js";

/** `cosmos.authz.v1beta1.Msg`. */
export const authzMessages = (authz: AuthzKeeper): MessageService<Msg> => ({
  async Grant(ctx, { granter, grantee, grant }) {
    assertDifferent(granter, grantee);
    await authz.grant(ctx, {
      grantee: ctx.addresses.parse(grantee),
      granter: ctx.addresses.parse(granter),
      authorization: grant.authorization,
      expiryNanos: expiryOf(grant),
    });
    return {};
  },

  async Exec(ctx, { grantee, msgs }) {
    const address = ctx.addresses.parse(grantee);
    if (msgs.length === 0) throw sdk.invalidRequest("messages cannot be empty");
    return { results: await executeAll(ctx, authz, { grantee: address, messages: msgs }) };
  },

  async Revoke(ctx, { granter, grantee, msgTypeUrl }) {
    assertDifferent(granter, grantee);
    const key = {
      grantee: ctx.addresses.parse(grantee),
      granter: ctx.addresses.parse(granter),
      messageType: msgTypeUrl,
    };
    if (msgTypeUrl === "") throw sdk.invalidRequest("missing msg method name");
    await authz.revoke(ctx, key);
    return {};
  },
});

function assertDifferent(granter: string, grantee: string): void {
  if (granter.toLowerCase() === grantee.toLowerCase()) throw errors.granteeIsGranter("");
}
