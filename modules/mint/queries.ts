import type { Query } from "cosmjs-types/cosmos/mint/v1beta1/query";
import type { Decimal } from "../../abci/state/decimals.js";
import type { QueryService } from "../../abci/state/module.js";
import type { MintKeeper } from "./keeper.js";
import { paramsToWire } from "./params.js";

/** `cosmos.mint.v1beta1.Query` of SDK 0.53. */
export const mintQueries = (mint: MintKeeper): QueryService<Query> => ({
  async Params(ctx) {
    return { params: paramsToWire(await mint.params(ctx)) };
  },

  async Inflation(ctx) {
    return { inflation: decimalBytes((await mint.minter.getSet(ctx)).inflation) };
  },

  async AnnualProvisions(ctx) {
    return { annualProvisions: decimalBytes((await mint.minter.getSet(ctx)).annualProvisions) };
  },
});

/** These two fields are of type bytes, and hold a decimal's text. */
const decimalBytes = (value: Decimal): Uint8Array => Buffer.from(value.toString(), "latin1");
