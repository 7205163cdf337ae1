import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "./devnet.js";

const execute = promisify(execFile);

/** Where foundry is installed: some 150 MB, which no one needs who does not test with it. */
const folder = join(projectRoot, ".cache", "foundry");

const programOf = (name: "forge" | "cast"): string =>
  join(folder, "node_modules", "@foundry-rs", `${name}-linux-amd64`, "bin", name);

const isInstalled = (): boolean => existsSync(programOf("forge"));

/** What this machine lacks for foundry; in CI it is installed when it is needed. */
export function lacksFoundry(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return "Linux on x64, for which npm has foundry";
  return isInstalled() || process.env["CI"] !== undefined ? undefined : "foundry, which `make foundry` installs";
}

/** Makes the project of testnet/foundry with all that it needs. */
export async function foundryProject(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  cpSync(join(projectRoot, "testnet", "foundry"), folder, { recursive: true });
  cpSync(join(projectRoot, "testnet", "clients", "contracts", "Token.sol"), join(folder, "src", "Token.sol"));
  if (isInstalled()) return;
  await execute("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder });
}

/** Runs a program of foundry in the project. @returns what it printed @throws Error with that when it fails */
export async function foundry(
  name: "forge" | "cast",
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { ...process.env, FOUNDRY_DISABLE_NIGHTLY_WARNING: "1", NO_COLOR: "1", ...environment };
  const { stdout } = await execute(programOf(name), [...args], { cwd: folder, env }).catch(
    (error: { stdout?: string; stderr?: string; message: string }) => {
      throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`);
    },
  );
  return stdout;
}
