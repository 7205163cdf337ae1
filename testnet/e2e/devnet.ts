import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LocalNode } from "../local-node.js";
import { addressesOf, publishedAccounts } from "../network/accounts.js";
import { runEchoind } from "../network/homes.js";

export const projectRoot = process.cwd();

export const devAccounts = publishedAccounts(projectRoot);

/** What the validator stakes: 100 EC, all that its operator has. */
const STAKE = `${10n ** 20n}aec`;

export const CHAIN_ID = "echoin-e2e-1";

/** A stopped one-validator chain with the devnet's accounts, a million EC each, its keys in the test keyring. */
export async function newDevnet(flags: readonly string[] = []): Promise<LocalNode> {
  const node = await LocalNode.create({ root: projectRoot, flags });
  try {
    await makeHome(node);
  } catch (error) {
    await node.destroy();
    throw error;
  }
  return node;
}

/** In this process: as many processes as there are commands would take longer than most tests. */
async function makeHome({ home }: LocalNode): Promise<void> {
  const echoind = (args: readonly string[], input?: string): Promise<void> =>
    runEchoind({ root: projectRoot, home, args, input });
  await echoind(["init", "e2e", "--chain-id", CHAIN_ID, "--profile", "devnet"]);
  await echoind(["config", "set", "client", "keyring-backend", "test"]);
  for (const account of devAccounts.slice(0, 3)) {
    await echoind(["keys", "add", account.name, "--recover"], `${account.mnemonic}\n`);
    for (const each of addressesOf(account)) {
      await echoind(["genesis", "add-genesis-account", each, `${10n ** 24n}aec`]);
    }
  }
  await echoind(["keys", "add", "operator"]);
  await echoind(["genesis", "add-genesis-account", "operator", STAKE]);
  await echoind(["genesis", "gentx", "operator", STAKE, "--moniker", "e2e"]);
  await echoind(["genesis", "collect-gentxs"]);
}

/** Turns the fee market off before a chain starts: for tests of transactions that pay nothing. */
export const freeGas = (node: LocalNode): void =>
  changeGenesis(node, ({ app_state: { feemarket } }) => {
    feemarket.params = { ...feemarket.params, enabled: false, min_base_fee: "0" };
  });

/** What tests change in a genesis file. */
export interface GenesisFile {
  readonly app_state: { readonly feemarket: { params: object; base_fee: string } };
  readonly consensus_params: { readonly block: { max_gas: string } };
}

/** Changes a genesis file before its chain starts. */
export function changeGenesis({ home }: LocalNode, change: (document: GenesisFile) => void): void {
  const file = join(home, "config", "genesis.json");
  const document = JSON.parse(readFileSync(file, "utf8")) as GenesisFile;
  change(document);
  writeFileSync(file, JSON.stringify(document));
}
