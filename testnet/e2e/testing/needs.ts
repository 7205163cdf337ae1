import { spawnSync } from "node:child_process";
import { isGethBuilt } from "../../geth/node.js";

/** What this machine lacks for a test, in words; undefined when it has all. */
type Lack = string | undefined;

export const lacksGo = (): Lack =>
  spawnSync("go", ["version"]).status === 0 ? undefined : "Go, to build cosmovisor with";

export const lacksNamespaces = (): Lack =>
  process.platform !== "linux" || process.getuid?.() !== 0 || spawnSync("ip", ["netns", "list"]).status !== 0
    ? "network namespaces: Linux, root and the program ip"
    : undefined;

/** geth takes minutes to build: a run in CI does it, another one wants it to be there. */
export const lacksGeth = (): Lack =>
  isGethBuilt() || (process.env["CI"] !== undefined && lacksGo() === undefined)
    ? undefined
    : "geth, which `make geth` builds in some minutes";

/**
 * `describe`, or, on a machine that lacks something, a skipped one that says so. Where CI is set in the environment nothing is
 * skipped: @throws Error there
 */
export function describeWith(lack: Lack): typeof describe.skip {
  if (lack === undefined) return describe;
  if (process.env["CI"] !== undefined) throw new Error(`this machine lacks ${lack}: a run in CI needs it`);
  process.stderr.write(`SKIPPED, since this machine lacks ${lack}: ${expect.getState().testPath}\n`);
  return describe.skip;
}
