import type { QueryService } from "../../abci/state/module.js";
import type { Query } from "../../proto/generated/echoin/chain/v1/query.js";
import type { ChainKeeper } from "./keeper.js";

/** `echoin.chain.v1.Query`. */
export const chainQueries = (chain: ChainKeeper): QueryService<Query> => ({
  async Info(ctx) {
    return { info: await chain.info(ctx) };
  },
});
