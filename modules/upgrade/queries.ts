import type { Query } from "cosmjs-types/cosmos/upgrade/v1beta1/query";
import { notFound, type QueryService } from "../../abci/state/module.js";
import type { UpgradeKeeper } from "./keeper.js";

/** `cosmos.upgrade.v1beta1.Query`. */
export const upgradeQueries = (upgrade: UpgradeKeeper): QueryService<Query> => ({
  async CurrentPlan(ctx) {
    const plan = await upgrade.plan.get(ctx);
    return plan === undefined ? {} : { plan };
  },

  async AppliedPlan(ctx, { name }) {
    return { height: (await upgrade.doneHeight(ctx, name)) ?? 0n };
  },

  async UpgradedConsensusState(ctx, { lastHeight }) {
    const state = await upgrade.upgradedConsensusState(ctx, lastHeight);
    return { upgradedConsensusState: state ?? new Uint8Array(0) };
  },

  async ModuleVersions(ctx, { moduleName }) {
    if (moduleName === "") return { moduleVersions: await upgrade.moduleVersions(ctx) };
    const version = await upgrade.versions.get(ctx, moduleName);
    if (version === undefined) {
      throw notFound(`x/upgrade: QueryModuleVersions module ${moduleName} not found: module version not found`);
    }
    return { moduleVersions: [{ name: moduleName, version }] };
  },

  async Authority(ctx) {
    return { address: ctx.addresses.format(upgrade.authority) };
  },
});
