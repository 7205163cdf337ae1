import type { Query } from "cosmjs-types/cosmos/consensus/v1/query";
import type { QueryService } from "../../abci/state/module.js";
import type { ConsensusKeeper } from "./keeper.js";

/** `cosmos.consensus.v1.Query`. */
export const consensusQueries = (consensus: ConsensusKeeper): QueryService<Query> => ({
  async Params(ctx) {
    return { params: await consensus.params(ctx) };
  },
});
