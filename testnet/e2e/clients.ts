import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "./devnet.js";

const execute = promisify(execFile);

/** Where Ethereum's frameworks are installed: some 400 MB, which no one needs who does not test with them. */
const folder = join(projectRoot, ".cache", "clients");

const isInstalled = (): boolean => existsSync(join(folder, "node_modules", "hardhat", "package.json"));

/** What this machine lacks for the frameworks; in CI they are installed when they are needed. */
export const lacksClients = (): string | undefined =>
  isInstalled() || process.env["CI"] !== undefined ? undefined : "hardhat and viem, which `make clients` installs";

/** The folder with the project of testnet/clients and all that it needs. */
export async function clientsProject(): Promise<string> {
  mkdirSync(folder, { recursive: true });
  cpSync(join(projectRoot, "testnet", "clients"), folder, { recursive: true });
  if (!isInstalled()) {
    await execute("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder });
  }
  return folder;
}

/** Runs a program of the project. @returns what it printed @throws Error with that when it fails */
export async function runClient(
  project: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: "true", ...environment };
  const { stdout } = await execute(process.execPath, [...args], { cwd: project, env }).catch(
    (error: { stdout?: string; stderr?: string; message: string }) => {
      throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`);
    },
  );
  return stdout;
}
