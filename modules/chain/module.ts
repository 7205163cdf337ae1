import type { ModuleDefinition } from "../../abci/state/module.js";
import { chainGenesis } from "./genesis.js";
import { chainInvariants } from "./invariants.js";
import type { ChainKeeper } from "./keeper.js";
import { chainQueries } from "./queries.js";
import { MODULE_NAME } from "./types.js";

/** The chain module: what this chain calls itself. */
export function chainModule(chain: ChainKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 1,
    queries: [{ service: "echoin.chain.v1.Query", handlers: chainQueries(chain) }],
    genesis: chainGenesis(chain),
    invariants: chainInvariants(chain),
  };
}
