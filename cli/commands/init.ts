import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import type { Command } from "commander";
import { buildGenesis } from "../../cometbft/genesis.js";
import { writeGenesisDocument, type GenesisDocument } from "../chain/genesis.js";
import { ensureNodeKeys } from "../chain/node-keys.js";
import { appSchema } from "../config/app.js";
import { clientSchema } from "../config/client.js";
import { renderConfig } from "../config/schema.js";
import { CliError } from "../errors.js";
import { writeFileAtomic } from "../files.js";
import { flag, unsigned, withFlags } from "../flags.js";
import type { Home } from "../home.js";
import { action, type Host, type Invocation } from "../invocation.js";
import { DEFAULT_PREFIX } from "../keys/open.js";
import { cometConfig, defaultAppState, type NewChain } from "../seams.js";
import { AUTO_PRICE } from "../tx/gas-price.js";

/** Base denomination of a chain that says nothing else. */
export const DEFAULT_DENOM = "aec";

/** `echoind init`: keys, configuration and genesis of a new node. */
export function registerInit(program: Command, host: Host): void {
  const init = program.command("init <moniker>").description("make a node's home: keys, configuration and genesis");
  withFlags(init, [
    flag("--chain-id <id>", "the chain's id; a random test id without it"),
    flag("-o, --overwrite", "replace genesis.json; keys and configuration stay"),
    flag("--default-denom <denom>", "base denomination", { default: DEFAULT_DENOM }),
    flag("--prefix <text>", "address prefix", { default: DEFAULT_PREFIX }),
    flag("--display-denom <name>", "what people call the coin; EC for aec, else the base denomination"),
    flag("--display-exponent <n>", "power of ten between the two; 18 for aec, else 6", { parse: unsigned }),
    flag("--coin-type <n>", "BIP-44 coin type of the chain's accounts", { default: "118", parse: unsigned }),
    flag("--initial-height <n>", "height of the first block", { default: "1", parse: unsigned }),
    flag("--profile <kind>", "CometBFT settings: production, or devnet for fast blocks on loopback", {
      choices: ["production", "devnet"],
      default: "production",
    }),
  ]);
  action(init, host, initialize);
}

async function initialize(call: Invocation, moniker: string): Promise<void> {
  const { home } = call;
  const options = initOptions(call, moniker);
  if (home.initialized && !call.boolean("overwrite")) {
    throw new CliError(`${home.genesis} is there already`, {
      hint: "use another --home, or --overwrite to replace the genesis and keep keys and configuration",
    });
  }
  if (existsSync(home.at("data", "blockstore.db")) || existsSync(home.at("data", "state.db"))) {
    throw new CliError(`${home.at("data")} holds a chain's blocks, which another genesis would not fit`, {
      hint: `echoind comet unsafe-reset-all --home ${home.path} deletes them`,
    });
  }
  // Everything that can fail is made before anything is written.
  const document = await newGenesis(options);
  const configToml = await cometConfig({
    moniker,
    profile: options.profile,
    env: call.host.terminal.env,
    root: call.host.root,
  });

  const nodeId = ensureNodeKeys(home);
  writeMissing(home.cometConfig, configToml);
  writeMissing(home.appConfig, renderConfig(appSchema, { "minimum-gas-prices": `0${options.denom}` }));
  writeMissing(
    home.clientConfig,
    renderConfig(clientSchema, {
      "chain-id": options.chainId,
      "bech32-prefix": options.prefix,
      "coin-type": String(options.coinType),
      "gas-prices": AUTO_PRICE,
    }),
  );
  writeGenesisDocument(home, document);
  home.writeVersion(call.host.version);
  report(call, home, { moniker, chain_id: options.chainId, node_id: nodeId });
}

/** As in simd, machine-readable, but the paths are for people. */
function report(call: Invocation, home: Home, made: Record<string, string>): void {
  call.result(made);
  call.note(`made ${home.path}`);
  call.note("next: echoind keys add <name>; echoind genesis add-genesis-account <name> <coins>;");
  call.note("      echoind genesis gentx <name> <coins>; echoind genesis collect-gentxs; echoind start");
}

interface InitOptions extends NewChain {
  readonly chainId: string;
  readonly initialHeight: string;
  readonly profile: "production" | "devnet";
}

function initOptions(call: Invocation, moniker: string): InitOptions {
  if (moniker.trim() === "" || moniker.length > 70) throw new CliError("the moniker has 1 to 70 letters");
  const chainId = call.string("chain-id") ?? "";
  const denom = call.string("default-denom") ?? DEFAULT_DENOM;
  const prefix = call.string("prefix") ?? DEFAULT_PREFIX;
  if (chainId.length > 50) throw new CliError("a chain id has at most 50 letters");
  if (!/^[a-zA-Z][a-zA-Z0-9/:._-]{2,127}$/.test(denom)) {
    throw new CliError(`"${denom}" is not a denomination`, {
      hint: "3 to 128 letters, digits or /:._-, a letter first",
    });
  }
  if (!/^[a-z][a-z0-9]{0,19}$/.test(prefix)) {
    throw new CliError(`"${prefix}" is not an address prefix`, {
      hint: "lower-case letters and digits, at most 20, a letter first",
    });
  }
  const initialHeight = call.string("initial-height") ?? "1";
  return {
    chainId: chainId === "" ? `test-chain-${randomLetters(6)}` : chainId,
    denom,
    prefix,
    coinType: Number(call.string("coin-type") ?? "118"),
    display: displayUnit(call, denom),
    initialHeight: initialHeight === "0" ? "1" : initialHeight,
    profile: call.string("profile") === "devnet" ? "devnet" : "production",
  };
}

/** The unit that people count in; undefined when the chain is Echoin's own. */
function displayUnit(call: Invocation, denom: string): NewChain["display"] {
  const name = call.string("display-denom");
  const exponent = call.string("display-exponent");
  if (denom === DEFAULT_DENOM && name === undefined && exponent === undefined) return undefined;
  return { name: name ?? denom, exponent: name === undefined ? 0 : Number(exponent ?? "6") };
}

async function newGenesis(options: InitOptions): Promise<GenesisDocument> {
  const document = buildGenesis({
    chainId: options.chainId,
    genesisTime: new Date(),
    initialHeight: BigInt(options.initialHeight),
    // The first validators come with their genesis transactions.
    validators: [],
    appState: await defaultAppState(options),
  });
  return document as GenesisDocument;
}

function writeMissing(path: string, text: string): void {
  if (!existsSync(path)) writeFileAtomic(path, text, 0o644);
}

const randomLetters = (count: number): string =>
  Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join("");
