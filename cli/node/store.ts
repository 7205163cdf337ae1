import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { CorruptStoreError, StoreOpenError } from "../../abci/store/errors.js";
import { WriterLock } from "../../abci/store/lock.js";
import type { TreeStore } from "../../abci/store/multistore.js";
import { openMultiStore } from "../../abci/store/open.js";
import { parseUpgradeInfo, storeUpgradesAtStart, UPGRADE_INFO_FILE } from "../../modules/upgrade/upgrade-info.js";
import type { Settings } from "../config/schema.js";
import { asCliError, CliError, codeOf, messageOf } from "../errors.js";
import type { Home } from "../home.js";
import { pruningOf, storeFile } from "./settings.js";
import { upgrades } from "./upgrades.js";

/** What a store is opened with, beside the home's settings. */
export interface StoreParts {
  readonly storeNames: readonly string[];
  readonly skipUpgradeHeights: readonly bigint[];
}

/** Opens a home's state for writing. @throws CliError that names the file, what is wrong with it and the next step */
export async function openStore(home: Home, settings: Settings, parts: StoreParts): Promise<TreeStore> {
  mkdirSync(home.at("data"), { recursive: true, mode: 0o700 });
  const file = storeFile(home);
  const store = await openMultiStore({
    file,
    storeNames: parts.storeNames,
    pruning: pruningOf(settings),
    cacheNodes: settings.get("store.cache-nodes") as number,
  }).catch((error: unknown) => {
    throw storeFault(home, error);
  });
  const path = home.at("data", UPGRADE_INFO_FILE);
  const changes = storeUpgradesAtStart({
    info: existsSync(path) ? asCliError(() => parseUpgradeInfo(readFileSync(path, "utf8")), path) : undefined,
    lastVersion: store.lastCommit.version,
    table: upgrades,
    skipHeights: parts.skipUpgradeHeights,
  });
  if (changes !== undefined) store.applyUpgrades(changes);
  return store;
}

/**
 * Runs work during which nobody may have the home's state open, such as deleting it.
 * @throws CliError when a node runs on this home
 */
export async function whileStopped(home: Home, work: () => void): Promise<void> {
  mkdirSync(home.at("data"), { recursive: true, mode: 0o700 });
  const lock = await WriterLock.take(storeFile(home)).catch((error: unknown) => {
    throw storeFault(home, error);
  });
  try {
    work();
  } finally {
    await lock.release();
  }
}

/** An error of the store with the file's name and the next step. */
export function storeFault(home: Home, error: unknown): CliError {
  const file = storeFile(home);
  const message = messageOf(error).includes(file) ? messageOf(error) : `${file}: ${messageOf(error)}`;
  if (error instanceof CorruptStoreError) {
    const reset = `echoind comet unsafe-reset-all --home ${home.path}`;
    return new CliError(message, {
      cause: error,
      hint: `the damaged file is not used: restore a copy, or ${reset} and start again from the network or a snapshot`,
    });
  }
  const code = codeOf(error) ?? codeOf((error as { cause?: unknown }).cause);
  if (code === "ENOSPC" || code === "SQLITE_FULL") {
    return new CliError(`${file}: the disk is full`, {
      cause: error,
      hint: "make room and start again: nothing is lost",
    });
  }
  if (error instanceof StoreOpenError && code === undefined && /locked/.test(message)) {
    return new CliError(message, { cause: error, hint: "only one process may have a home open" });
  }
  return new CliError(message, { cause: error });
}
