/** `make bench`: the ceiling, Echoin and simd under the same load, one after the other. */
import { COMPARISON_OPTIONS, runChain } from "./comparison.js";
import { type OptionValues, UsageError } from "./options.js";
import { type ChainResult, type Skipped, writeResults } from "./report/results.js";
import { renderPicture, renderText } from "./report/summary.js";
import { type Bench, command, machine, openBench } from "./setup.js";
import type { PhasePlan } from "./workload/plan.js";

const OPTIONS = {
  chains: ["ceiling,echoin,simd", "which chains, in this order"],
  accounts: ["20000,1000000", "sizes of the state, one run each; the ceiling has none and runs once"],
  each: [10, "sends of each account in the sustained phase"],
  paced: [10_000, "sends in the phase at a steady rate; 0 leaves it out"],
  rate: [500, "sends a second in that phase"],
  name: ["latest", "name of the files below bench/results/"],
  ...COMPARISON_OPTIONS,
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
        const comparison = { accounts, phases: plan(options), rates: { paced: options.rate } };
        chains.push(await runChain(bench, chain, comparison, options));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        bench.say(`${chain.name}: ${reason}`);
        skipped.push({ chain: chain.name, accounts, reason });
      }
    }
  }
  const result = {
    when: new Date().toISOString(),
    machine: machine(),
    settings: bench.settings(options),
    chains,
    skipped,
  };
  process.stdout.write(`${renderText(result)}\n`);
  const path = writeResults(bench.root, options.name, result, { svg: renderPicture(result) });
  bench.say(`written: ${path}.json, ${path}.svg`);
  return skipped.length > 0 ? 1 : 0;
}

command(OPTIONS, main);
