import type { Msg } from "cosmjs-types/cosmos/mint/v1beta1/tx";
import type { MessageService } from "../../abci/state/module.js";
import { invalidAuthority } from "./errors.js";
import type { MintKeeper } from "./keeper.js";
import { parseParams } from "./params.js";

/** `cosmos.mint.v1beta1.Msg` of SDK 0.53. */
export const mintMessages = (mint: MintKeeper): MessageService<Msg> => ({
  async UpdateParams(ctx, { authority, params }) {
    const expected = ctx.addresses.format(mint.authority);
    if (authority !== expected) throw invalidAuthority(expected, authority);
    await mint.parameters.set(ctx, parseParams(params));
    return {};
  },
});
