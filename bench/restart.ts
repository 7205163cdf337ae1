/** `make bench-restart`: from the start of a node with much state to its next block, after SIGTERM and after SIGKILL. */
import { type LiveChain, memory, startLive, withChain } from "./measure/chain.js";
import { prepareLoad } from "./load/start.js";
import { waitGone } from "./chains/process.js";
import { decimal, megabytes, table } from "./report/format.js";
import { writeResults } from "./report/results.js";
import { command, machine, openBench } from "./setup.js";
import { STEADY_OPTIONS, steadyJob, steadyLimits, steadyWorkload } from "./steady.js";

const OPTIONS = {
  ...STEADY_OPTIONS,
  seconds: [10, "load before each restart"],
  allowed: [10, "seconds that a restart may take"],
} as const;

interface Restart {
  readonly after: "SIGTERM" | "SIGKILL";
  readonly seconds: number;
  readonly memoryBefore: Readonly<Record<string, number>>;
  readonly memoryAfter: Readonly<Record<string, number>>;
}

/** Ends every process of a node by SIGKILL, as a power loss would. */
async function kill({ running }: LiveChain): Promise<void> {
  for (const { pid } of running.watched) process.kill(pid, "SIGKILL");
  await running.stop();
  for (const { pid } of running.watched) await waitGone(pid, 10_000);
}

command(OPTIONS, async (options) => {
  const bench = await openBench(options);
  const workload = await steadyWorkload(bench, options);
  const { chain, book } = workload;
  const limits = steadyLimits(bench, options, book);
  const result = await withChain(chain, limits, async (first) => {
    let live = first;
    const restarts: Restart[] = [];
    try {
      for (const [round, after] of (["SIGTERM", "SIGKILL"] as const).entries()) {
        const { seconds, rate } = options;
        const job = steadyJob(workload, live, { from: round * Math.ceil(seconds * rate), seconds, rate });
        await (await prepareLoad(bench.root, job)).run();
        const height = (await live.rpc.committed()) ?? 0;
        const memoryBefore = memory(live.running, "now");
        if (after === "SIGTERM") await live.running.stop();
        else await kill(live);
        live = await startLive(chain, live.setup, 120_000, height);
        const memoryAfter = memory(live.running, "now");
        restarts.push({ after, seconds: live.firstBlockSeconds, memoryBefore, memoryAfter });
        bench.say(`after ${after}: ${decimal(live.firstBlockSeconds)} s to block ${height + 1}`);
      }
    } finally {
      if (live !== first) await live.running.stop();
    }
    return { genesisSeconds: first.firstBlockSeconds, genesisPeak: first.genesisPeak, restarts };
  });
  const bytes = (roles: Readonly<Record<string, number>>): string =>
    Object.entries(roles)
      .map(([role, value]) => `${role} ${megabytes(value)}`)
      .join(" + ");
  const rows = result.restarts.map((each) => [
    each.after,
    `${decimal(each.seconds)} s`,
    bytes(each.memoryBefore),
    bytes(each.memoryAfter),
  ]);
  process.stdout.write(`${table(["restart after", "to the next block", "RSS before", "RSS after"], rows)}\n`);
  process.stdout.write(
    `genesis to the first block: ${decimal(result.genesisSeconds)} s, peak ${bytes(result.genesisPeak)}\n`,
  );
  const path = writeResults(bench.root, "restart", {
    when: new Date().toISOString(),
    machine: machine(),
    settings: bench.settings(options),
    ...result,
  });
  bench.say(`written: ${path}.json`);
  return result.restarts.every(({ seconds }) => seconds <= options.allowed) ? 0 : 1;
});
