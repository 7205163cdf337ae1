import { execFile } from "node:child_process";
import { accessSync, chmodSync, constants, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { type Database, databaseOf, LEVELDB, PEBBLE } from "./database.js";
import type { Variables } from "./environment.js";
import { downloadRelease, knownChecksums, RELEASES_URL } from "./release.js";
import { type CometBftVersion, isVersion, VERSION_VARIABLE, wantedVersion } from "./version.js";

/** Where a binary was found, or how it was made. */
export type BinarySource = "configured" | "COMETBFT_BIN" | "PATH" | "cache" | "built" | "downloaded";

export interface CometBftBinary {
  readonly path: string;
  readonly version: CometBftVersion;
  readonly source: BinarySource;
}

export interface FindOptions {
  readonly env: Variables;
  /** Folder for binaries that are built or downloaded, by version: the project's `.cache/cometbft`. */
  readonly cacheDir: string;
  /** A path from the node's configuration; like COMETBFT_BIN, it is used or an error. */
  readonly configured?: string;
  /** Told about long work, line by line. */
  readonly onProgress: (line: string) => void;
  /** False where nothing may be built or downloaded, as in `version` commands. */
  readonly install?: boolean;
  readonly releasesUrl?: string;
  readonly checksums?: ReadonlyMap<string, string>;
  readonly platform?: string;
  readonly arch?: string;
}

/** There is no usable CometBFT: says what was found, what is needed, and how to get it. */
export class BinaryError extends Error {
  constructor(reason: string, version: CometBftVersion) {
    super(`${reason}\nCometBFT ${version} is needed. ${howToGet(version)}`);
    this.name = "BinaryError";
  }
}

/** What Go is told, to make the binary from its module as it is published. */
export const installArguments = (version: CometBftVersion): readonly string[] => [
  "install",
  "-tags",
  PEBBLE,
  `github.com/cometbft/cometbft/cmd/cometbft@${version}`,
];

const howToGet = (version: CometBftVersion): string =>
  `Get it by: go ${installArguments(version).join(" ")} (Go 1.23 or newer), or name a binary ` +
  `of that version in COMETBFT_BIN. ${VERSION_VARIABLE} chooses another supported version.`;

/**
 * The CometBFT binary to run: the configured path or COMETBFT_BIN, else PATH, the cache, `go install` into the cache, or
 * the release archive with its checksum verified. Every binary is asked for its version before it is used.
 * @throws BinaryError
 */
export async function findCometBft(options: FindOptions): Promise<CometBftBinary> {
  const { env, onProgress } = options;
  const version = wantedVersion(env);
  for (const [source, path] of [
    ["configured", options.configured],
    ["COMETBFT_BIN", env["COMETBFT_BIN"]],
  ] as const) {
    if (path === undefined || path === "") continue;
    const fault = await faultOf(path, version, env);
    if (fault !== undefined) throw new BinaryError(`${describe(source)} ${path}: ${fault}`, version);
    return { path, version, source };
  }
  const passedOver: string[] = [];
  for (const [source, path] of [
    ["PATH", whichIn(env["PATH"], "cometbft")],
    ["cache", cachedPath(options, version)],
  ] as const) {
    if (path === undefined || !isExecutable(path)) continue;
    const fault = await faultOf(path, version, env);
    if (fault === undefined) return { path, version, source };
    passedOver.push(`${path}: ${fault}`);
    onProgress(`passing over ${path}: ${fault}`);
  }
  if (options.install === false)
    throw new BinaryError(["no CometBFT was found in PATH or the cache", ...passedOver].join("; "), version);
  return install(options, version, passedOver);
}

/**
 * The database for a new home: the fastest that the binary has, or will have when it is yet to be made. Nothing is built or
 * downloaded for the answer.
 */
export async function databaseForNewHome(options: Pick<FindOptions, "env" | "cacheDir">): Promise<Database> {
  try {
    const { path } = await findCometBft({ ...options, install: false, onProgress: () => undefined });
    return await databaseOf(path);
  } catch (error) {
    if (!(error instanceof BinaryError)) throw error;
    // `start` will build it with Pebble if it can; released archives do not have it.
    return usableGo(options.env).then(
      () => PEBBLE,
      () => LEVELDB,
    );
  }
}

const describe = (source: BinarySource): string => (source === "configured" ? "the configured binary" : source);

async function install(
  options: FindOptions,
  version: CometBftVersion,
  passedOver: readonly string[],
): Promise<CometBftBinary> {
  const faults = [...passedOver];
  for (const [source, make] of [
    ["built", build],
    ["downloaded", fetchRelease],
  ] as const) {
    try {
      return { path: await intoCache(options, version, make), version, source };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      faults.push(`it could not be ${source}: ${reason}`);
      options.onProgress(`CometBFT ${version} could not be ${source}: ${reason}`);
    }
  }
  throw new BinaryError(`there is no CometBFT, and none could be made: ${faults.join("; ")}`, version);
}

const cachedPath = ({ cacheDir }: FindOptions, version: CometBftVersion): string => join(cacheDir, version, "cometbft");

/** Makes a binary in a folder of its own, checks it, and moves it into the cache in one step. */
async function intoCache(options: FindOptions, version: CometBftVersion, make: Maker): Promise<string> {
  const target = cachedPath(options, version);
  const workDir = join(options.cacheDir, version, `.making-${process.pid}`);
  mkdirSync(workDir, { recursive: true });
  try {
    const made = await make(options, version, workDir);
    const fault = await faultOf(made, version, options.env);
    if (fault !== undefined) throw new Error(fault);
    renameSync(made, target);
    return target;
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

type Maker = (options: FindOptions, version: CometBftVersion, workDir: string) => Promise<string>;

const oldestGo = [1, 23] as const;

async function build({ env, onProgress }: FindOptions, version: CometBftVersion, workDir: string): Promise<string> {
  const go = await usableGo(env);
  onProgress(`building CometBFT ${version} with ${go}: this takes about a minute, once`);
  const began = performance.now();
  const stillAlive = setInterval(() => {
    onProgress(`still building CometBFT: ${Math.round((performance.now() - began) / 1000)} s`);
  }, 15_000);
  try {
    const goEnv = { ...env, GOBIN: workDir, GOFLAGS: "", GOOS: undefined, GOARCH: undefined };
    await run(go, installArguments(version), goEnv);
  } finally {
    clearInterval(stillAlive);
  }
  onProgress(`built CometBFT ${version} in ${Math.round((performance.now() - began) / 1000)} s`);
  return join(workDir, "cometbft");
}

/** A Go that can build CometBFT. @throws Error saying what is wrong with the one in PATH */
async function usableGo(env: FindOptions["env"]): Promise<string> {
  const go = whichIn(env["PATH"], "go");
  if (go === undefined) throw new Error("Go is not in PATH");
  const [, major = 0, minor = 0] = (/go(\d+)\.(\d+)/.exec(await run(go, ["version"], env)) ?? []).map(Number);
  if (major < oldestGo[0] || (major === oldestGo[0] && minor < oldestGo[1]))
    throw new Error(`${go} is Go ${major}.${minor}, and ${oldestGo.join(".")} or newer is needed`);
  return go;
}

async function fetchRelease(options: FindOptions, version: CometBftVersion, workDir: string): Promise<string> {
  const { onProgress, releasesUrl = RELEASES_URL, checksums = knownChecksums } = options;
  const { platform = process.platform, arch = process.arch } = options;
  onProgress(`downloading the release of CometBFT ${version} for ${platform} ${arch}`);
  const binary = await downloadRelease({ version, platform, arch, releasesUrl, checksums, onProgress });
  const path = join(workDir, "cometbft");
  writeFileSync(path, binary);
  chmodSync(path, 0o755);
  return path;
}

/** What keeps a binary from being used, or undefined when it is right. */
async function faultOf(path: string, version: CometBftVersion, env: FindOptions["env"]): Promise<string | undefined> {
  if (!isExecutable(path)) return "there is no program at this path that can be run";
  try {
    const reported = (await run(path, ["version"], env)).trim();
    return isVersion(version, reported) ? undefined : `it is CometBFT ${reported.slice(0, 60)}, not ${version}`;
  } catch (error) {
    return `it does not say its version: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function whichIn(path: string | undefined, name: string): string | undefined {
  return (path ?? "")
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** Runs a program to its end and gives what it wrote on stdout. @throws Error with the end of its stderr */
function run(program: string, args: readonly string[], env: FindOptions["env"]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { env, maxBuffer: 16 << 20, timeout: 900_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim().split("\n").slice(-3).join(" | ").slice(-500) || error.message));
    });
  });
}
