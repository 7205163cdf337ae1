import type { ModuleDefinition } from "../../abci/state/module.js";
import { councilGenesis } from "./genesis.js";
import { councilInvariants } from "./invariants.js";
import type { CouncilKeeper } from "./keeper.js";
import { councilMessages } from "./messages.js";
import { councilQueries } from "./queries.js";
import { MODULE_NAME } from "./types.js";

/** The council module: one seat for each active validator, one vote for each seat; and roles. */
export function councilModule(council: CouncilKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 1,
    messages: [{ service: "echoin.council.v1.Msg", handlers: councilMessages(council) }],
    queries: [{ service: "echoin.council.v1.Query", handlers: councilQueries(council) }],
    genesis: councilGenesis(council),
    invariants: councilInvariants(council),
  };
}
