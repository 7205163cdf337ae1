import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeIdOf, parseKeyFile } from "../../cometbft/keys.js";
import { patchToml } from "../../cometbft/toml.js";
import { operatorMnemonic } from "../workload/operators.js";
import type { ChainNames } from "../workload/transaction.js";
import type { ChainSetup, Ports, RunningChain } from "./chain.js";
import { type CometOptions, consensusParams, initComet } from "./comet.js";
import { addAccounts, editGenesis, type GenesisDocument } from "./genesis.js";

/** Where Echoin's and simd's command lines differ: in the rest they are alike. */
export interface ValidatorProgram {
  readonly names: ChainNames;
  /** Arguments of `init`, after the name. */
  readonly initArgs: readonly string[];
  /** What each validator stakes, and what its operator has, as coins. */
  readonly stake: string;
  readonly funds: string;
  /** Runs a command over a home. @throws Error with the program's words */
  command(home: string, args: readonly string[], input?: string): Promise<string>;
  /** Puts the consensus parameters where this program's genesis has them. */
  setConsensus(document: GenesisDocument, params: object): void;
  startNode(node: NodeSetup): Promise<RunningChain>;
}

/** One node of a chain. */
export interface NodeSetup {
  readonly home: string;
  readonly ports: Ports;
  readonly settings: Readonly<Record<string, string>>;
}

/** The nodes of a chain: one alone has the chain's home, several have folders in it. */
export const nodesOf = ({ home, ports, others = [], settings = {} }: ChainSetup): NodeSetup[] =>
  others.length === 0
    ? [{ home, ports, settings }]
    : [ports, ...others].map((each, index) => ({ home: join(home, `node${index}`), ports: each, settings }));

const KEYRING = ["--keyring-backend", "test"];

/**
 * Makes the homes of all validators with one genesis, in which every account of the book is funded. Operators' keys are made
 * from published words, so that transactions can name the validators before there are any.
 */
export async function prepareValidators(
  program: ValidatorProgram,
  setup: ChainSetup,
  parts: { readonly comet: string; readonly options: CometOptions },
): Promise<void> {
  const nodes = nodesOf(setup);
  const [first] = nodes as [NodeSetup];
  const { chainId, denom } = program.names;
  for (const [index, { home }] of nodes.entries()) {
    mkdirSync(home, { recursive: true });
    await program.command(home, ["init", `bench${index}`, "--chain-id", chainId, ...program.initArgs]);
    const mnemonic = `${operatorMnemonic(index)}\n`;
    await program.command(home, ["keys", "add", "validator", "--recover", ...KEYRING], mnemonic);
  }
  for (const { home } of nodes) {
    const shown = await program.command(home, ["keys", "show", "validator", "--address", ...KEYRING]);
    await program.command(first.home, ["genesis", "add-genesis-account", shown.trim(), program.funds]);
  }
  const gentxs = join(first.home, "config", "gentx");
  mkdirSync(gentxs, { recursive: true });
  for (const [index, { home }] of nodes.entries()) {
    if (index > 0) copyFileSync(genesisOf(first), genesisOf({ home }));
    const file = ["--output-document", join(gentxs, `gentx-${index}.json`)];
    await program.command(home, [
      "genesis",
      "gentx",
      "validator",
      program.stake,
      "--chain-id",
      chainId,
      ...KEYRING,
      ...file,
    ]);
  }
  await program.command(first.home, ["genesis", "collect-gentxs"]);
  editGenesis(genesisOf(first), (document) => program.setConsensus(document, consensusParams(parts.options)));
  addAccounts(genesisOf(first), setup.book, denom);
  for (const node of nodes.slice(1)) copyFileSync(genesisOf(first), genesisOf(node));
  for (const node of nodes) await configure(node, nodes, { ...parts, filling: setup.filling ?? false });
}

const genesisOf = ({ home }: { readonly home: string }): string => join(home, "config", "genesis.json");

/** The configuration is that of all chains of the run, not the one that `init` wrote; each node knows all others. */
async function configure(
  { home, ports }: NodeSetup,
  nodes: readonly NodeSetup[],
  parts: { readonly comet: string; readonly options: CometOptions; readonly filling: boolean },
): Promise<void> {
  const text = await initComet(parts.comet, join(home, "unused"), { ...parts, ports, proxyApp: "unused" });
  const peers = nodes.filter((node) => node.home !== home).map((node) => `${idOf(node)}@127.0.0.1:${node.ports.p2p}`);
  const settings = { "p2p.persistent_peers": peers.join(","), "p2p.allow_duplicate_ip": true };
  writeFileSync(join(home, "config", "config.toml"), peers.length === 0 ? text : patchToml(text, settings));
}

function idOf({ home }: NodeSetup): string {
  const path = join(home, "config", "node_key.json");
  return nodeIdOf(parseKeyFile(readFileSync(path, "utf8"), path).publicKey);
}

/** Starts all nodes of a prepared chain, and ends them together. */
export async function startValidators(program: ValidatorProgram, setup: ChainSetup): Promise<RunningChain> {
  const running: RunningChain[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((node) => node.stop()));
  };
  try {
    for (const node of nodesOf(setup)) running.push(await program.startNode(node));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    watched: running.flatMap(({ watched }) => watched),
    ended: () => running.map((node) => node.ended()).find((reason) => reason !== undefined),
    stop,
  };
}
