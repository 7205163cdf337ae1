/** `make bench`: the ceiling, Echoin and simd under the same load, one after the other. */
import { type LiveChain, memory, withChain } from "./measure/chain.js";
import type { Chain } from "./chains/chain.js";
import { measurePhase, type PhaseResult } from "./measure/phase.js";
import { verifyMicros } from "./measure/speed.js";
import { type OptionValues, UsageError } from "./options.js";
import { integer } from "./report/format.js";
import { type ChainResult, type Skipped, writeResults } from "./report/results.js";
import { renderPicture, renderText } from "./report/summary.js";
import { type Bench, command, machine, openBench } from "./setup.js";
import { AccountBook } from "./workload/accounts.js";
import { workloadPath } from "./workload/file.js";
import { type PhasePlan, sizeOf } from "./workload/plan.js";
import { prepareWorkload } from "./workload/prepare.js";
import type { WorkloadSpec } from "./workload/workload.js";

const OPTIONS = {
  chains: ["ceiling,echoin,simd", "which chains, in this order"],
  accounts: ["20000,1000000", "sizes of the state, one run each; the ceiling has none and runs once"],
  senders: [20_000, "accounts that send"],
  each: [10, "sends of each account in the sustained phase"],
  paced: [10_000, "sends in the phase at a steady rate; 0 leaves it out"],
  rate: [500, "sends a second in that phase"],
  fee: [2000, "fee of a transaction in base units; 0 pays none"],
  "in-flight": [10_000, "transactions sent and not yet committed, at most: half as many as senders, see README"],
  connections: [8, "HTTP connections of the load generator"],
  batch: [10, "transactions in a request, but for the paced phase; CometBFT takes up to 10"],
  window: [64, "unanswered transactions on each connection"],
  "timeout-commit": [250, "CometBFT's pause between blocks, in milliseconds"],
  indexer: ["kv", "CometBFT's index of transactions by event: kv or null"],
  "phase-seconds": [90, "time in which a phase may send"],
  "genesis-seconds": [900, "time for the first block, genesis included"],
  name: ["latest", "name of the files below bench/results/"],
  keep: [false, "leave the homes where they are"],
} as const;

type Options = OptionValues<typeof OPTIONS>;

function plan(options: Options): PhasePlan[] {
  const { senders, each, paced } = options;
  return [
    { name: "burst", senders, each: 1 },
    ...(paced > 0 ? [{ name: "paced", senders: Math.min(paced, senders), each: 1 }] : []),
    ...(each > 0 ? [{ name: "sustained", senders, each }] : []),
  ];
}

async function runChain(bench: Bench, chain: Chain, accounts: number, options: Options): Promise<ChainResult> {
  const spec: WorkloadSpec = { names: chain.names, phases: plan(options), accounts, fee: options.fee, seed: "1" };
  const transactions = await prepareWorkload(spec, { root: bench.root, folder: bench.cache, say: bench.say });
  const workload = workloadPath(bench.cache, spec);
  const book = new AccountBook(chain.names.prefix, options.senders, accounts);
  const limits = { folder: bench.runs, book, timeoutMs: 1000 * options["genesis-seconds"], keep: options.keep };
  bench.say(`${chain.name}: starting${chain.hasState ? ` with ${integer(accounts)} accounts` : ""}`);
  const speed = verifyMicros();
  return withChain(chain, limits, async (live) => {
    const phases: PhaseResult[] = [];
    let from = 0;
    const loadPeak: Record<string, number> = {};
    for (const phase of plan(options)) {
      const to = from + sizeOf(phase);
      const job = {
        name: phase.name,
        workload,
        from,
        to,
        batch: batchOf(phase, options),
        connections: options.connections,
        load: loadOptions(phase, live, options),
      };
      const result = await measurePhase(job, { root: bench.root, rpc: live.rpc, chain: live.running, transactions });
      for (const [role, bytes] of Object.entries(memory(live.running, "peak")))
        loadPeak[role] = Math.max(loadPeak[role] ?? 0, bytes);
      bench.say(`${chain.name}: ${phase.name}: ${integer(result.txPerSecond)} tx/s in ${result.blocks.length} blocks`);
      phases.push(result);
      from = to;
      // What was not committed leaves gaps in the sequences that the next phase would start from.
      if (result.end !== "done") break;
    }
    const { firstBlockSeconds, genesisPeak } = live;
    const { name, title, hasState } = chain;
    const which = { chain: name, title, accounts: hasState ? accounts : 0, verifyMicros: speed };
    return { ...which, firstBlockSeconds, genesisPeak, loadPeak, phases };
  });
}

const batchOf = (phase: PhasePlan, options: Options): number => (phase.name === "paced" ? 1 : options.batch);

const loadOptions = (phase: PhasePlan, live: LiveChain, options: Options) => ({
  rpcPort: live.setup.ports.rpc,
  window: Math.max(2, Math.floor(options.window / batchOf(phase, options))),
  inFlight: options["in-flight"],
  rate: phase.name === "paced" ? options.rate : 0,
  deadlineMs: 1000 * options["phase-seconds"],
  stallMs: 30_000,
});

async function main(options: Options): Promise<number> {
  const bench = await openBench(options);
  const names = options.chains.split(",").map((name) => {
    if (!(name in bench.chains))
      throw new UsageError(`--chains: ${name} is none of ${Object.keys(bench.chains).join(", ")}`);
    return name as keyof Bench["chains"];
  });
  const sizes = options.accounts.split(",").map(Number);
  if (sizes.some((size) => !Number.isSafeInteger(size) || size < options.senders))
    throw new UsageError(`--accounts: sizes are whole numbers, none below the ${options.senders} senders`);
  const chains: ChainResult[] = [];
  const skipped: Skipped[] = [];
  for (const [index, accounts] of sizes.entries()) {
    for (const chain of names.map((name) => bench.chains[name])) {
      if (index > 0 && !chain.hasState) continue;
      try {
        chains.push(await runChain(bench, chain, accounts, options));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        bench.say(`${chain.name}: ${reason}`);
        skipped.push({ chain: chain.name, accounts, reason });
      }
    }
  }
  const result = { when: new Date().toISOString(), machine: machine(), settings: options, chains, skipped };
  process.stdout.write(`${renderText(result)}\n`);
  const path = writeResults(bench.root, options.name, result, { svg: renderPicture(result) });
  bench.say(`written: ${path}.json, ${path}.svg`);
  return skipped.length > 0 ? 1 : 0;
}

command(OPTIONS, main);
