import { AppError, AssertionError, assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import type { UpgradeKeeper } from "./keeper.js";
import { validatePlan } from "./plan.js";

/** UPGRADE-1 and UPGRADE-2 of the README. */
export const upgradeInvariants = (upgrade: UpgradeKeeper): readonly Invariant[] => [
  {
    id: "UPGRADE-1",
    says: "the planned upgrade is valid and not done yet",
    cheap: true,
    async check(ctx) {
      const plan = await upgrade.plan.get(ctx);
      if (plan === undefined) return;
      try {
        validatePlan(plan);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        throw new AssertionError(`UPGRADE-1: ${error.message}`);
      }
      const done = await upgrade.doneHeight(ctx, plan.name);
      assert(done === undefined, `UPGRADE-1: ${plan.name} is planned, but was done at height ${done}`);
    },
  },
  {
    id: "UPGRADE-2",
    says: "the protocol version counts the upgrades done",
    cheap: false,
    async check(ctx) {
      let done = 0n;
      for await (const _ of upgrade.done.range(ctx)) done++;
      const version = (await upgrade.protocolVersion.get(ctx)) ?? 0n;
      assert(version === done, `UPGRADE-2: ${done} upgrades are done, but the protocol version is ${version}`);
    },
  },
];
