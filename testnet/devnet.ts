/** `make devnet`: a chain of one validator with prefunded accounts, in the foreground; its state stays in .devnet/. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { Node } from "../cli/chain/node.js";
import { DEFAULT_PARAMS } from "../modules/evm/params.js";
import { showConsole } from "./console-lines.js";
import { addressesOf, publishedAccounts } from "./network/accounts.js";
import { cosmjsTransfer } from "./network/first-transfer.js";
import { runEchoind } from "./network/homes.js";
import { readFlags, run } from "./program.js";

const CHAIN_ID = "echoin-devnet-1";
const ETHEREUM_CHAIN_ID = DEFAULT_PARAMS.chainId;
/** 1,000,000 EC each. */
const FUNDS = `${10n ** 24n}aec`;
/** What the first account stakes: 100,000 EC. */
const STAKE = `${10n ** 23n}aec`;
const ONE_EC = `${10n ** 18n}aec`;
const FIRST_BLOCK_MS = 60_000;

const flags = readFlags({
  /** Another folder for the chain; .devnet without it. */
  home: { type: "string" },
  /** A node for test suites: without CometBFT, in a home of its own. */
  dev: { type: "boolean", default: false },
  /** Added to every port, so that two devnets fit on one machine. */
  "port-offset": { type: "string", default: "0" },
});
const root = dirname(dirname(dirname(process.argv[1] ?? "")));
const home = flags.home === undefined ? join(root, flags.dev ? ".devnet-dev" : ".devnet") : resolve(flags.home);
const port = (normally: number): number => normally + Number(flags["port-offset"]);
const rpc = `tcp://127.0.0.1:${port(26657)}`;
const accounts = publishedAccounts(root);

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const echoind = (at: string, args: readonly string[], input?: string): Promise<void> =>
  runEchoind({ root, home: at, args, input });

/** Made beside its final place and then renamed, so that an interrupted first run leaves nothing half made. */
async function makeHome(): Promise<void> {
  const draft = `${home}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(dirname(home), { recursive: true });
  say("making a new chain");
  await echoind(draft, ["init", "devnet", "--chain-id", CHAIN_ID, "--profile", "devnet"]);
  await echoind(draft, ["config", "set", "client", "keyring-backend", "test"]);
  for (const [file, key, value] of listeners()) await echoind(draft, ["config", "set", file, key, value]);
  for (const account of accounts) {
    await echoind(draft, ["keys", "add", account.name, "--recover"], `${account.mnemonic}\n`);
    for (const each of addressesOf(account)) await echoind(draft, ["genesis", "add-genesis-account", each, FUNDS]);
  }
  await echoind(draft, ["genesis", "gentx", accounts[0]!.name, STAKE, "--moniker", "devnet"]);
  await echoind(draft, ["genesis", "collect-gentxs"]);
  shortenVotes(join(draft, "config", "genesis.json"));
  await echoind(draft, ["genesis", "validate"]);
  renameSync(draft, home);
}

/** Proposals are decided within two minutes here, not within two days. */
function shortenVotes(genesis: string): void {
  const document = JSON.parse(readFileSync(genesis, "utf8")) as { app_state: { gov: { params: object } } };
  const { gov } = document.app_state;
  gov.params = { ...gov.params, max_deposit_period: "600s", voting_period: "120s", expedited_voting_period: "60s" };
  writeFileSync(genesis, `${JSON.stringify(document, null, 2)}\n`);
}

/** Every address that the node listens on, where it is set. */
function listeners(): [file: string, key: string, value: string][] {
  return [
    ["client", "node", rpc],
    ["config", "rpc.laddr", rpc],
    ["config", "p2p.laddr", `tcp://127.0.0.1:${port(26656)}`],
    ["config", "instrumentation.prometheus_listen_addr", `127.0.0.1:${port(26660)}`],
    ["app", "api.address", `tcp://127.0.0.1:${port(1317)}`],
    ["app", "grpc.address", `127.0.0.1:${port(9090)}`],
    ["app", "telemetry.address", `tcp://127.0.0.1:${port(26661)}`],
    ["app", "json-rpc.address", `tcp://127.0.0.1:${port(8545)}`],
    // Pages that are being developed call from origins of their own.
    ["app", "json-rpc.cors-origins", "*"],
  ];
}

/** The node in a process of its own; its log goes to a file. */
function startNode(log: string): ChildProcess {
  const output = openSync(log, "a");
  const args = ["start", "--home", home, ...(flags.dev ? devFlags() : [])];
  return spawn(join(root, "bin", "echoind"), args, { stdio: ["ignore", output, output], cwd: root });
}

/** The published accounts are the node's own: it sends in their name. */
const devFlags = (): string[] => [
  "--json-rpc.dev",
  `--json-rpc.dev-accounts=${accounts.map(({ ethereum }) => ethereum.address).join()}`,
];

/** Height of the last block; undefined while nothing answers. */
async function height(node: Node): Promise<bigint | undefined> {
  try {
    const { sync_info: sync } = await node.call<{ sync_info: { latest_block_height: string } }>("status");
    return BigInt(sync.latest_block_height);
  } catch {
    return undefined;
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until the chain makes a block after those that it had. */
async function firstBlock(node: Node, running: () => boolean): Promise<bigint> {
  const end = Date.now() + FIRST_BLOCK_MS;
  let before: bigint | undefined;
  while (running() && Date.now() < end) {
    const now = await height(node);
    before ??= now;
    // A dev node makes no block before it is asked for one.
    if (now !== undefined && before !== undefined && (now > before || flags.dev)) return now;
    await pause(50);
  }
  throw new Error(running() ? `no block within ${FIRST_BLOCK_MS / 1000} s` : "the node ended");
}

function banner(at: bigint): void {
  const here = relative(process.cwd(), root) || ".";
  const nearby = relative(process.cwd(), home);
  const shown = nearby.startsWith("..") ? home : nearby;
  const [alice, bob] = accounts;
  say(`
Echoin's devnet makes blocks: ${CHAIN_ID}, height ${at}

  CometBFT RPC   http://127.0.0.1:${port(26657)}
  REST           http://127.0.0.1:${port(1317)}
  gRPC           127.0.0.1:${port(9090)}
  Ethereum       http://127.0.0.1:${port(8545)}, ws:// too, chain id ${ETHEREUM_CHAIN_ID}
  metrics        http://127.0.0.1:${port(26661)}/metrics
  home           ${shown}
  log            ${join(shown, "node.log")}

Accounts, 1,000,000 EC each; ${alice?.name} has staked 100,000 of hers. Their words are published: never send real funds to them.
`);
  for (const { name, address, mnemonic } of accounts) say(`  ${name.padEnd(6)} ${address}\n         ${mnemonic}`);
  say(`
The same words in Ethereum's wallets, 1,000,000 EC each again: address and private key.
`);
  for (const { name, ethereum } of accounts) say(`  ${name.padEnd(6)} ${ethereum.address} ${ethereum.privateKey}`);
  const words = `${alice?.mnemonic.split(" ").slice(0, 2).join(" ")} …`;
  const pasted = cosmjsTransfer({
    rpc: `http://127.0.0.1:${port(26657)}`,
    from: { mnemonic: words, address: `${alice?.address}` },
    to: `${bob?.address}`,
    amount: 10n ** 18n,
  });
  say(`
A first transfer, from another terminal:

  ${join(here, "bin", "echoind")} tx bank send ${alice?.name} ${bob?.address} ${ONE_EC} --home ${shown} -y
  ${join(here, "bin", "echoind")} query bank balances ${bob?.name} --home ${shown}

The same with cosmjs (node examples/transfer.mjs has it whole):

${pasted.map((line) => `  ${line}`).join("\n")}

${flags.dev ? "What contracts say to console.log follows. " : ""}Ctrl-C ends it; the same command goes on where it was, make devnet-reset starts over.
`);
}

/** The last lines of the log, which tell why a node ended; nothing when the home was deleted meanwhile. */
const tail = (log: string): string =>
  existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n").slice(-15).join("\n") : "the log is gone";

async function main(): Promise<number> {
  if (!existsSync(join(home, "config", "genesis.json"))) await makeHome();
  const log = join(home, "node.log");
  say("starting the node");
  const child = startNode(log);
  let running = true;
  let stopping = false;
  const ended = new Promise<number>((resolve) => {
    child.on("error", () => resolve(1));
    child.on("exit", (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  }).finally(() => (running = false));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      say("\nending the node");
      child.kill("SIGTERM");
    });
  }
  try {
    banner(await firstBlock(new Node(rpc), () => running && !stopping));
    if (flags.dev) showConsole(log, statSync(log).size, say);
  } catch (error) {
    if (!stopping) {
      child.kill("SIGTERM");
      await ended;
      process.stderr.write(`${tail(log)}\nError: ${(error as Error).message}; the whole log is in ${log}\n`);
      return 1;
    }
  }
  const code = await ended;
  if (stopping) return 0;
  process.stderr.write(`${tail(log)}\nError: the node ended with code ${code}; the whole log is in ${log}\n`);
  return 1;
}

run(main);
