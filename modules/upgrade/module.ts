import type { ModuleDefinition } from "../../abci/state/module.js";
import { upgradeInvariants } from "./invariants.js";
import type { UpgradeKeeper } from "./keeper.js";
import { upgradeMessages } from "./messages.js";
import { upgradeQueries } from "./queries.js";
import { MODULE_NAME } from "./types.js";

/**
 * The upgrade module: planned changes of the binary. It has no part in app_state; the wiring calls `initVersions` at
 * genesis and `preBlock` (blocks.ts) before each block.
 */
export function upgradeModule(upgrade: UpgradeKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 2,
    messages: [{ service: "cosmos.upgrade.v1beta1.Msg", handlers: upgradeMessages(upgrade) }],
    queries: [{ service: "cosmos.upgrade.v1beta1.Query", handlers: upgradeQueries(upgrade) }],
    invariants: upgradeInvariants(upgrade),
  };
}
