import type { ModuleDefinition } from "../../abci/state/module.js";
import { endBlock } from "./blocks.js";
import { govGenesis } from "./genesis.js";
import { govInvariants } from "./invariants.js";
import type { GovKeeper } from "./keeper.js";
import { govMessages } from "./messages.js";
import { legacyGovMessages } from "./messages-legacy.js";
import { govQueries } from "./queries.js";
import { legacyGovQueries } from "./queries-legacy.js";
import { MODULE_NAME } from "./types.js";

/** The gov module: proposals, on which holders and the council vote, and which act in gov's name. */
export function govModule(gov: GovKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 5,
    messages: [
      { service: "cosmos.gov.v1.Msg", handlers: govMessages(gov) },
      { service: "cosmos.gov.v1beta1.Msg", handlers: legacyGovMessages(gov) },
    ],
    queries: [
      { service: "cosmos.gov.v1.Query", handlers: govQueries(gov) },
      { service: "cosmos.gov.v1beta1.Query", handlers: legacyGovQueries(gov) },
    ],
    genesis: govGenesis(gov),
    invariants: govInvariants(gov),
    endBlock: (ctx) => endBlock(ctx, gov),
  };
}
