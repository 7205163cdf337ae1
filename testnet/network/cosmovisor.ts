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

/**
 * A shell that becomes the command (`exec`) and leaves a guard in its process group, which waits on a pipe from this process
 * (descriptor 3). When this process dies, however that is, the guard ends the group: cosmovisor's is its own, so that nothing
 * else reaches it. While the guard waits, the group's number is nobody else's, even if cosmovisor has ended. A word on the
 * pipe ends the guard alone.
 */
const guardedGroup = `
group=$$
(
  trap '' HUP INT TERM
  exec >/dev/null 2>&1 </dev/null
  read -r word <&3 && exit 0
  kill -KILL "-$group"
) &
exec 3<&-
exec "$@"
`;

/** The command with a guard beside it; to be spawned detached, with a pipe as descriptor 3. */
export const guarded = ({ file, args, env }: Command): Command => ({
  file: "/bin/sh",
  args: ["-c", guardedGroup, "node-guard", file, ...args],
  env,
});
