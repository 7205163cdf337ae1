import type { Msg } from "cosmjs-types/cosmos/mint/v1beta1/tx";
import { requireAuthorityText } from "../../abci/state/authority.js";
import type { MessageService } from "../../abci/state/module.js";
import type { MintKeeper } from "./keeper.js";
import { parseParams } from "./params.js";

/** `cosmos.mint.v1beta1.Msg` of SDK 0.53. */
export const mintMessages = (mint: MintKeeper): MessageService<Msg> => ({
  async UpdateParams(ctx, { authority, params }) {
    requireAuthorityText(ctx, mint.authority, authority);
    await mint.parameters.set(ctx, parseParams(params));
    return {};
  },
});
