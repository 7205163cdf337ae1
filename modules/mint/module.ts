import type { ModuleDefinition } from "../../abci/state/module.js";
import { mintGenesis } from "./genesis.js";
import { mintInvariants } from "./invariants.js";
import type { MintKeeper } from "./keeper.js";
import { mintMessages } from "./messages.js";
import { mintQueries } from "./queries.js";
import { MODULE_NAME } from "./types.js";

/** The mint module: new coins for those who stake. */
export function mintModule(mint: MintKeeper, defaultDenom: string): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 2,
    messages: [{ service: "cosmos.mint.v1beta1.Msg", handlers: mintMessages(mint) }],
    queries: [{ service: "cosmos.mint.v1beta1.Query", handlers: mintQueries(mint) }],
    genesis: mintGenesis(mint, defaultDenom),
    invariants: mintInvariants(mint),
    beginBlock: (ctx) => mint.mintBlock(ctx),
  };
}
