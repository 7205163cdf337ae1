import type { ModuleDefinition } from "../../abci/state/module.js";
import { beginBlock } from "./blocks.js";
import { checkConservation } from "./conservation.js";
import { distributionGenesis } from "./genesis.js";
import { distributionInvariants } from "./invariants.js";
import type { DistributionKeeper } from "./keeper.js";
import { distributionMessages, distributionReadAhead } from "./messages.js";
import { distributionQueries } from "./queries.js";
import { MODULE_NAME } from "./types.js";

/** The distribution module: awards of validators and delegators, and the community pool. */
export function distributionModule(distribution: DistributionKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 3,
    messages: [{ service: "cosmos.distribution.v1beta1.Msg", handlers: distributionMessages(distribution) }],
    queries: [{ service: "cosmos.distribution.v1beta1.Query", handlers: distributionQueries(distribution) }],
    genesis: distributionGenesis(distribution),
    invariants: distributionInvariants(distribution),
    readAhead: distributionReadAhead(distribution),
    beginBlock: (ctx) => beginBlock(ctx, distribution),
    checkWrites: (writes, committed) => checkConservation(distribution, writes, committed),
  };
}
