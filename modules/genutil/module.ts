import type { ModuleDefinition } from "../../abci/state/module.js";
import { genutilGenesis } from "./genesis.js";
import { type GenesisExecutor, MODULE_NAME } from "./types.js";

/** The genutil module: transactions that enter validators before the first block. It has no state. */
export function genutilModule(executor: GenesisExecutor): ModuleDefinition {
  return { name: MODULE_NAME, stores: [], consensusVersion: 1, genesis: genutilGenesis(executor) };
}
