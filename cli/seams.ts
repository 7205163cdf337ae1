/**
 * Where the command line meets the parts of the node that live elsewhere. Each function here is the only caller of its
 * part, so that cli's own code stays free of how the application, the store and CometBFT are built.
 */
import type { GenesisDocument } from "./chain/genesis.js";
import { CliError } from "./errors.js";
import type { Settings } from "./config/schema.js";
import type { Home } from "./home.js";
import type { Invocation } from "./invocation.js";

const notConnected = (what: string): never => {
  throw new CliError(`${what} is not connected yet`);
};

/** What `init` is told about a new chain. */
export interface NewChain {
  readonly denom: string;
  readonly prefix: string;
  readonly coinType: number;
  /** The unit that people count in, when it is not Echoin's own. */
  readonly display: { readonly name: string; readonly exponent: number } | undefined;
}

/** Every module's default state, with the chain's prefix and denomination. (abci/app: defaultAppState) */
export async function defaultAppState(_chain: NewChain): Promise<Record<string, unknown>> {
  return notConnected("the application's genesis");
}

/** Holds app_state to what every module takes. @throws CliError naming the module and the fault (abci/app: validateAppState) */
export async function validateGenesisState(_document: GenesisDocument, _path: string): Promise<void> {
  return notConnected("the application's genesis check");
}

/** Text of config/config.toml. (cometbft: templates) */
export async function cometConfig(_options: { moniker: string; profile: "production" | "devnet" }): Promise<string> {
  return notConnected("CometBFT's configuration template");
}

/** What `start` runs. */
export interface StartOptions {
  readonly home: Home;
  readonly settings: Settings;
  readonly withComet: boolean;
  /** Arguments after `--`, for the cometbft process. */
  readonly cometArguments: readonly string[];
  readonly signal: AbortSignal;
  readonly version: string;
  /** Where the package lies: its built files are below `dist`. */
  readonly root: string;
}

/** Runs the node until the signal aborts or it ends by itself. @throws CliError when it cannot start or ends in a fault */
export async function runNode(options: StartOptions): Promise<void> {
  // Loaded here: other commands need none of it and start faster without.
  const { runNode: run } = await import("./node/run.js");
  return run(options);
}

/** The exported genesis of a committed height (0n: the last). (abci/app: exportAppState) */
export async function exportGenesis(
  _call: Invocation,
  _options: { height: bigint; forZeroHeight: boolean },
): Promise<Record<string, unknown>> {
  return notConnected("export");
}

/** Takes the application back by one height. @returns the height and app hash that it is at (abci/store: rollback) */
export async function rollbackState(
  _home: Home,
  _settings: Settings,
  _options: { hard: boolean; env: Readonly<Record<string, string | undefined>> },
): Promise<{ height: bigint; hash: Uint8Array }> {
  return notConnected("rollback");
}

/** One state-sync snapshot. */
export interface SnapshotSummary {
  readonly height: bigint;
  readonly format: number;
  readonly chunks: number;
}

/** Snapshots of a stopped node. (abci/store: snapshots) */
export interface SnapshotTools {
  list(): Promise<SnapshotSummary[]>;
  export(height: bigint): Promise<SnapshotSummary>;
  restore(height: bigint, format: number): Promise<void>;
  delete(height: bigint, format: number): Promise<void>;
  dump(height: bigint, format: number, file: string): Promise<void>;
  load(file: string): Promise<SnapshotSummary>;
}

export async function snapshotTools(_home: Home, _settings: Settings): Promise<SnapshotTools> {
  return notConnected("snapshots");
}

/** Removes heights that a pruning keeps no longer. @returns how many versions remain (abci/store: pruning) */
export async function pruneState(_home: Home, _settings: Settings): Promise<{ earliest: bigint; latest: bigint }> {
  return notConnected("prune");
}

/** Path and version of the cometbft binary that start would run. (cometbft: finder) */
export async function findComet(_options: {
  configured: string;
  env: Readonly<Record<string, string | undefined>>;
}): Promise<{
  path: string;
  version: string;
}> {
  return notConnected("the search for CometBFT");
}
