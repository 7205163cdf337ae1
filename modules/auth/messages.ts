import type { Msg } from "cosmjs-types/cosmos/auth/v1beta1/tx";
import { requireAuthority } from "../../abci/state/authority.js";
import type { MessageService } from "../../abci/state/module.js";
import type { AccountKeeper } from "./keeper.js";
import { validateParams } from "./params.js";

/** `cosmos.auth.v1beta1.Msg`. */
export const authMessages = (accounts: AccountKeeper): MessageService<Msg> => ({
  async UpdateParams(ctx, { authority, params }) {
    requireAuthority(ctx, accounts.authority, authority);
    validateParams(params);
    await accounts.setParams(ctx, params);
    return {};
  },
});
