import type { ModuleDefinition } from "../../abci/state/module.js";
import { endBlock } from "./blocks.js";
import { feegrantGenesis } from "./genesis.js";
import { feegrantInvariants } from "./invariants.js";
import type { FeegrantKeeper } from "./keeper.js";
import { feegrantMessages } from "./messages.js";
import { feegrantQueries } from "./queries.js";
import { MODULE_NAME } from "./types.js";

/** The feegrant module: fees paid by another account, as it allowed. */
export function feegrantModule(feegrant: FeegrantKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 2,
    messages: [{ service: "cosmos.feegrant.v1beta1.Msg", handlers: feegrantMessages(feegrant) }],
    queries: [{ service: "cosmos.feegrant.v1beta1.Query", handlers: feegrantQueries(feegrant) }],
    genesis: feegrantGenesis(feegrant),
    invariants: feegrantInvariants(feegrant),
    endBlock: (ctx) => endBlock(ctx, feegrant),
  };
}
