/** `make bench-snapshot`: how long a state-sync snapshot takes, and block times before and while it is made. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { memory, withChain } from "./measure/chain.js";
import { prepareLoad } from "./load/start.js";
import { type LogLine, readLog } from "./measure/log.js";
import { pause, reachHeight } from "./measure/rpc.js";
import { decimal, integer, megabytes, milliseconds, percent, table } from "./report/format.js";
import { writeResults } from "./report/results.js";
import { command, machine, openBench } from "./setup.js";
import { blockTimesBetween, longer, STEADY_OPTIONS, steadyJob, steadyLimits, steadyWorkload } from "./steady.js";

const OPTIONS = {
  ...STEADY_OPTIONS,
  each: [10, "sends prepared for each sender"],
  interval: [40, "height of the snapshot; the blocks before it are what it is compared with"],
  allowed: [90, "seconds that a snapshot may take"],
} as const;

/** What Echoin's log says about snapshots. */
const BEGUN = "making a snapshot";
const MADE = "a snapshot is made";
const FAILED = "no snapshot was made";
/** The first blocks of a chain are not compared: caches are filling. */
const FIRST_COMPARED = 8;

command(OPTIONS, async (options) => {
  const bench = await openBench(options);
  const workload = await steadyWorkload(bench, { ...options, chain: "echoin" });
  const { interval, rate, allowed } = options;
  const settings = { "state-sync.snapshot-interval": String(interval) };
  const limits = steadyLimits(bench, options, workload.book, settings);
  const result = await withChain(workload.chain, limits, async (live) => {
    const most = interval * 3 + allowed;
    const job = steadyJob(workload, live, {
      from: 0,
      seconds: Math.min(most, Math.floor(workload.length / rate)),
      rate,
    });
    const loaded = (await prepareLoad(bench.root, job)).run();
    loaded.catch(() => undefined);
    const log = join(live.setup.home, "node.log");
    const find = (message: string): LogLine | undefined =>
      readLog(readFileSync(log, "utf8")).find((line) => line.message === message);
    await reachHeight(live.rpc, interval + 1, { timeoutMs: 1000 * most, running: () => live.running.ended() });
    bench.say(`height ${interval}: the snapshot begins`);
    for (const end = Date.now() + 1000 * 2 * allowed; find(MADE) === undefined; await pause(500)) {
      const fault = find(FAILED);
      if (fault !== undefined) throw new Error(`${FAILED}: ${JSON.stringify(fault)}`);
      if (Date.now() > end) throw new Error(`no snapshot was made within ${2 * allowed} s`);
    }
    const made = find(MADE);
    const begun = find(BEGUN);
    const seconds = ((made?.time ?? NaN) - (begun?.time ?? NaN)) / 1000;
    const last = await live.rpc.committed();
    const peak = memory(live.running, "peak");
    const before = await blockTimesBetween(live.rpc, FIRST_COMPARED, interval);
    const during = await blockTimesBetween(live.rpc, interval, Math.max(interval + 1, last ?? 0));
    return { seconds, before, during, peak, chunks: made?.fields["chunks"] };
  });
  const { before, during, seconds } = result;
  const row = (name: string, { count, mean, p50, p95 }: typeof before): string[] => [
    name,
    integer(count),
    milliseconds(mean),
    milliseconds(p50),
    milliseconds(p95),
  ];
  const change = longer(during, before);
  process.stdout.write(
    `${table(["block times", "blocks", "mean", "p50", "p95"], [row("before", before), row("while it is made", during)])}\n\n` +
      `a snapshot of ${integer(options.accounts)} accounts took ${decimal(seconds)} s; blocks ${percent(change)} longer; ` +
      `peak RSS ${Object.entries(result.peak)
        .map(([role, bytes]) => `${role} ${megabytes(bytes)}`)
        .join(" + ")}\n`,
  );
  const path = writeResults(bench.root, "snapshot", {
    when: new Date().toISOString(),
    machine: machine(),
    settings: bench.settings(options),
    ...result,
  });
  bench.say(`written: ${path}.json`);
  return seconds <= allowed && change <= 0.2 ? 0 : 1;
});
