import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

/** How a program is run. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Where `testnet/cosmovisor/build.mjs` leaves it. */
export const cosmovisorBinary = (root: string): string => join(root, ".cache", "cosmovisor", "cosmovisor");

/** Puts a program in place for a plan, as an operator does before its height. */
export const installUpgrade = (home: string, plan: string, program: string): void =>
  link(join(home, "cosmovisor", "upgrades", plan), program);

/** A cosmovisor, and the settings that it has beside those that it needs, such as DAEMON_SHUTDOWN_GRACE. */
export interface Cosmovisor {
  readonly binary: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** `echoind start` under cosmovisor over a home, which begins with this program when it has none yet. */
export function underCosmovisor(
  { binary, settings }: Cosmovisor,
  { home, program, args }: { readonly home: string; readonly program: string; readonly args: readonly string[] },
): Command {
  const genesis = join(home, "cosmovisor", "genesis");
  if (!existsSync(genesis)) link(genesis, program);
  const own = { DAEMON_NAME: "echoind", DAEMON_HOME: home, DAEMON_ALLOW_DOWNLOAD_BINARIES: "false" };
  return { file: binary, args: ["run", ...args], env: { ...settings, ...own } };
}

function link(version: string, program: string): void {
  const place = join(version, "bin", "echoind");
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(program, "bin", "echoind"), place);
}
