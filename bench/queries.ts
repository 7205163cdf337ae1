/** `make bench-queries`: block times while clients read over REST, and without. */
import { withChain } from "./measure/chain.js";
import { prepareLoad } from "./load/start.js";
import { startReaders } from "./readers/start.js";
import { decimal, integer, milliseconds, percent, table } from "./report/format.js";
import { writeResults } from "./report/results.js";
import { command, machine, openBench } from "./setup.js";
import { longer, STEADY_OPTIONS, steadyJob, steadyLimits, steadyWorkload, watchBlocks } from "./steady.js";
import type { AccountBook } from "./workload/accounts.js";

const OPTIONS = {
  ...STEADY_OPTIONS,
  seconds: [30, "length of each of the two spans that are compared"],
  clients: [200, "requests under way at once"],
  pages: [10, "of a hundred requests, how many ask for a page of 1,000"],
} as const;

/** Longer block times than this share are a failure. */
const ALLOWED = 0.2;

/** Paths in the mixture asked for: balances of accounts all over the state, and pages of accounts and of owners. */
function pathsOf(book: AccountBook, denom: string, pagesInHundred: number): string[] {
  const pages = [
    "/cosmos/auth/v1beta1/accounts?pagination.limit=1000",
    `/cosmos/bank/v1beta1/denom_owners/${denom}?pagination.limit=1000`,
  ];
  return Array.from({ length: 1000 }, (_, index) => {
    if (index % 100 < pagesInHundred) return pages[index % pages.length] ?? "/";
    const account = (index * 7919) % book.accounts;
    return `/cosmos/bank/v1beta1/balances/${book.textAt(account)}`;
  });
}

command(OPTIONS, async (options) => {
  const bench = await openBench(options);
  const workload = await steadyWorkload(bench, options);
  const { chain, book } = workload;
  const { seconds, rate, clients, pages } = options;
  const result = await withChain(chain, steadyLimits(bench, options, book), async (live) => {
    const settle = 5;
    const load = await prepareLoad(
      bench.root,
      steadyJob(workload, live, { from: 0, seconds: settle + 2 * seconds + 10, rate }),
    );
    const loaded = load.run();
    loaded.catch(() => undefined);
    await watchBlocks(live, settle);
    const without = await watchBlocks(live, seconds);
    bench.say(`without readers: ${milliseconds(without.mean)} a block`);
    const requests = pathsOf(book, chain.names.denom, pages).map((path) => ({ path }));
    const stop = startReaders(bench.root, { port: live.setup.ports.rest, concurrency: clients, requests });
    const reading = await watchBlocks(live, seconds);
    const reads = await stop();
    const { result: sent } = await loaded;
    return { without, reading, reads, committed: sent.blocks.reduce((sum, { txs }) => sum + txs, 0), end: sent.end };
  });
  const { without, reading, reads } = result;
  const row = (name: string, { mean, p50, p95, count }: typeof without): string[] => [
    name,
    integer(count),
    milliseconds(mean),
    milliseconds(p50),
    milliseconds(p95),
  ];
  const change = longer(reading, without);
  const answered = reads.statuses["200"] ?? 0;
  const others = Object.entries(reads.statuses).filter(([status]) => status !== "200");
  process.stdout.write(
    `${table(["block times", "blocks", "mean", "p50", "p95"], [row("without readers", without), row(`${clients} readers`, reading)])}\n\n` +
      `${percent(change)} longer; ${integer(answered / reads.seconds)} answers a second, p50 ${milliseconds(reads.latency.p50)}, ` +
      `p95 ${milliseconds(reads.latency.p95)}, ${decimal(reads.bytes / 1e6 / reads.seconds)} MB/s` +
      `${others.length > 0 ? `; not answered: ${others.map(([status, count]) => `${count} × ${status}`).join(", ")} (${reads.firstFault})` : ""}\n`,
  );
  const path = writeResults(bench.root, "queries", {
    when: new Date().toISOString(),
    machine: machine(),
    settings: bench.settings(options),
    ...result,
  });
  bench.say(`written: ${path}.json`);
  return change <= ALLOWED && answered > 0 ? 0 : 1;
});
