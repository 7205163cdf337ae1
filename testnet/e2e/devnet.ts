import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AddressCodec } from "../../abci/state/addresses.js";
import { LocalNode } from "../local-node.js";

/** A published development account. */
export interface DevAccount {
  readonly name: string;
  readonly address: string;
  readonly mnemonic: string;
  /** The key that Ethereum's wallets derive from the same words. */
  readonly ethereum: { readonly address: string; readonly privateKey: string };
}

export const projectRoot = process.cwd();

export const devAccounts = JSON.parse(
  readFileSync(join(projectRoot, "testnet", "devnet-accounts.json"), "utf8"),
) as readonly DevAccount[];

/** The other spelling of an Ethereum address. */
export const bech32 = (address: string): string =>
  new AddressCodec("echo").format(Buffer.from(address.slice(2), "hex"));

/** What the validator stakes: 100 EC, all that its operator has. */
const STAKE = `${10n ** 20n}aec`;

export const CHAIN_ID = "echoin-e2e-1";

/** A stopped one-validator chain with the devnet's accounts, a million EC each, its keys in the test keyring. */
export async function newDevnet(flags: readonly string[] = []): Promise<LocalNode> {
  const node = await LocalNode.create({ root: projectRoot, flags: ["--minimum-gas-prices=", ...flags] });
  await node.echoind(["init", "e2e", "--chain-id", CHAIN_ID, "--profile", "devnet"]);
  await node.echoind(["config", "set", "client", "keyring-backend", "test"]);
  for (const { name, address, mnemonic, ethereum } of devAccounts.slice(0, 3)) {
    await node.echoind(["keys", "add", name, "--recover"], `${mnemonic}\n`);
    for (const each of [address, bech32(ethereum.address)]) {
      await node.echoind(["genesis", "add-genesis-account", each, `${10n ** 24n}aec`]);
    }
  }
  await node.echoind(["keys", "add", "operator"]);
  await node.echoind(["genesis", "add-genesis-account", "operator", STAKE]);
  await node.echoind(["genesis", "gentx", "operator", STAKE, "--moniker", "e2e"]);
  await node.echoind(["genesis", "collect-gentxs"]);
  return node;
}
