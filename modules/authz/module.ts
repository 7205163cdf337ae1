import type { ModuleDefinition } from "../../abci/state/module.js";
import { beginBlock } from "./blocks.js";
import { authzGenesis } from "./genesis.js";
import { authzInvariants } from "./invariants.js";
import type { AuthzKeeper } from "./keeper.js";
import { authzMessages } from "./messages.js";
import { authzQueries } from "./queries.js";
import { MODULE_NAME } from "./types.js";

/** The authz module: messages run in another account's name, as it allowed. */
export function authzModule(authz: AuthzKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 2,
    messages: [{ service: "cosmos.authz.v1beta1.Msg", handlers: authzMessages(authz) }],
    queries: [{ service: "cosmos.authz.v1beta1.Query", handlers: authzQueries(authz) }],
    genesis: authzGenesis(authz),
    invariants: authzInvariants(authz),
    beginBlock: (ctx) => beginBlock(ctx, authz),
  };
}
