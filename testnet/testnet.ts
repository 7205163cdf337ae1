/** `make testnet N=4`: a network of validators on this machine, in the foreground; its state stays in .testnet/. */
import { mkdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { freePorts, usualAddresses } from "./network/addresses.js";
import { runSchedule } from "./network/faults.js";
import { linkCount, makeNetwork, readNetwork, type NetworkRecord } from "./network/homes.js";
import { type NetworkManifest, readManifest, validatorsManifest } from "./network/manifest.js";
import { Network } from "./network/network.js";
import { readFlags, run } from "./program.js";
import { renderTable, rows } from "./table.js";

const flags = readFlags({
  /** How many validators, when no manifest is named. */
  validators: { type: "string", default: "4" },
  /** A JSON file that describes the network: testnet/manifests has some. */
  manifest: { type: "string" },
  /** Another folder for the homes; .testnet without it. */
  folder: { type: "string" },
  /** Added to every port. */
  "port-offset": { type: "string", default: "0" },
  /** Seconds between two tables. */
  every: { type: "string", default: "1" },
});

const CHAIN_ID = "echoin-testnet-local-1";
const root = dirname(dirname(dirname(process.argv[1] ?? "")));
const folder = flags.folder === undefined ? join(root, ".testnet") : resolve(flags.folder);

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/**
 * A slashing window short enough to see a stopped validator jailed within half a minute; and seats for all validators,
 * though none says where it is at home.
 */
function manifestOfFlags(): NetworkManifest {
  if (flags.manifest !== undefined) return readManifest(resolve(flags.manifest));
  return {
    ...validatorsManifest(Number(flags.validators), CHAIN_ID),
    genesis: {
      consensus_params: { abci: { vote_extensions_enable_height: "1" } },
      app_state: {
        slashing: { params: { signed_blocks_window: "50", downtime_jail_duration: "60s" } },
        council: { params: { region_share: "1.000000000000000000" } },
      },
    },
  };
}

/** The network of the last run, when it is the one that is asked for; else a new one. @throws Error when it is another */
async function networkRecord(): Promise<NetworkRecord> {
  const manifest = manifestOfFlags();
  const before = readNetwork(folder);
  if (before !== undefined) {
    if (JSON.stringify(before.manifest) === JSON.stringify(manifest)) return before;
    throw new Error(`${folder} holds another network (${before.nodes.length} nodes): make testnet-reset deletes it`);
  }
  say(`making the homes of ${manifest.nodes.length} nodes`);
  mkdirSync(folder, { recursive: true });
  const addresses = usualAddresses(manifest.nodes.length, Number(flags["port-offset"]));
  const linkPorts = await freePorts(linkCount(manifest));
  return makeNetwork({ root, folder, manifest, addresses, linkPorts });
}

function banner({ nodes, manifest }: NetworkRecord): void {
  const nearby = relative(process.cwd(), folder);
  const shown = nearby.startsWith("..") ? folder : nearby;
  const program = join(relative(process.cwd(), root) || ".", "bin", "echoind");
  const first = nodes.find(({ operator }) => operator !== undefined)!;
  const { ports } = first.address;
  say(`
${manifest.chainId}: ${nodes.length} nodes, their homes and logs in ${shown}

  CometBFT RPC http://127.0.0.1:${ports.rpc}, REST http://127.0.0.1:${ports.rest}, gRPC 127.0.0.1:${ports.grpc} of ${first.manifest.name}
  the next node has each of these ports plus 100

  ${program} query staking validators --home ${join(shown, first.manifest.name)}
  ${program} tx bank send alice bob 1000000000000000000aec --home ${join(shown, first.manifest.name)} -y

Ctrl-C ends all nodes; the next run goes on where they were; make testnet-reset starts over.
`);
}

/** Draws the table over the last one on a terminal; elsewhere each table stands below the one before. */
async function showTable(network: Network, drawn: number): Promise<number> {
  const lines = renderTable(await rows(network));
  if (process.stdout.isTTY && drawn > 0) process.stdout.write(`\u001b[${drawn}A\u001b[J`);
  say(lines.join("\n"));
  if (!process.stdout.isTTY) say("");
  return lines.length;
}

/** Starts those that join late, one after the other, unless the network ends. @throws Error when one does not catch up */
async function joinLate(network: Network, stopping: () => boolean): Promise<void> {
  for (const { name, join = "genesis" } of network.record.manifest.nodes) {
    if (stopping()) return;
    if (join === "genesis") continue;
    say(`${name} joins by ${join}`);
    await network.join(name);
    say(`${name} has caught up`);
  }
}

async function main(): Promise<number> {
  let interrupt!: () => void;
  let stopping = false;
  const interrupted = new Promise<void>((resolve) => (interrupt = resolve));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interrupt);
  const stop = new AbortController();
  void interrupted.then(() => {
    stopping = true;
    stop.abort();
  });

  const record = await networkRecord();
  const network = await Network.open(record, folder, root);
  try {
    if (stopping) return 0;
    say("starting the nodes");
    await Promise.race([network.start(), interrupted]);
    if (stopping) return 0;
    banner(record);
    const schedule = runSchedule(network, record.manifest.faults ?? [], { signal: stop.signal, tell: say });
    const happening = Promise.all([schedule, joinLate(network, () => stopping)]);
    // Its end is none of the network's; an error in it is, as soon as the next table is awaited.
    const over = Promise.race([interrupted, happening.then(() => interrupted)]);
    over.catch(() => undefined);
    let drawn = 0;
    while (!stopping) {
      drawn = await showTable(network, drawn);
      if (network.nodes.every(({ state }) => state === "stopped")) {
        throw new Error(`all nodes have ended; their logs are ${join(folder, "*", "node.log")}`);
      }
      await Promise.race([over, new Promise((resolve) => setTimeout(resolve, Number(flags.every) * 1000))]);
    }
    return 0;
  } finally {
    say("\nending the nodes");
    for (const [name, how] of await network.stop()) if (how !== 0) say(`${name} ended with ${how}`);
  }
}

run(main);
