import type { WriteContext } from "../../abci/state/context.js";
import type { ModuleDefinition } from "../../abci/state/module.js";
import { halts, UpgradeNeeded } from "./errors.js";
import type { UpgradeKeeper } from "./keeper.js";
import { isDue } from "./plan.js";
import type { PreBlockResult } from "./types.js";

/**
 * Runs before everything else in a block: does the upgrade that is due, or stops the node when this binary is the wrong
 * one for the block.
 *
 * @param modules all modules, in the order in which they migrate
 * @throws UpgradeNeeded at the height of an upgrade that this binary does not know
 * @throws UpgradeHalt when this binary is older than the state, or has an upgrade that is not due yet
 */
export async function preBlock(
  ctx: WriteContext,
  upgrade: UpgradeKeeper,
  modules: readonly ModuleDefinition[],
): Promise<PreBlockResult> {
  const { height } = ctx.block;
  const plan = await upgrade.plan.get(ctx);
  const isApplied = plan !== undefined && isDue(plan, height) && !upgrade.isSkipped(height);
  if (!isApplied) await assertNotOlder(ctx, upgrade);
  if (plan === undefined) return { kind: "none" };

  if (!isDue(plan, height)) {
    if (upgrade.handlerOf(plan.name) !== undefined) throw halts.tooEarly(plan.name);
    return { kind: "none" };
  }
  if (!isApplied) {
    await upgrade.clear(ctx);
    return { kind: "skipped", plan, log: `UPGRADE "${plan.name}" SKIPPED at ${plan.height}: ${plan.info}` };
  }
  if (upgrade.handlerOf(plan.name) === undefined) throw new UpgradeNeeded(plan, height);
  await upgrade.apply(ctx, plan, modules);
  return { kind: "applied", plan, log: `applying upgrade "${plan.name}" at height: ${plan.height}` };
}

/** A binary without the handler of the last upgrade done was made before it, and would run the old rules. */
async function assertNotOlder(ctx: WriteContext, upgrade: UpgradeKeeper): Promise<void> {
  const last = await upgrade.lastDone(ctx);
  if (last === undefined || upgrade.handlerOf(last) !== undefined) return;
  throw halts.handlerMissing({ name: last, appVersion: (await upgrade.protocolVersion.get(ctx)) ?? 0n });
}
