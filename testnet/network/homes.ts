import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { runCli } from "../../cli/program.js";
import { processTerminal } from "../../cli/terminal.js";
import { patchConfig } from "../../cometbft/config.js";
import { nodeIdOf, parseKeyFile } from "../../cometbft/keys.js";
import type { TomlValue } from "../../cometbft/toml.js";
import { VERSION_VARIABLE } from "../../cometbft/version.js";
import { addressesOf, publishedAccounts, type TestAccount } from "./accounts.js";
import type { NodeAddress } from "./addresses.js";
import {
  checkManifest,
  DEFAULT_STAKE_EC,
  type JsonObject,
  type JsonValue,
  type NetworkManifest,
  type NodeManifest,
} from "./manifest.js";

/** One node of a network that was made. */
export interface NodeRecord {
  readonly manifest: NodeManifest;
  /** Its id among peers. */
  readonly id: string;
  readonly address: NodeAddress;
  /** Whoever created the validator; undefined for other nodes. */
  readonly operator?: TestAccount;
}

/** A connection that one node makes to another through a port of the test network's own. */
export interface LinkRecord {
  readonly from: string;
  readonly to: string;
  /** Where it listens, as the node that dials sees it. */
  readonly host: string;
  readonly port: number;
}

/** A network that was made: what network.json holds. */
export interface NetworkRecord {
  readonly manifest: NetworkManifest;
  readonly nodes: readonly NodeRecord[];
  readonly links: readonly LinkRecord[];
}

export interface MakeOptions {
  /** The project's folder. */
  readonly root: string;
  /** Where homes are made, one folder for each node. */
  readonly folder: string;
  readonly manifest: NetworkManifest;
  /** One for each node, in the manifest's order. */
  readonly addresses: readonly NodeAddress[];
  /** A port for each ordered pair of nodes, when the manifest has links. */
  readonly linkPorts?: readonly number[];
}

/** One EC in aec. */
const EC = 10n ** 18n;
/** What an operator has beside its stake, for fees: 1,000 EC. */
const OPERATOR_FUNDS_AEC = 1_000n * EC;
/** What each published account has: 1,000,000 EC. */
const ACCOUNT_FUNDS_AEC = 1_000_000n * EC;

const RECORD_FILE = "network.json";

/** The network that was made in this folder before; undefined when there is none, or when its making was interrupted. */
export function readNetwork(folder: string): NetworkRecord | undefined {
  const path = join(folder, RECORD_FILE);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as NetworkRecord) : undefined;
}

/**
 * Makes the homes of all nodes as operators do it: each signs a genesis transaction at home, the first collects them, all
 * get the same genesis. network.json is written last, so that its presence says that the network is whole.
 * @throws Error when the manifest is wrong or a command fails, with its words
 */
export async function makeNetwork(options: MakeOptions): Promise<NetworkRecord> {
  const manifest = checkManifest(options.manifest);
  const { folder } = options;
  const nodes: NodeRecord[] = [];
  for (const [index, node] of manifest.nodes.entries()) {
    nodes.push(await initNode(options, node, options.addresses[index]!));
  }
  await makeGenesis(options, nodes);
  const links = manifest.links === true ? linksOf(nodes, options.linkPorts ?? []) : [];
  const record: NetworkRecord = { manifest, nodes, links };
  for (const node of nodes) configureNode(folder, record, node);
  for (const { manifest: node } of nodes) if (node.keyOf !== undefined) copyKey(folder, node.keyOf, node.name);
  writeFileSync(join(folder, RECORD_FILE), `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
  return record;
}

async function initNode(options: MakeOptions, node: NodeManifest, address: NodeAddress): Promise<NodeRecord> {
  const { root, folder, manifest } = options;
  const home = join(folder, node.name);
  // The folder itself stays: in containers it is where a volume is mounted.
  for (const part of ["config", "data", "keyring-test"]) rmSync(join(home, part), { recursive: true, force: true });
  const echoind = (args: readonly string[], input?: string): Promise<void> => runEchoind({ root, home, args, input });
  await echoind(["init", node.name, "--chain-id", manifest.chainId, "--profile", "devnet"]);
  await echoind(["config", "set", "client", "keyring-backend", "test"]);
  await echoind(["config", "set", "client", "node", `tcp://${address.host}:${address.ports.rpc}`]);
  const { ports, listen } = address;
  const settings = {
    "api.address": `tcp://${listen}:${ports.rest}`,
    "grpc.address": `${listen}:${ports.grpc}`,
    "telemetry.address": `tcp://${listen}:${ports.metrics}`,
    "json-rpc.address": `tcp://${listen}:${ports.ethereum}`,
    ...manifest.app,
    ...node.app,
  };
  for (const [key, value] of Object.entries(settings)) await echoind(["config", "set", "app", key, String(value)]);
  const key = join(home, "config", "node_key.json");
  const id = nodeIdOf(parseKeyFile(readFileSync(key, "utf8"), key).publicKey);
  if (node.kind !== "validator") return { manifest: node, id, address };

  const wallet = await DirectSecp256k1HdWallet.generate(24, { prefix: "echo" });
  const operator = { name: "operator", address: (await wallet.getAccounts())[0]!.address, mnemonic: wallet.mnemonic };
  await echoind(["keys", "add", operator.name, "--recover"], `${operator.mnemonic}\n`);
  return { manifest: node, id, address, operator };
}

async function makeGenesis({ root, folder, manifest }: MakeOptions, nodes: readonly NodeRecord[]): Promise<void> {
  const validators = nodes.filter(({ operator }) => operator !== undefined);
  const first = join(folder, validators[0]!.manifest.name);
  const echoind = (args: readonly string[], home = first, input?: string): Promise<void> =>
    runEchoind({ root, home, args, input });
  for (const account of publishedAccounts(root)) {
    await echoind(["keys", "add", account.name, "--recover"], first, `${account.mnemonic}\n`);
    for (const each of addressesOf(account)) {
      await echoind(["genesis", "add-genesis-account", each, `${ACCOUNT_FUNDS_AEC}aec`]);
    }
  }
  for (const { operator, manifest: node } of validators) {
    await echoind(["genesis", "add-genesis-account", operator!.address, `${stakeOf(node) + OPERATOR_FUNDS_AEC}aec`]);
  }
  // Who declares nothing is of one region with all others that do not, which has a third of the seats.
  for (const [index, { operator, manifest: node }] of validators.entries()) {
    await echoind(["genesis", "add-declaration", operator!.address, `${node.name}.test`, `region-${index}`]);
  }
  const genesis = join(first, "config", "genesis.json");
  const document = JSON.parse(readFileSync(genesis, "utf8")) as JsonObject;
  writeFileSync(genesis, JSON.stringify(overlaid(document, { ...manifest.genesis })));

  const collected = join(first, "config", "gentx");
  mkdirSync(collected, { recursive: true });
  for (const { id, address, operator, manifest: node } of validators) {
    const home = join(folder, node.name);
    if (home !== first) copyFileSync(genesis, join(home, "config", "genesis.json"));
    const where = ["--ip", address.host, "--p2p-port", String(address.ports.p2p)];
    const file = ["--output-document", join(collected, `gentx-${id}.json`)];
    const signed = ["genesis", "gentx", operator!.name, `${stakeOf(node)}aec`, "--moniker", node.name];
    await echoind([...signed, ...where, ...file], home);
  }
  await echoind(["genesis", "collect-gentxs"]);
  for (const { manifest: node } of nodes) {
    const home = join(folder, node.name);
    if (home !== first) copyFileSync(genesis, join(home, "config", "genesis.json"));
  }
}

const stakeOf = ({ stake = DEFAULT_STAKE_EC }: NodeManifest): bigint => BigInt(stake) * EC;

/** Objects merged key by key; everything else is the second's. */
function overlaid(base: JsonObject, over: JsonObject): JsonObject {
  const merged: Record<string, JsonValue> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isObject(below) && isObject(value) ? overlaid(below, value) : value;
  }
  return merged;
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function linksOf(nodes: readonly NodeRecord[], ports: readonly number[]): LinkRecord[] {
  const names = nodes.map(({ manifest }) => manifest.name);
  const pairs = names.flatMap((from) => names.filter((to) => to !== from).map((to) => ({ from, to })));
  if (ports.length < pairs.length) throw new Error(`${pairs.length} links need as many ports, not ${ports.length}`);
  const gateways = new Map(nodes.map(({ manifest, address }) => [manifest.name, address.gateway ?? address.host]));
  return pairs.map((pair, index) => ({ ...pair, host: gateways.get(pair.from)!, port: ports[index]! }));
}

/** Number of links of a network: one for each ordered pair of nodes. */
export const linkCount = ({ links, nodes }: NetworkManifest): number =>
  links === true ? nodes.length * (nodes.length - 1) : 0;

/** Listeners and peers: validators know each other; the others know the seeds, or the validators where there are none. */
function configureNode(folder: string, record: NetworkRecord, node: NodeRecord): void {
  const { listen, host, ports } = node.address;
  const seeds = record.nodes.filter(({ manifest }) => manifest.kind === "seed");
  const validators = record.nodes.filter(({ manifest }) => manifest.kind === "validator");
  const { kind, name } = node.manifest;
  const known = kind === "validator" || (kind === "full" && seeds.length === 0) ? validators : [];
  const peers = known.filter((peer) => peer !== node).map((peer) => peerAddress(record, node, peer));
  const changes: Record<string, TomlValue> = {
    "p2p.laddr": `tcp://${listen}:${ports.p2p}`,
    "p2p.external_address": `${host}:${ports.p2p}`,
    "rpc.laddr": `tcp://${listen}:${ports.rpc}`,
    "instrumentation.prometheus_listen_addr": `${listen}:${ports.cometMetrics}`,
    "p2p.persistent_peers": peers.join(","),
    "p2p.pex": seeds.length > 0,
    "p2p.seeds": seeds
      .filter((seed) => seed !== node)
      .map((seed) => peerAddress(record, node, seed))
      .join(","),
    "p2p.seed_mode": kind === "seed",
    ...record.manifest.config,
    ...node.manifest.config,
  };
  const file = join(folder, name, "config", "config.toml");
  writeFileSync(file, patchConfig(readFileSync(file, "utf8"), changes));
}

function peerAddress({ links }: NetworkRecord, from: NodeRecord, to: NodeRecord): string {
  const link = links.find((each) => each.from === from.manifest.name && each.to === to.manifest.name);
  const { host, port } = link ?? { host: to.address.host, port: to.address.ports.p2p };
  return `${to.id}@${host}:${port}`;
}

function copyKey(folder: string, from: string, to: string): void {
  const key = join("config", "priv_validator_key.json");
  copyFileSync(join(folder, from, key), join(folder, to, key));
}

interface EchoindRun {
  readonly root: string;
  readonly home: string;
  readonly args: readonly string[];
  readonly input?: string | undefined;
}

/** Runs an `echoind` command in this process. @throws Error with what it said */
export async function runEchoind({ root, home, args, input = "" }: EchoindRun): Promise<void> {
  const stdin = new PassThrough();
  stdin.end(input);
  const heard: string[] = [];
  const stderr = new PassThrough().on("data", (text: Buffer) => heard.push(text.toString()));
  const terminal = { ...processTerminal(), stdin, stdout: new PassThrough().resume(), stderr, env: cometVariables() };
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const code = await runCli([...args, "--home", home], { terminal, root, version });
  if (code !== 0) throw new Error(`echoind ${args.join(" ")}: ${heard.join("").trim()}`);
}

/** What of the environment says which CometBFT the node will run, as `init` writes its settings for that one. */
const cometVariables = (): Record<string, string | undefined> =>
  Object.fromEntries(["PATH", "COMETBFT_BIN", VERSION_VARIABLE].map((name) => [name, process.env[name]]));
