/** What `make bench` and `make bench-network` share: one chain through the phases of a workload. */
import type { Chain } from "./chains/chain.js";
import { fillAccounts, genesisBook } from "./fill.js";
import { type LiveChain, memory, startLive, withChain } from "./measure/chain.js";
import { measurePhase, type PhaseResult } from "./measure/phase.js";
import { verifyMicros } from "./measure/speed.js";
import { integer } from "./report/format.js";
import type { ChainResult } from "./report/results.js";
import type { Bench } from "./setup.js";
import { AccountBook } from "./workload/accounts.js";
import { workloadPath } from "./workload/file.js";
import { type PhasePlan, sizeOf } from "./workload/plan.js";
import { prepareWorkload } from "./workload/prepare.js";
import { sendersOf, type WorkloadSpec } from "./workload/workload.js";

/** Options that both have. */
export const COMPARISON_OPTIONS = {
  senders: [20_000, "accounts that send"],
  fee: [2000, "fee of a transaction in base units; 0 pays none"],
  "in-flight": [10_000, "transactions sent and not yet committed, at most: half as many as senders, see README"],
  connections: [8, "HTTP connections of the load generator"],
  batch: [10, "transactions in a request, but for the paced phase; CometBFT takes up to 10"],
  window: [64, "unanswered transactions on each connection"],
  "timeout-commit": [250, "CometBFT's pause between blocks, in milliseconds"],
  indexer: ["kv", "CometBFT's index of transactions by event: kv or null"],
  "phase-seconds": [90, "time in which a phase may send"],
  "genesis-seconds": [900, "time for the first block, genesis included; and for filling the state"],
  keep: [false, "leave the homes where they are"],
} as const;

export interface ComparisonOptions {
  readonly fee: number;
  readonly "in-flight": number;
  readonly connections: number;
  readonly batch: number;
  readonly window: number;
  readonly "phase-seconds": number;
  readonly "genesis-seconds": number;
  readonly keep: boolean;
}

export interface Comparison {
  readonly accounts: number;
  readonly phases: readonly PhasePlan[];
  /** Transactions a second of phases that have a steady rate. */
  readonly rates?: Readonly<Record<string, number>>;
}

/**
 * Makes a chain, measures it phase by phase, and ends it. Between genesis and the load its node is started anew: what InitChain
 * left in memory (six gigabytes of CometBFT's, with 1,000,000 accounts) and what LevelDB is still moving of it are of no node
 * that has run for a day. @throws Error when it does not start or ends early
 */
export async function runChain(
  bench: Bench,
  chain: Chain,
  { accounts, phases, rates = {} }: Comparison,
  options: ComparisonOptions,
): Promise<ChainResult> {
  const spec: WorkloadSpec = { names: chain.names, phases, accounts, fee: options.fee, seed: "1" };
  const transactions = await prepareWorkload(spec, { root: bench.root, folder: bench.cache, say: bench.say });
  const workload = workloadPath(bench.cache, spec);
  const book = new AccountBook(chain.names.prefix, sendersOf(spec), accounts);
  const filling = chain.hasState && accounts > book.senders;
  const limits = {
    folder: bench.runs,
    book: filling ? genesisBook(book) : book,
    filling,
    timeoutMs: 1000 * options["genesis-seconds"],
    keep: options.keep,
  };
  bench.say(`${chain.name}: starting${chain.hasState ? ` with ${integer(accounts)} accounts` : ""}`);
  const speed = verifyMicros();
  const measurePhases = async (live: LiveChain): Promise<Pick<ChainResult, "loadPeak" | "phases">> => {
    const results: PhaseResult[] = [];
    let from = 0;
    const loadPeak: Record<string, number> = {};
    for (const phase of phases) {
      const to = from + sizeOf(phase);
      const rate = rates[phase.name] ?? 0;
      const batch = rate > 0 ? 1 : options.batch;
      const load = {
        rpcPort: live.setup.ports.rpc,
        window: Math.max(2, Math.floor(options.window / batch)),
        inFlight: options["in-flight"],
        rate,
        deadlineMs: 1000 * options["phase-seconds"],
        stallMs: 30_000,
      };
      const job = { name: phase.name, workload, from, to, batch, connections: options.connections, load };
      const result = await measurePhase(job, { root: bench.root, rpc: live.rpc, chain: live.running, transactions });
      for (const [role, bytes] of Object.entries(memory(live.running, "peak")))
        loadPeak[role] = Math.max(loadPeak[role] ?? 0, bytes);
      bench.say(`${chain.name}: ${phase.name}: ${integer(result.txPerSecond)} tx/s in ${result.blocks.length} blocks`);
      results.push(result);
      from = to;
      // What was not committed leaves gaps in the sequences that the next phase would start from.
      if (result.end !== "done") break;
    }
    return { loadPeak, phases: results };
  };

  return withChain(chain, limits, async (first) => {
    const { firstBlockSeconds } = first;
    if (filling) {
      const { timeoutMs } = limits;
      await fillAccounts({ live: first, names: chain.names, book, fee: options.fee, timeoutMs, say: bench.say });
    }
    const genesisPeak = memory(first.running, "peak");
    const height = (await first.rpc.committed()) ?? 0;
    await first.running.stop();
    if (filling) chain.endFilling(first.setup);
    const live = await startLive(chain, first.setup, limits.timeoutMs, height);
    try {
      const measured = await measurePhases(live);
      const { name, title, hasState } = chain;
      const which = { chain: name, title, accounts: hasState ? accounts : 0, verifyMicros: speed };
      return { ...which, firstBlockSeconds, genesisPeak, restartSeconds: live.firstBlockSeconds, ...measured };
    } finally {
      await live.running.stop();
    }
  });
}
