import type { ModuleDefinition } from "../../abci/state/module.js";
import { beginBlock } from "./blocks.js";
import { authGenesis } from "./genesis.js";
import { authInvariants } from "./invariants.js";
import type { AccountKeeper } from "./keeper.js";
import { authMessages } from "./messages.js";
import { authQueries } from "./queries.js";
import { MODULE_NAME, STORE_NAME } from "./types.js";

/** The auth module: accounts, their keys and sequence numbers. */
export function authModule(accounts: AccountKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [STORE_NAME],
    consensusVersion: 5,
    messages: [{ service: "cosmos.auth.v1beta1.Msg", handlers: authMessages(accounts) }],
    queries: [{ service: "cosmos.auth.v1beta1.Query", handlers: authQueries(accounts) }],
    genesis: authGenesis(accounts),
    invariants: authInvariants(accounts),
    beginBlock: (ctx) => beginBlock(ctx, accounts),
  };
}
