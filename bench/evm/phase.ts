import type { LoadOptions } from "../load/generator.js";
import { prepareLoad } from "../load/start.js";
import { pause } from "../measure/rpc.js";
import { intervals, type SeenBlock, type Summary, summarize, throughputOf } from "../measure/stats.js";
import { startUsage } from "../measure/usage.js";
import type { EvmNode } from "./nodes.js";

/** What one kind of transaction came to on one node. */
export interface EvmPhaseResult {
  readonly name: string;
  readonly end: string;
  readonly reason: string;
  readonly sent: number;
  readonly committed: number;
  /** Committed, and the transaction itself failed; of the blocks looked at. */
  readonly failed: number;
  /** Refused by `eth_sendRawTransaction`, and the first reason. */
  readonly refused: number;
  readonly firstRefusal: string;
  readonly txPerSecond: number;
  readonly steadyTxPerSecond: number | null;
  /** Gas used, in millions a second. */
  readonly gasPerSecond: number;
  /** CPU time by process, in microseconds a committed transaction; `generator` is the load's own. */
  readonly cpuMicrosPerTx: Readonly<Record<string, number>>;
  readonly mainThreadMicrosPerTx: Readonly<Record<string, number>>;
  /** Share of the machine's CPU that other programs used meanwhile. */
  readonly othersShare: number;
  /** Milliseconds between the blocks with transactions, as they were seen. */
  readonly blockTimes: Summary;
  readonly blocks: readonly SeenBlock[];
}

/** A part of a workload, and how it is sent. */
export interface EvmPhaseJob {
  readonly name: string;
  readonly workload: string;
  readonly from: number;
  readonly to: number;
  readonly batch: number;
  readonly connections: number;
  readonly load: Omit<LoadOptions, "rpcPort">;
}

/** Receipts of at most so many blocks are looked at. */
const LOOKED_AT = 12;

/** Until what was committed last is indexed too. */
const SETTLE_MS = 500;

/** Loads a node with a part of the workload and measures it. @throws Error when the node ends */
export async function measureEvmPhase(job: EvmPhaseJob, node: EvmNode, root: string): Promise<EvmPhaseResult> {
  const { rpc, running } = node;
  const load = await prepareLoad(root, { ...job, door: "ethereum", options: { ...job.load, rpcPort: rpc.port } });
  const usage = startUsage(running.watched);
  const { result, cpuMicros } = await load.run();
  await pause(SETTLE_MS);
  const fault = running.ended();
  if (fault !== undefined) throw new Error(fault);
  const used = usage(cpuMicros);
  const { committed, seconds, whole, steady } = throughputOf(result.blocks, result.startedAt);
  const full = result.blocks.filter(({ txs }) => txs > 0);
  const gas = (await rpc.gasUsed(full.map(({ height }) => height))).reduce((sum, each) => sum + each, 0);
  const perTx = (micros: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(micros).map(([role, value]) => [role, value / Math.max(1, committed)]));
  return {
    name: job.name,
    end: result.end,
    reason: result.reason,
    sent: result.sent,
    committed,
    failed: await failures(node, full),
    refused: result.faults,
    firstRefusal: result.firstFault,
    txPerSecond: whole,
    steadyTxPerSecond: steady ?? null,
    gasPerSecond: seconds > 0 ? gas / 1e6 / seconds : 0,
    cpuMicrosPerTx: perTx({ ...used.byRole, generator: cpuMicros }),
    mainThreadMicrosPerTx: perTx(used.mainThread),
    othersShare: used.othersShare,
    blockTimes: summarize(intervals(full.map(({ seenAt }) => seenAt))),
    blocks: result.blocks,
  };
}

/** Counts transactions that were mined and failed: a benchmark of failures would be none. */
async function failures({ rpc }: EvmNode, blocks: readonly SeenBlock[]): Promise<number> {
  const step = Math.max(1, Math.ceil(blocks.length / LOOKED_AT));
  let failed = 0;
  for (const { height } of blocks.filter((_, index) => index % step === 0)) {
    for (const { status } of await rpc.receipts(height)) if (status !== "0x1") failed++;
  }
  return failed;
}
