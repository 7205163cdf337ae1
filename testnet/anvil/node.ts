import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "../e2e/devnet.js";
import { type Reference, startNode } from "../geth/node.js";

/** What `make anvil` installs. */
const folder = join(projectRoot, ".cache", "anvil");
const program = join(folder, "node_modules", "@foundry-rs", "anvil-linux-amd64", "bin", "anvil");

/** What this machine lacks for anvil; in CI it is installed when it is needed. */
export function lacksAnvil(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return "Linux on x64, for which npm has anvil";
  return existsSync(program) || process.env["CI"] !== undefined ? undefined : "anvil, which `make anvil` installs";
}

/** Installs it when it is not there. */
export async function installAnvil(): Promise<void> {
  if (existsSync(program)) return;
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(projectRoot, "testnet", "anvil", "package.json"), join(folder, "package.json"));
  await promisify(execFile)("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder });
}

/** Starts anvil on a free port of loopback. @throws Error with what it said when it does not come up */
export async function startAnvil(chainId: bigint): Promise<Reference> {
  const rules = ["--hardfork", "osaka", "--chain-id", `${chainId}`, "--gas-limit", "30000000"];
  const node = await startNode({
    program,
    // Blocks are made when they are asked for, of several transactions; steps of theirs are kept for traces.
    args: ["--port", "0", "--no-mining", "--order", "fifo", "--steps-tracing", ...rules],
    listening: /Listening on (\S+)/,
  });
  const seal = async (): Promise<void> => {
    const { error } = await node.call("evm_mine");
    if (error !== undefined) throw new Error(`anvil makes no block: ${error.message}`);
  };
  return { ...node, seal };
}
