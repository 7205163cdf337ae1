import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LocalNode } from "../local-node.js";

/** A published development account. */
export interface DevAccount {
  readonly name: string;
  readonly address: string;
  readonly mnemonic: string;
}

export const projectRoot = process.cwd();

export const devAccounts = JSON.parse(
  readFileSync(join(projectRoot, "testnet", "devnet-accounts.json"), "utf8"),
) as readonly DevAccount[];

export const CHAIN_ID = "echoin-e2e-1";

/** A stopped one-validator chain with the devnet's accounts, a million EC each, its keys in the test keyring. */
export async function newDevnet(flags: readonly string[] = []): Promise<LocalNode> {
  const node = await LocalNode.create({ root: projectRoot, flags: ["--minimum-gas-prices=", ...flags] });
  await node.echoind(["init", "e2e", "--chain-id", CHAIN_ID, "--profile", "devnet"]);
  await node.echoind(["config", "set", "client", "keyring-backend", "test"]);
  for (const { name, address, mnemonic } of devAccounts.slice(0, 3)) {
    await node.echoind(["keys", "add", name, "--recover"], `${mnemonic}\n`);
    await node.echoind(["genesis", "add-genesis-account", address, `${10n ** 24n}aec`]);
  }
  await node.echoind(["genesis", "add-validator", "--moniker", "e2e"]);
  return node;
}
