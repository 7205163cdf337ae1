import { statSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { EchoinApplication } from "../../abci/app/application.js";
import { createEchoin } from "../../abci/app/echoin.js";
import { HaltError } from "../../abci/app/halt.js";
import { createLogger } from "../../abci/app/json-logger.js";
import type { Logger } from "../../abci/app/logger.js";
import { startSignatureThreads } from "../../abci/app/signatures/threads.js";
import { createAbciServer } from "../../abci/server/server.js";
import { type CometBftProcess, describeEnd, exitCodeOf, startCometBft } from "../../cometbft/supervisor.js";
import type { UpgradeNeeded } from "../../modules/upgrade/errors.js";
import { formatUpgradeInfo, UPGRADE_INFO_FILE } from "../../modules/upgrade/upgrade-info.js";
import { entryFile } from "../bundle/entries.js";
import { CliError, messageOf } from "../errors.js";
import type { Home } from "../home.js";
import { findComet, type StartOptions } from "../seams.js";
import { checkDatabase } from "./comet-database.js";
import { requireKind, startDevNode } from "./dev.js";
import { abciAddress, checkListeners } from "./listeners.js";
import { boundHeap, collectGarbage } from "./memory.js";
import { startQueries } from "./queries.js";
import { logSettings, nodeSettings } from "./settings.js";
import { startSnapshots } from "./snapshots.js";
import { openStore } from "./store.js";
import { upgrades } from "./upgrades.js";

/**
 * How long a node stands at the height of an upgrade that it does not know, with its RPC open. cosmovisor changes programs
 * only when the node itself tells it that height (`echoind status`), and looks every DAEMON_POLL_INTERVAL.
 */
const UPGRADE_WAIT_MS = 120_000;

/** What InitChain brings beside app_state, at most, in bytes: parameters and the file's own list of validators. */
const GENESIS_FRAMING = 1 << 20;

/** How the node came to its end. */
type End = { readonly kind: "signal" } | { readonly kind: "fault"; readonly error: Error };

/**
 * Runs one node: store, application, ABCI server, query threads and, beside them, CometBFT. They start in this order and
 * end together in the reverse one, whichever of them ends first.
 * @throws CliError when it cannot start, or when it ended for another reason than the signal
 */
export async function runNode(options: StartOptions): Promise<void> {
  const { home, settings, signal } = options;
  boundHeap();
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
  const { home, settings, version, root } = options;
  const node = nodeSettings(settings, options.skipUpgradeHeights);
  let end!: (how: End) => void;
  const ended = new Promise<End>((resolve) => (end = resolve));
  signal.addEventListener("abort", () => end({ kind: "signal" }), { once: true });
  if (signal.aborted) return { kind: "signal" };

  await checkListeners(options);
  const dev = settings.get("json-rpc.dev") === true;
  requireKind(home, dev);
  if (dev) {
    await startDevNode(options, logger, closers);
    return ended;
  }
  // Found before anything starts: building it may take a minute, and a wrong one is an error of the start.
  const binary = options.withComet ? await cometBinary(options, logger) : undefined;
  const chain = createEchoin({ upgrades, skipUpgradeHeights: node.skipUpgradeHeights });
  const store = await openStore(home, settings, {
    storeNames: chain.storeNames,
    skipUpgradeHeights: options.skipUpgradeHeights,
  });
  closers.push(() => store.close());
  const snapshots = await startSnapshots({ ...options, store, logger });
  closers.push(() => snapshots.close());
  // The application needs the queries, and they need it for simulations: until it is there, nothing is pending.
  const running: { application?: EchoinApplication } = {};
  const queries = await startQueries({
    ...options,
    logger,
    pendingValue: (at, key) => running.application?.pendingValue(at, key),
  });
  closers.push(() => queries.close());

  const stopped = new AbortController();
  const signatures = startSignatureThreads(entryFile(root, "abci/app/signatures/worker"), logger);
  closers.push(() => signatures.close());
  const application = new EchoinApplication({
    chain,
    store,
    settings: node,
    queries,
    snapshots,
    signatures: signatures.ring,
    logger,
    version,
    onGenesisCommitted: collectGarbage,
    onUpgradeNeeded: (needed) => awaitNextProgram({ home, needed, logger, stopped: stopped.signal }),
  });
  await application.load();
  running.application = application;
  const server = createAbciServer({
    address: abciAddress(options),
    application,
    logger,
    limits: { maxFrameBytes: longestFrame(options, store.lastCommit.version) },
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
      env: options.env,
      logger: logger.child({ part: "cometbft" }),
    });
    closers.push(() => comet.stop());
    void watch(comet).then((error) => end({ kind: "fault", error }));
  }
  // CometBFT and the server wait for the block that runs, which may be one that stands still.
  closers.push(async () => stopped.abort());
  return ended;
}

/**
 * Before the first block CometBFT sends all of app_state in one message, which a genesis of many accounts makes longer than any
 * block: it is as long as this home's file says.
 */
function longestFrame({ home, settings }: StartOptions, height: bigint): number {
  const configured = settings.get("abci.max-frame-bytes") as number;
  return height > 0n ? configured : Math.max(configured, statSync(home.genesis).size + GENESIS_FRAMING);
}

async function cometBinary({ home, settings, env, root }: StartOptions, logger: Logger): Promise<string> {
  const configured = settings.get("comet.binary") as string;
  const found = await findComet({ configured, env, root, onProgress: (line) => logger.info(line) });
  logger.info("CometBFT is found", { ...found });
  await checkDatabase(home, found.path, env);
  return found.path;
}

async function watch(comet: CometBftProcess): Promise<Error> {
  const end = await comet.ended;
  const message = describeEnd(end);
  return new CliError(message, { exitCode: exitCodeOf(end), ...nextStep(message) });
}

/** What to do when the disk was full, which CometBFT, SQLite and the system each say in other words. */
function nextStep(message: string): { readonly hint?: string } {
  const full = /no space left on device|SQLITE_FULL|ENOSPC/.test(message);
  return full ? { hint: "the disk is full: make room and start again; nothing is lost" } : {};
}

interface Standstill {
  readonly home: Home;
  readonly needed: UpgradeNeeded;
  readonly logger: Logger;
  /** The node ends. */
  readonly stopped: AbortSignal;
}

/** Writes the file that tells cosmovisor which program comes next, and waits for whoever is to start that one. */
async function awaitNextProgram({ home, needed, logger, stopped }: Standstill): Promise<void> {
  const { plan, height, message } = needed;
  writeFileSync(home.at("data", UPGRADE_INFO_FILE), formatUpgradeInfo({ name: plan.name, height, info: plan.info }));
  logger.error(message);
  logger.info("the node stands still for the next program", { seconds: UPGRADE_WAIT_MS / 1000 });
  await pause(UPGRADE_WAIT_MS, undefined, { signal: stopped }).catch(() => undefined);
}

/** A planned halt is no fault of the node, but cosmovisor and people have to see that it ended. */
function asStartError(error: unknown, home: Home): unknown {
  if (error instanceof CliError) return error;
  if (haltOf(error) !== undefined) {
    return new CliError(messageOf(haltOf(error)), { cause: error, hint: "unset halt-height and halt-time to go on" });
  }
  const message = `the node over ${home.path} ended: ${messageOf(error)}`;
  return new CliError(message, { cause: error, ...nextStep(message) });
}

/** The ABCI server wraps what a handler threw. */
function haltOf(error: unknown): HaltError | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof HaltError) return current;
  }
  return undefined;
}
