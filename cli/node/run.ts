import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EchoinApplication } from "../../abci/app/application.js";
import type { NodeSettings } from "../../abci/app/config.js";
import { createEchoin } from "../../abci/app/echoin.js";
import { HaltError } from "../../abci/app/halt.js";
import { createLogger, type LogSettings } from "../../abci/app/json-logger.js";
import type { Logger } from "../../abci/app/logger.js";
import { createAbciServer } from "../../abci/server/server.js";
import { openMultiStore } from "../../abci/store/open.js";
import type { TreeStore } from "../../abci/store/multistore.js";
import { type CometBftProcess, startCometBft } from "../../cometbft/supervisor.js";
import type { UpgradeNeeded } from "../../modules/upgrade/errors.js";
import {
  formatUpgradeInfo,
  parseUpgradeInfo,
  storeUpgradesAtStart,
  UPGRADE_INFO_FILE,
} from "../../modules/upgrade/upgrade-info.js";
import { CliError } from "../errors.js";
import type { Settings } from "../config/schema.js";
import type { Home } from "../home.js";
import { findComet, type StartOptions } from "../seams.js";
import { startQueries } from "./queries.js";
import { nodeSettings, pruningOf, storeFile } from "./settings.js";
import { startSnapshots } from "./snapshots.js";
import { upgrades } from "./upgrades.js";

/** How the node came to its end. */
type End = { readonly kind: "signal" } | { readonly kind: "fault"; readonly error: Error };

/**
 * Runs one node: store, application, ABCI server, query threads and, beside them, CometBFT. They start in this order and
 * end together in the reverse one, whichever of them ends first.
 * @throws CliError when it cannot start, or when it ended for another reason than the signal
 */
export async function runNode(options: StartOptions): Promise<void> {
  const { home, settings, signal } = options;
  const logger = createLogger(logSettings(settings));
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const end = await run(options, logger, closers, signal);
    if (end.kind === "fault") throw end.error;
    logger.info("stopping");
  } catch (error) {
    throw asStartError(error, home);
  } finally {
    for (const close of closers.reverse()) {
      await close().catch((error: unknown) => logger.error("a part did not end cleanly", { error }));
    }
  }
}

async function run(
  options: StartOptions,
  logger: Logger,
  closers: (() => Promise<unknown>)[],
  signal: AbortSignal,
): Promise<End> {
  const { home, settings, version } = options;
  const node = nodeSettings(settings);
  let end!: (how: End) => void;
  const ended = new Promise<End>((resolve) => (end = resolve));
  signal.addEventListener("abort", () => end({ kind: "signal" }), { once: true });
  if (signal.aborted) return { kind: "signal" };

  // Found before anything starts: building it may take a minute, and a wrong one is an error of the start.
  const binary = options.withComet
    ? (await findComet({ configured: settings.get("comet.binary") as string, env: process.env })).path
    : undefined;
  const chain = createEchoin({ upgrades, skipUpgradeHeights: node.skipUpgradeHeights });
  const store = await openStore(home, settings, chain.storeNames, node);
  closers.push(() => store.close());
  const snapshots = startSnapshots({ ...options, store, logger });
  closers.push(() => snapshots.close());
  const queries = await startQueries({
    ...options,
    logger,
    pendingValue: (at, key) => application.pendingValue(at, key),
  });
  closers.push(() => queries.close());

  const application = new EchoinApplication({
    chain,
    store,
    settings: node,
    queries,
    snapshots,
    logger,
    version,
    onUpgradeNeeded: (needed) => writeUpgradeInfo(home, needed, logger),
  });
  await application.load();
  const server = createAbciServer({
    address: abciAddress(home, settings),
    application,
    logger,
    limits: { maxFrameBytes: settings.get("abci.max-frame-bytes") as number },
    onFatal: (error) => end({ kind: "fault", error }),
  });
  await server.listen();
  closers.push(() => server.close());
  logger.info("application is ready", { address: server.address, height: store.lastCommit.version });

  if (binary !== undefined) {
    const comet = await startCometBft({
      binary,
      home: home.path,
      proxyApp: server.address,
      args: options.cometArguments,
      env: process.env,
      logger: logger.child({ module: "cometbft" }),
    });
    closers.push(() => comet.stop());
    void watch(comet).then((error) => end({ kind: "fault", error }));
  }
  return ended;
}

async function watch(comet: CometBftProcess): Promise<Error> {
  const { code, signal, lastLines } = await comet.ended;
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  return new Error(`CometBFT ended ${how}; its last lines:\n${lastLines.join("\n")}`);
}

async function openStore(
  home: Home,
  settings: Settings,
  storeNames: readonly string[],
  { skipUpgradeHeights }: NodeSettings,
): Promise<TreeStore> {
  mkdirSync(home.at("data"), { recursive: true, mode: 0o700 });
  const store = await openMultiStore({
    file: storeFile(home),
    storeNames,
    pruning: pruningOf(settings),
    cacheNodes: settings.get("store.cache-nodes") as number,
  });
  const file = home.at("data", UPGRADE_INFO_FILE);
  const info = existsSync(file) ? parseUpgradeInfo(readFileSync(file, "utf8")) : undefined;
  const changes = storeUpgradesAtStart({
    info,
    lastVersion: store.lastCommit.version,
    table: upgrades,
    skipHeights: skipUpgradeHeights,
  });
  if (changes !== undefined) store.applyUpgrades(changes);
  return store;
}

/** The line that cosmovisor waits for, and the file that tells it which program comes next. */
function writeUpgradeInfo(home: Home, { plan, height, message }: UpgradeNeeded, logger: Logger): void {
  writeFileSync(home.at("data", UPGRADE_INFO_FILE), formatUpgradeInfo({ name: plan.name, height, info: plan.info }));
  logger.error(message);
}

/** The socket's address: a file inside the home unless told otherwise. */
function abciAddress(home: Home, settings: Settings): string {
  const address = settings.get("abci.address") as string;
  if (address === "unix") return `unix://${join(home.path, "data", "abci.sock")}`;
  return address.includes("://") ? address : `tcp://${address}`;
}

export function logSettings(settings: Settings): LogSettings {
  return {
    level: settings.get("log.level") as LogSettings["level"],
    format: settings.get("log.format") as LogSettings["format"],
  };
}

function asStartError(error: unknown, home: Home): unknown {
  if (error instanceof CliError) return error;
  if (error instanceof HaltError)
    return new CliError(error.message, { hint: "unset halt-height and halt-time to go on" });
  const message = error instanceof Error ? error.message : String(error);
  return new CliError(`the node over ${home.path} ended: ${message}`, { cause: error });
}
