import type { UpgradeTable } from "../../modules/upgrade/types.js";

/** Planned upgrades that this program can carry out, by plan name. The last one done has to stay in the table. */
export const upgrades: UpgradeTable = {};
