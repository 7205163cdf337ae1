/**
 * The load generator's own process, so that its CPU time can be told from that of the rest. It is forked, gets a job,
 * says `ready` once everything is prepared, starts at `go`, and answers the result.
 */
import { readTransactions } from "../workload/file.js";
import { LoadGenerator, type LoadOptions, type LoadResult } from "./generator.js";
import { buildRequests, type Door } from "./requests.js";
import { watchComet, watchEthereum } from "./watch.js";

export interface LoadJob {
  /** File of the workload, and the transactions of it to be sent. */
  readonly workload: string;
  readonly from: number;
  readonly to: number;
  readonly batch: number;
  readonly connections: number;
  /** CometBFT's unless set. */
  readonly door?: Door;
  readonly options: LoadOptions;
}

export type LoadMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "result"; readonly result: LoadResult; readonly cpuMicros: number }
  | { readonly kind: "failed"; readonly reason: string };

const tell = (message: LoadMessage): Promise<void> =>
  new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));

async function work(job: LoadJob): Promise<void> {
  const transactions = readTransactions(job.workload);
  if (transactions === undefined) throw new Error(`${job.workload} is not there`);
  const generator = new LoadGenerator(
    buildRequests(transactions, job),
    job.options,
    job.door === "ethereum" ? watchEthereum : watchComet,
  );
  await generator.open();
  const go = new Promise<void>((resolve) => process.once("message", () => resolve()));
  await tell({ kind: "ready" });
  await go;
  const before = process.cpuUsage();
  const result = await generator.run();
  const { user, system } = process.cpuUsage(before);
  await tell({ kind: "result", result, cpuMicros: user + system });
}

process.once("message", (job: LoadJob) => {
  work(job)
    .catch((error: unknown) => tell({ kind: "failed", reason: error instanceof Error ? error.message : String(error) }))
    .finally(() => process.disconnect());
});
