import { requireAuthority } from "../../abci/state/authority.js";
import type { MessageService } from "../../abci/state/module.js";
import type { Msg } from "../../proto/generated/echoin/feemarket/v1/tx.js";
import type { FeeMarketKeeper } from "./keeper.js";
import { readParams } from "./params.js";

/** `echoin.feemarket.v1.Msg`. */
export const feeMarketMessages = (market: FeeMarketKeeper): MessageService<Msg> => ({
  async UpdateParams(ctx, { authority, params }) {
    requireAuthority(ctx, market.authority, authority);
    await market.parameters.set(ctx, readParams(params));
    return {};
  },
});
