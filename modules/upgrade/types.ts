import type { Plan } from "cosmjs-types/cosmos/upgrade/v1beta1/upgrade";
import type { WriteContext } from "../../abci/state/context.js";
import type { StoreUpgrades } from "../../abci/store/types.js";

export const MODULE_NAME = "upgrade";

/** What this binary does at the height of one planned upgrade. */
export interface UpgradeHandler {
  /** Stores that begin and end with the upgrade's height; the application opens the database accordingly. */
  readonly storeUpgrades?: StoreUpgrades;
  /** What is left to do after the modules' own migrations. */
  migrate?(ctx: WriteContext, plan: Plan): Promise<void>;
}

/**
 * All upgrades that this binary knows, by plan name. The last one that the chain has done has to stay in it: its
 * presence proves that the binary is not older than the state.
 */
export type UpgradeTable = Readonly<Record<string, UpgradeHandler>>;

/** What was done before a block; `log` is a line for the operator. */
export type PreBlockResult =
  { readonly kind: "none" } | { readonly kind: "applied" | "skipped"; readonly plan: Plan; readonly log: string };
