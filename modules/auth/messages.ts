import type { Msg } from "cosmjs-types/cosmos/auth/v1beta1/tx";
import type { MessageService } from "../../abci/state/module.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { invalidAuthority } from "./errors.js";
import type { AccountKeeper } from "./keeper.js";
import { validateParams } from "./params.js";

/** `cosmos.auth.v1beta1.Msg`. */
export const authMessages = (accounts: AccountKeeper): MessageService<Msg> => ({
  async UpdateParams(ctx, { authority, params }) {
    if (!bytesEqual(ctx.addresses.parse(authority), accounts.authority)) {
      throw invalidAuthority(ctx.addresses.format(accounts.authority), authority);
    }
    validateParams(params);
    await accounts.setParams(ctx, params);
    return {};
  },
});
