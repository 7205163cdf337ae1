/** `make faults ROUNDS=50`: random faults on four validators under load; ends with 1 when the network does not recover. */
import { randomInt } from "node:crypto";
import { dirname } from "node:path";
import { Random } from "../../abci/sim/random.js";
import { publishedAccounts } from "../network/accounts.js";
import { type NetworkManifest, validatorsManifest } from "../network/manifest.js";
import { Network } from "../network/network.js";
import { readFlags, run } from "../program.js";
import { Load } from "./load.js";
import { nextRound, type RoundResult, runRound } from "./rounds.js";

const flags = readFlags({
  rounds: { type: "string", default: "50" },
  /** The first round to play, on a new network: the rounds of a seed can be played in pieces. */
  from: { type: "string", default: "1" },
  /** Repeats the choices of a run: which faults, on whom, for how long. */
  seed: { type: "string" },
  validators: { type: "string", default: "4" },
  /** Longest recovery after a fault, in seconds. */
  limit: { type: "string", default: "20" },
  /** Transfers in a second from each of the published accounts. */
  load: { type: "string", default: "5" },
});

const root = dirname(dirname(dirname(dirname(process.argv[1] ?? ""))));
const rounds = Number(flags.rounds);
const from = Number(flags.from);
const seed = flags.seed === undefined ? randomInt(2 ** 31) : Number(flags.seed);

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Nobody is jailed for faults that this program makes. */
const manifest: NetworkManifest = {
  ...validatorsManifest(Number(flags.validators), "echoin-faults-1"),
  links: true,
  genesis: {
    consensus_params: { abci: { vote_extensions_enable_height: "1" } },
    app_state: {
      slashing: {
        params: { signed_blocks_window: "10000", min_signed_per_window: "0.010000000000000000" },
        proposals: { turns_window: 0, max_missed_turns: 0 },
      },
    },
  },
};

/** Compares every block of every node with those of the first. @throws Error at the first height where one differs */
async function compareAll(network: Network): Promise<bigint> {
  const heights = await Promise.all(network.nodes.map((node) => node.height()));
  const common = heights.reduce((least, each) => (each < least ? each : least));
  const [first, ...others] = await Promise.all(network.nodes.map((node) => node.hashesTo(common)));
  for (const [index, hashes] of others.entries()) {
    const at = hashes.findIndex((each, height) => each !== first![height]);
    if (at >= 0)
      throw new Error(`${network.nodes[0]!.name} and ${network.nodes[index + 1]!.name} differ at height ${at + 1}`);
  }
  return common;
}

function describe(number: number, { kind, victims, durationMs, recoveryMs, height }: RoundResult): string {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const what = `${kind} ${victims.join(" and ")} for ${seconds(durationMs)}`;
  return `round ${number}: ${what}; recovered in ${seconds(recoveryMs)}, height ${height}`;
}

async function main(): Promise<number> {
  say(`seed ${seed}: rounds ${from} to ${rounds} on ${manifest.nodes.length} validators`);
  const random = new Random(seed);
  const network = await Network.temporary(manifest, root);
  let ended = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => (ended = true));
  const results: RoundResult[] = [];
  // Choices of its own for the load: how fast nodes answer must not change the faults of a seed.
  const load = new Load({
    network,
    accounts: publishedAccounts(root),
    random: new Random(seed + 1),
    perSecond: Number(flags.load),
  });
  try {
    await network.start();
    load.start();
    const names = manifest.nodes.map(({ name }) => name);
    for (let number = 1; number <= rounds && !ended; number++) {
      const round = nextRound(random, names);
      if (number < from) continue;
      const result = await runRound(network, round, Number(flags.limit) * 1000);
      results.push(result);
      say(describe(number, result));
    }
    await load.stop();
    const compared = await compareAll(network);
    const worst = Math.max(0, ...results.map(({ recoveryMs }) => recoveryMs));
    say(
      `${results.length} rounds passed; ${compared} blocks are the same on all nodes, ${load.counts.sent} transfers were taken; ` +
        `slowest recovery ${(worst / 1000).toFixed(1)} s; seed ${seed}`,
    );
    await network.destroy();
    return 0;
  } catch (error) {
    process.stderr.write(`round ${from + results.length} failed: ${(error as Error).message}\n`);
    process.stderr.write(`homes and logs are kept in ${network.folder}; again: --seed ${seed} --from ${from}\n`);
    await load.stop();
    await network.stop();
    return 1;
  }
}

run(main);
