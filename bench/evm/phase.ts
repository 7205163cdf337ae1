import type { LoadOptions } from "../load/generator.js";
import { prepareLoad } from "../load/start.js";
import { type LoadFigures, loadFigures, type PhaseJob } from "../measure/phase.js";
import { pause } from "../measure/rpc.js";
import { intervals, type SeenBlock, type Summary, summarize } from "../measure/stats.js";
import { startUsage } from "../measure/usage.js";
import type { EvmNode } from "./nodes.js";

/** What one kind of transaction came to on one node. */
export interface EvmPhaseResult extends LoadFigures {
  readonly name: string;
  /** Committed, and the transaction itself failed; of the blocks looked at. */
  readonly failed: number;
  /** Gas used, in millions a second. */
  readonly gasPerSecond: number;
  /** Milliseconds between the blocks with transactions, as they were seen. */
  readonly blockTimes: Summary;
}

/** A part of a workload, and how it is sent. */
export interface EvmPhaseJob extends Omit<PhaseJob, "load"> {
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
  const figures = loadFigures(result, usage(cpuMicros), cpuMicros);
  const full = result.blocks.filter(({ txs }) => txs > 0);
  const gas = (await rpc.gasUsed(full.map(({ height }) => height))).reduce((sum, each) => sum + each, 0);
  return {
    name: job.name,
    ...figures,
    failed: await failures(node, full),
    gasPerSecond: figures.seconds > 0 ? gas / 1e6 / figures.seconds : 0,
    blockTimes: summarize(intervals(full.map(({ seenAt }) => seenAt))),
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
