/**
 * Where the command line meets the parts of the node that live elsewhere. Nothing else in cli/ knows how the application,
 * the store and CometBFT are built; each part is loaded when its command runs.
 */
import { join } from "node:path";
import type { GenesisDocument, GenesisText } from "./chain/genesis.js";
import type { Settings } from "./config/schema.js";
import { asCliError, CliError, messageOf } from "./errors.js";
import type { Home } from "./home.js";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What `init` is told about a new chain. */
export interface NewChain {
  readonly denom: string;
  readonly prefix: string;
  readonly coinType: number;
  /** The unit that people count in, when it is not Echoin's own. */
  readonly display: { readonly name: string; readonly exponent: number } | undefined;
}

/** Who wants to be a validator of a genesis, and who is one. */
export interface Seats {
  readonly candidates: number;
  readonly validators: number;
}

/** Every module's default state, with the chain's prefix and denomination. */
export async function defaultAppState({
  denom,
  prefix,
  coinType,
  display,
}: NewChain): Promise<Record<string, unknown>> {
  const { createEchoin } = await import("../abci/app/echoin.js");
  const { defaultAppState: defaults } = await import("../abci/app/genesis.js");
  const { DEFAULT_DENOM, denomMetadata } = await import("../modules/chain/types.js");
  const { toJson } = await import("../proto/json.js");
  const names =
    display === undefined ? DEFAULT_DENOM : { base: denom, display: display.name, exponent: display.exponent };
  const metadata = denomMetadata(names);
  const state = defaults(createEchoin()) as Record<string, Record<string, unknown>>;
  return {
    ...state,
    chain: { ...state.chain, bech32_prefix: prefix, base_denom: denom, coin_type: coinType },
    bank: { ...state.bank, denom_metadata: [toJson("/cosmos.bank.v1beta1.Metadata", { ...metadata })] },
    staking: { ...state.staking, params: { ...(state.staking?.params as object), bond_denom: denom } },
    mint: { ...state.mint, params: { ...(state.mint?.params as object), mint_denom: denom } },
    gov: { ...state.gov, params: { ...(state.gov?.params as object), ...deposits(denom, names.exponent) } },
    feemarket: { ...state.feemarket, params: { ...(state.feemarket?.params as object), ...market(names.exponent) } },
  };
}

/** What proposals need before they are voted on: ten of what people count in, and fifty when they are expedited. */
function deposits(denom: string, exponent: number): Record<string, unknown> {
  const coins = (count: bigint) => [{ denom, amount: (count * 10n ** BigInt(exponent)).toString() }];
  return { min_deposit: coins(10n), expedited_min_deposit: coins(50n) };
}

/**
 * Prices of gas are whole base units, which are fine enough for a market when the coin has 18 decimals; with six, a unit is a
 * thousand times too much, and fees are left to the nodes.
 */
const market = (exponent: number): Record<string, unknown> =>
  exponent === 18 ? {} : { enabled: false, min_base_fee: "0" };

/**
 * Holds a genesis to what InitChain holds it to, and makes its state in memory, as the first block would: signatures of genesis
 * transactions, sums that depend on several modules, and every invariant too. @throws CliError naming the module and the fault
 */
export async function checkGenesis(genesis: GenesisText | GenesisDocument, path: string): Promise<Seats> {
  return (await import("./node/genesis-check.js")).checkGenesis(genesis, path);
}

/** @throws CliError when the council would refuse these names of an organisation and a region */
export async function requireDeclaration(names: {
  readonly organisation: string;
  readonly region: string;
}): Promise<void> {
  const { requireHome } = await import("../modules/council/declarations.js");
  asCliError(() => requireHome(names), "the declaration");
}

/** Text of config/config.toml, for the cometbft binary that start will run. */
export async function cometConfig(options: {
  moniker: string;
  profile: "production" | "devnet";
  env: Environment;
  root: string;
}): Promise<string> {
  const { moniker, profile, env, root } = options;
  const { renderConfig } = await import("../cometbft/config.js");
  const { databaseForNewHome } = await import("../cometbft/binary.js");
  const database = await databaseForNewHome({ env, cacheDir: cometCache(root) });
  return renderConfig({ moniker, profile, database });
}

/** What `start` runs. */
export interface StartOptions {
  readonly home: Home;
  readonly settings: Settings;
  readonly withComet: boolean;
  /** Arguments after `--`, for the cometbft process. */
  readonly cometArguments: readonly string[];
  /** Heights at which a planned upgrade is skipped. */
  readonly skipUpgradeHeights: readonly bigint[];
  readonly signal: AbortSignal;
  readonly version: string;
  /** Folder of package.json. */
  readonly root: string;
  readonly env: Environment;
}

/** Runs the node until the signal aborts or it ends by itself. @throws CliError when it cannot start or ends in a fault */
export async function runNode(options: StartOptions): Promise<void> {
  return (await import("./node/run.js")).runNode(options);
}

/**
 * The exported genesis of a committed height (0n: the last) as JSON text, read from the state as it is written.
 * @param options.indent spaces for each level; 0: all on one line
 * @throws CliError when that height is not kept
 */
export async function* exportGenesis(
  home: Home,
  options: { height: bigint; forZeroHeight: boolean; indent: number },
): AsyncGenerator<string> {
  yield* (await import("./node/export.js")).exportGenesis(home, options);
}

/** Takes the application and CometBFT back by one height. @returns the height and app hash that they are at */
export async function rollbackState(
  home: Home,
  settings: Settings,
  options: { hard: boolean; env: Environment; root: string },
): Promise<{ height: bigint; hash: Uint8Array }> {
  return (await import("./node/rollback.js")).rollbackState(home, settings, options);
}

/** Runs work during which no node may run on the home. @throws CliError when one does */
export async function whileStopped(home: Home, work: () => void): Promise<void> {
  return (await import("./node/store.js")).whileStopped(home, work);
}

/** Removes heights that the pruning keeps no longer, in bounded steps. */
export async function pruneState(home: Home, settings: Settings): Promise<{ earliest: bigint; latest: bigint }> {
  return (await import("./node/prune.js")).pruneState(home, settings);
}

/** One state-sync snapshot. */
export interface SnapshotSummary {
  readonly height: bigint;
  readonly format: number;
  readonly chunks: number;
  /** Hex. */
  readonly hash: string;
}

/** Snapshots of a stopped node. */
export interface SnapshotTools {
  list(): Promise<SnapshotSummary[]>;
  export(height: bigint): Promise<SnapshotSummary>;
  restore(height: bigint, format: number): Promise<SnapshotSummary>;
  delete(height: bigint, format: number): Promise<void>;
  dump(height: bigint, format: number, file: string): Promise<void>;
  load(file: string): Promise<SnapshotSummary>;
}

export async function snapshotTools(home: Home, settings: Settings): Promise<SnapshotTools> {
  return (await import("./node/snapshot-tools.js")).snapshotTools(home, settings);
}

const cometCache = (root: string): string => join(root, ".cache", "cometbft");

/**
 * Path and version of the cometbft binary that start runs. With `onProgress` it may be built or downloaded, which takes a
 * minute. @throws CliError saying which is needed and how to get it
 */
export async function findComet(options: {
  configured: string;
  env: Environment;
  root: string;
  onProgress?: (line: string) => void;
}): Promise<{ path: string; version: string; source: string }> {
  const { findCometBft } = await import("../cometbft/binary.js");
  const { configured, env, root, onProgress } = options;
  const cacheDir = cometCache(root);
  const install = onProgress !== undefined;
  try {
    return await findCometBft({ configured, env, cacheDir, install, onProgress: onProgress ?? (() => undefined) });
  } catch (error) {
    throw new CliError(messageOf(error), { cause: error });
  }
}
