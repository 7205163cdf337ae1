/** What the commands besides the comparison share: Echoin, or simd, under a steady load that is far from full. */
import type { Chain } from "./chains/chain.js";
import type { LoadJob } from "./load/main.js";
import { intervals, type Summary, summarize } from "./measure/stats.js";
import type { LiveChain, LiveOptions } from "./measure/chain.js";
import { pause, reachHeight, type Rpc } from "./measure/rpc.js";
import { UsageError } from "./options.js";
import type { Bench } from "./setup.js";
import { AccountBook } from "./workload/accounts.js";
import { type Transactions, workloadPath } from "./workload/file.js";
import { prepareWorkload } from "./workload/prepare.js";
import { lengthOf, type WorkloadSpec } from "./workload/workload.js";

/** Options that these commands have in common. */
export const STEADY_OPTIONS = {
  chain: ["echoin", "which chain: echoin or simd"],
  accounts: [1_000_000, "accounts in state"],
  senders: [20_000, "accounts that send"],
  each: [5, "sends prepared for each of them"],
  rate: [500, "sends a second, all the time"],
  "timeout-commit": [1000, "CometBFT's pause between blocks, in milliseconds"],
  indexer: ["kv", "CometBFT's index of transactions by event: kv or null"],
  "genesis-seconds": [900, "time for the first block, genesis included"],
  keep: [false, "leave the home where it is"],
} as const;

export interface SteadyOptions {
  readonly chain: string;
  readonly accounts: number;
  readonly senders: number;
  readonly each: number;
  readonly rate: number;
  readonly "genesis-seconds": number;
  readonly keep: boolean;
}

export interface SteadyWorkload {
  readonly chain: Chain;
  readonly transactions: Transactions;
  readonly path: string;
  readonly length: number;
  readonly book: AccountBook;
}

/** The chain that was asked for, and its transactions. @throws UsageError when it has no state */
export async function steadyWorkload(bench: Bench, options: SteadyOptions): Promise<SteadyWorkload> {
  const name = options.chain;
  if (name !== "echoin" && name !== "simd") throw new UsageError(`--chain is echoin or simd, not ${name}`);
  const chain = bench.chains[name];
  const { senders, each, accounts } = options;
  const spec: WorkloadSpec = {
    names: chain.names,
    phases: [{ name: "steady", senders, each }],
    accounts,
    fee: 2000,
    seed: "1",
  };
  const transactions = await prepareWorkload(spec, { root: bench.root, folder: bench.cache, say: bench.say });
  const book = new AccountBook(chain.names.prefix, senders, accounts);
  return { chain, transactions, path: workloadPath(bench.cache, spec), length: lengthOf(spec), book };
}

/** How a chain of such a command is made. */
export const steadyLimits = (
  bench: Bench,
  options: SteadyOptions,
  book: AccountBook,
  settings: Readonly<Record<string, string>> = {},
): LiveOptions => ({
  folder: bench.runs,
  book,
  settings,
  timeoutMs: 1000 * options["genesis-seconds"],
  keep: options.keep,
});

/** A load at the steady rate over a part of the workload. @throws UsageError when the workload is too short for it */
export function steadyJob(
  { path, length }: SteadyWorkload,
  live: LiveChain,
  { from, seconds, rate }: { from: number; seconds: number; rate: number },
): LoadJob {
  const to = from + Math.ceil(seconds * rate);
  if (to > length)
    throw new UsageError(
      `${to} sends are needed and ${length} are prepared: raise --each, or lower --rate or the time`,
    );
  const options = {
    rpcPort: live.setup.ports.rpc,
    window: 64,
    inFlight: 20_000,
    rate,
    deadlineMs: 1000 * seconds,
    stallMs: 60_000,
  };
  return { workload: path, from, to, batch: 1, connections: 4, options };
}

/** Milliseconds between the header times of blocks in a span of time, which must hold whole blocks. */
export async function blockTimesBetween(rpc: Rpc, first: number, last: number): Promise<Summary> {
  const headers = await rpc.headers(first, last);
  return summarize(intervals(headers.map(({ time }) => time)));
}

/** Watches block times for some seconds. @throws Error when the chain ends */
export async function watchBlocks({ rpc, running }: LiveChain, seconds: number): Promise<Summary> {
  const first = (await rpc.committed()) ?? 0;
  await pause(1000 * seconds);
  const last = await reachHeight(rpc, first + 2, { timeoutMs: 60_000, running: () => running.ended() });
  return blockTimesBetween(rpc, first, last);
}

/** How much longer, as a share: 0.2 is 20 % longer. */
export const longer = (summary: Summary, base: Summary): number => summary.mean / base.mean - 1;
