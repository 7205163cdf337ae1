import type { RunningChain } from "../chains/chain.js";
import type { LoadOptions, LoadResult } from "../load/generator.js";
import { prepareLoad } from "../load/start.js";
import type { Transactions } from "../workload/file.js";
import { latencies, TransactionIndex } from "./latency.js";
import { resetPeak } from "./proc.js";
import { reachHeight, type Rpc } from "./rpc.js";
import { intervals, type SeenBlock, type Summary, summarize, throughputOf } from "./stats.js";
import { startUsage, type Usage } from "./usage.js";

/** What load came to, whatever door it took. */
export interface LoadFigures {
  readonly end: LoadResult["end"];
  readonly reason: string;
  readonly sent: number;
  readonly committed: number;
  /** Refused at the door, and the first reason. */
  readonly refused: number;
  readonly firstRefusal: string;
  readonly seconds: number;
  readonly txPerSecond: number;
  readonly steadyTxPerSecond: number | null;
  /** CPU time by process, in microseconds a committed transaction; `generator` is the load's own. */
  readonly cpuMicrosPerTx: Readonly<Record<string, number>>;
  readonly mainThreadMicrosPerTx: Readonly<Record<string, number>>;
  /** Share of the machine's CPU that other programs used meanwhile. */
  readonly othersShare: number;
  readonly blocks: readonly SeenBlock[];
}

/** What one phase of load came to. Times are milliseconds. */
export interface PhaseResult extends LoadFigures {
  readonly name: string;
  /** Committed, and the transaction itself failed; of the blocks looked at. */
  readonly failed: number;
  readonly firstFailure: string;
  /** Blocks whose results were to be looked at, and CometBFT did not give them. */
  readonly unseen: number;
  /** Connections that CometBFT ended; what they had under way was sent again. */
  readonly losses: number;
  /** Between the header times of the blocks from the first to the last with transactions. */
  readonly blockTimes: Summary;
  readonly latency: Summary;
}

/** A part of a workload, and how it is sent. */
export interface PhaseJob {
  readonly name: string;
  readonly workload: string;
  readonly from: number;
  readonly to: number;
  readonly batch: number;
  readonly connections: number;
  readonly load: LoadOptions;
}

export interface PhaseParts {
  readonly root: string;
  readonly rpc: Rpc;
  readonly chain: RunningChain;
  readonly transactions: Transactions;
}

/** Loads a chain with a part of the workload and measures it. @throws Error when the chain ends */
export async function measurePhase(job: PhaseJob, parts: PhaseParts): Promise<PhaseResult> {
  const { root, chain, rpc } = parts;
  const load = await prepareLoad(root, { ...job, options: job.load });
  for (const { pid } of chain.watched) resetPeak(pid);
  const usage = startUsage(chain.watched);
  const { result, cpuMicros } = await load.run();
  // Indexing follows the commit: its work belongs to these transactions.
  const settled = (result.blocks.at(-1)?.height ?? 0) + 1;
  await reachHeight(rpc, settled, { timeoutMs: 60_000, running: () => chain.ended() });
  const figures = loadFigures(result, usage(cpuMicros), cpuMicros);
  const full = result.blocks.filter(({ txs }) => txs > 0);
  return {
    name: job.name,
    ...figures,
    ...(await failures(rpc, full)),
    losses: result.losses,
    blockTimes: await blockTimes(rpc, full),
    latency: await latencySummary(rpc, full, result, { job, transactions: parts.transactions }),
  };
}

/** @param cpuMicros what the generator used */
export function loadFigures(result: LoadResult, used: Usage, cpuMicros: number): LoadFigures {
  const { committed, seconds, whole, steady } = throughputOf(result.blocks, result.startedAt);
  const perTx = (micros: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(micros).map(([role, value]) => [role, value / Math.max(1, committed)]));
  return {
    end: result.end,
    reason: result.reason,
    sent: result.sent,
    committed,
    refused: result.faults,
    firstRefusal: result.firstFault,
    seconds,
    txPerSecond: whole,
    steadyTxPerSecond: steady ?? null,
    cpuMicrosPerTx: perTx({ ...used.byRole, generator: cpuMicros }),
    mainThreadMicrosPerTx: perTx(used.mainThread),
    othersShare: used.othersShare,
    blocks: result.blocks,
  };
}

/** Blocks whose results are fetched: they are long, so of many blocks some are taken. */
const LOOKED_AT = 12;

/** Counts transactions that were committed and failed: a benchmark of failures would be none. */
async function failures(
  rpc: Rpc,
  blocks: readonly SeenBlock[],
): Promise<Pick<PhaseResult, "failed" | "firstFailure" | "unseen">> {
  const step = Math.max(1, Math.ceil(blocks.length / LOOKED_AT));
  let [failed, unseen, firstFailure] = [0, 0, ""];
  for (const { height } of blocks.filter((_, index) => index % step === 0)) {
    try {
      const { codes, log } = await rpc.codes(height);
      failed += codes.filter((code) => code !== 0).length;
      if (firstFailure === "") firstFailure = log;
    } catch {
      // The results of a block of ten thousand sends are 30 MB of JSON, which a busy machine does not write in time.
      unseen++;
    }
  }
  return { failed, firstFailure, unseen };
}

async function blockTimes(rpc: Rpc, blocks: readonly SeenBlock[]): Promise<Summary> {
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (first === undefined || last === undefined) return summarize([]);
  // A header's time is that of the votes for the block before: the block after the last shows when that was decided.
  const headers = await rpc.headers(first.height, last.height + 1);
  return summarize(intervals(headers.map(({ time }) => time)));
}

async function latencySummary(
  rpc: Rpc,
  blocks: readonly SeenBlock[],
  { sentAt }: LoadResult,
  { job, transactions }: { job: PhaseJob; transactions: Transactions },
): Promise<Summary> {
  const index = new TransactionIndex(transactions, job.from, job.to);
  const indexes: number[][] = [];
  for (const { height } of blocks) {
    const txs = await rpc.txs(height);
    indexes.push(txs.flatMap((tx) => index.find(tx) ?? []));
  }
  return summarize(latencies(sentAt, blocks, indexes));
}
