import { existsSync } from "node:fs";
import { createEchoin } from "../../abci/app/echoin.js";
import type { TreeStore } from "../../abci/store/multistore.js";
import type { Settings } from "../config/schema.js";
import { CliError } from "../errors.js";
import type { Home } from "../home.js";
import { storeFile } from "./settings.js";
import { openStore } from "./store.js";

/** The store of a stopped node. @throws CliError when there is no state yet, or it cannot be opened */
export async function openForWork(home: Home, settings: Settings): Promise<TreeStore> {
  requireState(home);
  return openStore(home, settings, { storeNames: createEchoin().storeNames, skipUpgradeHeights: [] });
}

/** @throws CliError when the node has never run */
export function requireState(home: Home): void {
  if (existsSync(storeFile(home))) return;
  throw new CliError(`${home.path} has no state yet`, { hint: "it begins with the first echoind start" });
}
