import { type NodeSettings, parseGasPrices } from "../../abci/app/config.js";
import type { LogSettings } from "../../abci/app/json-logger.js";
import { PRUNING, type Pruning } from "../../abci/store/pruning.js";
import type { Settings } from "../config/schema.js";
import type { Home } from "../home.js";

/** The state's database. */
export function storeFile(home: Home): string {
  return home.at("data", "application.db");
}

/** The index of Ethereum blocks, beside the state. */
export function ethereumIndexFile(home: Home): string {
  return home.at("data", "ethereum.db");
}

/** Transactions that are kept and offered again. */
export function queueFile(home: Home): string {
  return home.at("data", "queue.db");
}

export function pruningOf(settings: Settings): Pruning {
  const name = settings.get("pruning") as "default" | "nothing" | "everything" | "custom";
  if (name !== "custom") return PRUNING[name];
  return {
    keepRecent: BigInt(settings.get("pruning-keep-recent") as number),
    interval: BigInt(settings.get("pruning-interval") as number),
  };
}

/** What app.toml tells the application; the file's own check has refused what is malformed. */
export function nodeSettings(settings: Settings, skipUpgradeHeights: readonly bigint[]): NodeSettings {
  return {
    minGasPrices: parseGasPrices(settings.get("minimum-gas-prices") as string),
    haltHeight: BigInt(settings.get("halt-height") as number),
    haltTimeSeconds: BigInt(settings.get("halt-time") as number),
    minRetainBlocks: BigInt(settings.get("min-retain-blocks") as number),
    skipUpgradeHeights,
    checkInvariants: settings.get("check-invariants") as boolean,
    indexEvents: settings.get("index-events") as readonly string[],
  };
}

/** Level and format of log lines. */
export function logSettings(settings: Settings): LogSettings {
  return {
    level: settings.get("log.level") as LogSettings["level"],
    format: settings.get("log.format") as LogSettings["format"],
  };
}
