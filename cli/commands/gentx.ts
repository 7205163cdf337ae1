import { readdirSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { patchConfig } from "../../cometbft/config.js";
import { parseToml } from "../../cometbft/toml.js";
import { publicKeyAny } from "../../cometbft/keys.js";
import { noteSeats } from "../chain/candidates.js";
import { readGenesisDocument, writeGenesisDocument, type GenesisDocument } from "../chain/genesis.js";
import { ensureNodeKeys, nodeId, validatorPublicKey } from "../chain/node-keys.js";
import { CliError } from "../errors.js";
import { parseJson, readNeeded, writeFileAtomic } from "../files.js";
import { flag, keyringFlags, withFlags } from "../flags.js";
import { action, type Host, type Invocation } from "../invocation.js";
import { addressOfNameOrAddress, openKeyring, operatorOfNameOrAddress } from "../keys/open.js";
import type { PublicKeyJson } from "../keys/public-key.js";
import { checkGenesis } from "../seams.js";
import { parseCoins, type CoinJson } from "../tx/coins.js";
import { checkTx, type TxJson } from "../tx/document.js";
import { createValidatorMessage, validatorFlags, validatorFromFlags } from "../tx/validator.js";

/** `gentx` and `collect-gentxs`, below `echoind genesis` and, as in older chains, on their own. */
export function registerGentx(parent: Command, host: Host, options: { hidden: boolean }): void {
  const gentx = parent
    .command("gentx <key_name> <amount>", options)
    .description("sign the transaction that enters this home's validator into the genesis");
  withFlags(gentx, keyringFlags(), validatorFlags(), [
    flag("--pubkey <json>", "another node's key, as its comet show-validator prints it (default: this home's)"),
    flag("--node-id <id>", "the node's id (default: this home's)"),
    flag("--ip <address>", "where others reach the node (default: this machine's first address)"),
    flag("--p2p-port <port>", "port of its peers (default: that of config.toml)"),
    flag("--chain-id <id>", "the network's chain id (default: that of the genesis)"),
    flag("--output-document <file>", "where to write it (default: config/gentx/gentx-<node id>.json)"),
  ]);
  action(gentx, host, makeGentx);

  const collect = parent
    .command("collect-gentxs", options)
    .description("put the genesis transactions of config/gentx into genesis.json");
  withFlags(collect, flag("--gentx-dir <folder>", "another folder with the transactions"));
  action(collect, host, collectGentxs);
}

async function makeGentx(call: Invocation, name: string, amount: string): Promise<void> {
  call.home.requireInitialized();
  const document = readGenesisDocument(call.home);
  const id = call.string("node-id") ?? ensureNodeKeys(call.home);
  const address = await addressOfNameOrAddress(call, name);
  requireFunds(document, address, amount);

  const { moniker = defaultMoniker(call), ...file } = validatorFromFlags(call);
  const operator = await operatorOfNameOrAddress(call, name);
  const message = createValidatorMessage(operator, { ...file, moniker, amount, pubkey: publicKeyOf(call) });
  const tx = await signed(call, unsignedTx(message, `${id}@${hostOf(call)}`), { name, address, document });
  const path = outputPath(call, id);
  writeFileAtomic(path, `${JSON.stringify(tx)}\n`, 0o644);
  call.result({ gentx: path });
  call.note(`genesis transaction written to ${path}`);
  call.note("next: echoind genesis collect-gentxs, where the genesis is put together");
}

function publicKeyOf(call: Invocation): PublicKeyJson {
  const given = call.string("pubkey");
  if (given !== undefined) return parseJson(given, "--pubkey") as PublicKeyJson;
  const key = validatorPublicKey(call.home);
  if (key.kind !== "ed25519") throw new CliError("a validator's key is an ed25519 key");
  return publicKeyAny(key.bytes);
}

/** Moniker of config.toml. */
const defaultMoniker = (call: Invocation): string => cometSetting(call, "moniker");

/** A text of config.toml; empty when it is not there. */
function cometSetting(call: Invocation, key: string): string {
  const value = parseToml(readNeeded(call.home.cometConfig, "echoind init <moniker> makes it")).get(key);
  return typeof value === "string" ? value : "";
}

/** `host:port` by which other nodes are to find this one. */
function hostOf(call: Invocation): string {
  const listens = cometSetting(call, "p2p.laddr");
  const match = /^(?:\w+:\/\/)?(.*):(\d+)$/.exec(listens);
  const [host, port] = [match?.[1] ?? "0.0.0.0", match?.[2] ?? "26656"];
  const everywhere = host === "0.0.0.0" || host === "" || host === "[::]";
  const ip = call.string("ip") ?? (everywhere ? firstAddress() : host);
  return `${ip}:${call.string("p2p-port") ?? port}`;
}

function firstAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return all.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.1";
}

interface Balance {
  readonly address: string;
  readonly coins: readonly CoinJson[];
}

/** The account has to hold in the genesis what it stakes: told here, not to whoever collects. @throws CliError */
function requireFunds({ app_state: state }: GenesisDocument, address: string, staked: string): void {
  const { balances = [] } = (state["bank"] ?? {}) as { readonly balances?: readonly Balance[] };
  const held = balances.find((balance) => balance.address === address)?.coins;
  if (held === undefined) {
    throw new CliError(`${address} has no coins in the genesis`, {
      hint: `echoind genesis add-genesis-account ${address} <coins>`,
    });
  }
  for (const { denom, amount } of parseCoins(staked)) {
    const has = held.find((coin) => coin.denom === denom)?.amount ?? "0";
    if (BigInt(has) < BigInt(amount)) {
      throw new CliError(`${address} has ${has}${denom} in the genesis, less than the ${amount}${denom} to stake`);
    }
  }
}

const unsignedTx = (message: TxJson["body"]["messages"][number], memo: string): TxJson => ({
  body: {
    messages: [message],
    memo,
    timeout_height: "0",
    unordered: false,
    timeout_timestamp: null,
    extension_options: [],
    non_critical_extension_options: [],
  },
  auth_info: { signer_infos: [], fee: { amount: [], gas_limit: "200000", payer: "", granter: "" }, tip: null },
  signatures: [],
});

async function signed(
  call: Invocation,
  tx: TxJson,
  { name, address, document }: { name: string; address: string; document: GenesisDocument },
): Promise<TxJson> {
  const keyring = openKeyring(call);
  const record = await keyring.find(name);
  const privateKey = await keyring.privateKey(record.name);
  const chainId = call.isSet("chain-id") ? call.needed("chain-id", "echoin-1") : document.chain_id;
  // Accounts have no numbers before the first block.
  const signer = { accountNumber: 0n, sequence: 0n, chainId, address, publicKey: record.publicKey };
  const { addSignature } = await import("../tx/sign.js");
  return addSignature(tx, { signer, mode: "direct", privateKey, overwrite: false });
}

function outputPath(call: Invocation, id: string): string {
  const given = call.string("output-document");
  if (given !== undefined) return resolve(call.host.terminal.cwd, given);
  return call.home.at("config", "gentx", `gentx-${id}.json`);
}

async function collectGentxs(call: Invocation): Promise<void> {
  call.home.requireInitialized();
  const given = call.string("gentx-dir");
  const folder = given === undefined ? call.home.at("config", "gentx") : resolve(call.host.terminal.cwd, given);
  const transactions = filesIn(folder).map((path) => {
    const value = parseJson(readNeeded(path, "echoind genesis gentx makes it"), path);
    return { value, tx: checkTx(value, path) };
  });
  const document = readGenesisDocument(call.home);
  document.app_state["genutil"] = { gen_txs: transactions.map(({ value }) => value) };
  const seats = await checkGenesis(document, call.home.genesis);

  const own = nodeId(call.home);
  const peers = transactions
    .map(({ tx }) => tx.body.memo)
    .filter((memo) => /^[0-9a-f]{40}@.+:\d+$/.test(memo) && !memo.startsWith(`${own}@`))
    .sort();
  writeGenesisDocument(call.home, document);
  const config = readNeeded(call.home.cometConfig, "echoind init <moniker> makes it");
  writeFileAtomic(call.home.cometConfig, patchConfig(config, { "p2p.persistent_peers": peers.join(",") }), 0o644);
  call.result({ node_id: own, gentxs: transactions.length, persistent_peers: peers });
  noteSeats(call, seats);
}

/** JSON files of a folder by name. @throws CliError when there are none */
function filesIn(folder: string): string[] {
  let names: string[] = [];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    // Told below: a folder that is missing holds none.
  }
  if (names.length === 0) {
    throw new CliError(`${folder} holds no genesis transactions`, {
      hint: "echoind genesis gentx <key_name> <amount>",
    });
  }
  return names.sort().map((name) => join(folder, name));
}
