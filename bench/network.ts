/** `make bench-network`: several validators on this machine, stake's transactions, and block times with vote extensions. */
import { COMPARISON_OPTIONS, runChain } from "./comparison.js";
import { prepareLoad } from "./load/start.js";
import { withChain } from "./measure/chain.js";
import { reachHeight } from "./measure/rpc.js";
import type { Summary } from "./measure/stats.js";
import { type OptionValues, UsageError } from "./options.js";
import { type Extensions, judge, type NetworkResult, renderNetwork, renderNetworkPicture } from "./report/network.js";
import { type ChainResult, type Skipped, writeResults } from "./report/results.js";
import { type Bench, command, machine, openBench } from "./setup.js";
import { watchBlocks } from "./steady.js";
import { AccountBook } from "./workload/accounts.js";
import { workloadPath } from "./workload/file.js";
import { prepareWorkload } from "./workload/prepare.js";
import { lengthOf, type WorkloadSpec } from "./workload/workload.js";

const OPTIONS = {
  ...COMPARISON_OPTIONS,
  parts: ["sends,stake,extensions", "what is measured"],
  validators: [4, "validators of the networks"],
  each: [1, "bank sends of each account over the network"],
  rate: [50, "sends a second while block times are watched"],
  seconds: [30, "how long they are watched each time; twice without extensions and twice with them"],
  name: ["network", "name of the files below bench/results/"],
} as const;

type Options = OptionValues<typeof OPTIONS>;

/** What each part runs, Echoin first. */
const programs = ["echoin", "simd"] as const;

/** The height from which block times are watched. */
const SETTLED = 10;

const PARTS = ["sends", "stake", "extensions"];

/** Bank sends over all validators of a network, which all check and execute each of them. */
function sends(bench: Bench, options: Options, name: (typeof programs)[number]): Promise<ChainResult> {
  const phases = [{ name: "sends", senders: options.senders, each: options.each }];
  const chain = bench.network(name, options.validators);
  return runChain(bench, chain, { accounts: options.senders, phases }, options);
}

/** Each account delegates to the one validator, then withdraws what that has earned. */
function stake(bench: Bench, options: Options, name: (typeof programs)[number]): Promise<ChainResult> {
  const { senders } = options;
  const phases = (["delegate", "withdraw"] as const).map((action) => ({ name: action, senders, each: 1, action }));
  return runChain(bench, bench.network(name, 1), { accounts: senders, phases }, options);
}

/** Block times of Echoin's validators under a light load, without vote extensions and with them. */
async function extensions(bench: Bench, options: Options): Promise<Extensions> {
  const watched: Record<"without" | "with", Summary[]> = { without: [], with: [] };
  // In this order what the machine does of itself over the minutes weighs on both alike.
  for (const which of ["without", "with", "with", "without"] as const) {
    const summary = await blocks(bench, options, which === "with");
    bench.say(`${which} vote extensions: a block in ${summary.mean.toFixed(0)} ms on average`);
    watched[which].push(summary);
  }
  return watched;
}

async function blocks(bench: Bench, options: Options, voteExtensions: boolean): Promise<Summary> {
  const chain = bench.network("echoin", options.validators, voteExtensions);
  const { senders, rate, seconds } = options;
  const each = Math.ceil((rate * (seconds + 10)) / senders);
  const phases = [{ name: "watched", senders, each }];
  const spec: WorkloadSpec = { names: chain.names, phases, accounts: senders, fee: options.fee, seed: "1" };
  await prepareWorkload(spec, { root: bench.root, folder: bench.cache, say: bench.say });
  const book = new AccountBook(chain.names.prefix, senders, senders);
  const limits = { folder: bench.runs, book, timeoutMs: 1000 * options["genesis-seconds"], keep: options.keep };
  return withChain(chain, limits, async (live) => {
    const load = await prepareLoad(bench.root, {
      workload: workloadPath(bench.cache, spec),
      from: 0,
      to: lengthOf(spec),
      batch: 1,
      connections: 1,
      options: {
        rpcPort: live.setup.ports.rpc,
        window: 64,
        inFlight: 20_000,
        rate,
        deadlineMs: 1000 * (seconds + 5),
        stallMs: 60_000,
      },
    });
    // The first blocks wait for validators that are still coming.
    await reachHeight(live.rpc, SETTLED, { timeoutMs: 120_000, running: () => live.running.ended() });
    const sent = load.run();
    const summary = await watchBlocks(live, seconds);
    await sent;
    return summary;
  });
}

async function main(options: Options): Promise<number> {
  const bench = await openBench(options);
  const parts = options.parts.split(",");
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new UsageError(`--parts: ${unknown} is none of ${PARTS.join(", ")}`);
  const chains: Record<"sends" | "stake", ChainResult[]> = { sends: [], stake: [] };
  const skipped: Skipped[] = [];
  for (const [part, run] of Object.entries({ sends, stake })) {
    for (const name of parts.includes(part) ? programs : []) {
      try {
        chains[part as "sends" | "stake"].push(await run(bench, options, name));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        bench.say(`${name}: ${reason}`);
        skipped.push({ chain: `${name}, ${part}`, accounts: options.senders, reason });
      }
    }
  }
  const { validators } = options;
  const result: NetworkResult = {
    when: new Date().toISOString(),
    machine: machine(),
    settings: bench.settings(options),
    validators,
    ...chains,
    skipped,
    ...(parts.includes("extensions") && { extensions: await extensions(bench, options) }),
  };
  process.stdout.write(`${renderNetwork(result)}\n`);
  const path = writeResults(bench.root, options.name, result, { svg: renderNetworkPicture(result) });
  bench.say(`written: ${path}.json, ${path}.svg`);
  return skipped.length > 0 || judge(result).some(({ reached }) => !reached) ? 1 : 0;
}

command(OPTIONS, main);
