import type { createEchoin, Echoin, EchoinOptions } from "../../../abci/app/echoin.js";
import { ModuleStore } from "../../../abci/state/collections.js";
import type { WriteContext } from "../../../abci/state/context.js";
import type { ModuleDefinition } from "../../../abci/state/module.js";
import { preBlock } from "../../../modules/upgrade/blocks.js";
import type { UpgradeTable } from "../../../modules/upgrade/types.js";
import type { Wrap } from "../variant.js";
import { HEARTBEAT, heartbeatModule } from "./heartbeat.js";

/** Name of the plan at which this version takes over. */
export const PLAN = "next";

/** What the window of missed votes is from the upgrade on, in blocks. */
export const NEXT_WINDOW = 77n;

/** What a version does that brings a module with a store, and changes a parameter of one that there was. */
export const nextVersion: readonly Wrap[] = [
  { file: "abci/app/echoin", name: "createEchoin", by: "testnet/variants/next/next", wrapper: "withHeartbeat" },
  { file: "cli/node/upgrades", name: "upgrades", by: "testnet/variants/next/next", wrapper: "withPlan" },
];

/** The upgrades that the version before knew, and its own. */
export const withPlan = (before: UpgradeTable): UpgradeTable => ({
  ...before,
  [PLAN]: { storeUpgrades: { added: [HEARTBEAT], deleted: [] } },
});

/** The chain of the version before with the heartbeat module, and slashing in a version that begins with another window. */
export function withHeartbeat(before: typeof createEchoin): typeof createEchoin {
  return (options?: EchoinOptions): Echoin => {
    const chain = before(options);
    const heartbeat = heartbeatModule(new ModuleStore(HEARTBEAT));
    const slashing = withWindow(chain);
    const allModules = [...chain.allModules.map((each) => (each.name === slashing.name ? slashing : each)), heartbeat];
    return {
      ...chain,
      allModules,
      storeNames: [...chain.storeNames, HEARTBEAT].sort(),
      beginBlockOrder: [...chain.beginBlockOrder, heartbeat],
      preBlock: (ctx) => preBlock(ctx, chain.keepers.upgrade, allModules),
    };
  };
}

function withWindow({ modules, keepers: { slashing } }: Echoin): ModuleDefinition {
  const before = modules.slashing.consensusVersion;
  const change = async (ctx: WriteContext): Promise<void> =>
    slashing.setParams(ctx, { ...(await slashing.params(ctx)), signedBlocksWindow: NEXT_WINDOW });
  return { ...modules.slashing, consensusVersion: before + 1, migrations: { [before]: change } };
}
