import type { ModuleDefinition } from "../../abci/state/module.js";
import { consensusInvariants } from "./invariants.js";
import type { ConsensusKeeper } from "./keeper.js";
import { consensusMessages } from "./messages.js";
import { consensusQueries } from "./queries.js";
import { MODULE_NAME } from "./types.js";

/** The consensus module: CometBFT's parameters. They come from the genesis document itself, not from app_state. */
export function consensusModule(consensus: ConsensusKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 1,
    messages: [{ service: "cosmos.consensus.v1.Msg", handlers: consensusMessages(consensus) }],
    queries: [{ service: "cosmos.consensus.v1.Query", handlers: consensusQueries(consensus) }],
    invariants: consensusInvariants(consensus),
  };
}
