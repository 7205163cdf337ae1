import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { QueueReason, QueueState } from "../proto/generated/echoin/node/v1/queue.js";
import type { ConsensusSample } from "./protocol.js";
import { reasonLabel, stateLabel } from "./queue/entry.js";
import type { Outcome } from "./queue/outcome.js";
import type { Totals } from "./queue/store.js";
import type { Protocol, QueryObserver } from "./reads.js";

const QUERY_SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10];
const BLOCK_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What is read when metrics are asked for, rather than counted. */
export interface Gauges {
  readonly queriesRunning: () => number;
  readonly queriesWaiting: () => number;
  readonly earliestHeight: () => Promise<bigint>;
}

/** The node's Prometheus metrics; docs of each are in README.md. */
export class Metrics implements QueryObserver {
  readonly registry = new Registry();
  private readonly height = this.gauge("echoin_height", "Last committed height");
  private readonly blockSeconds = new Histogram({
    name: "echoin_block_seconds",
    help: "Time that a part of a block took on the consensus thread",
    labelNames: ["part"],
    buckets: BLOCK_SECONDS,
    registers: [this.registry],
  });
  private readonly txs = this.counter("echoin_transactions_total", "Transactions in blocks", ["codespace", "code"]);
  private readonly checks = this.counter("echoin_mempool_checks_total", "CheckTx calls", ["kind", "code"]);
  private readonly baseFee = this.gauge("echoin_base_fee", "Base units that a unit of gas costs in the next block");
  private readonly blockGas = this.gauge("echoin_block_gas_used", "Gas that the last block's transactions used");
  private readonly cache = this.counter("echoin_store_reads_total", "Reads of tree nodes", ["from"]);
  private readonly cacheNodes = this.gauge("echoin_store_cache_nodes", "Tree nodes in memory");
  private readonly queries = this.counter("echoin_queries_total", "Queries answered", ["protocol", "status"]);
  private readonly querySeconds = new Histogram({
    name: "echoin_query_seconds",
    help: "Time that a query took, waiting included",
    labelNames: ["protocol"],
    buckets: QUERY_SECONDS,
    registers: [this.registry],
  });
  private readonly methodSeconds = this.counter("echoin_query_method_seconds_total", "Time spent by method", ["path"]);
  private readonly methodCalls = this.counter("echoin_query_method_calls_total", "Queries by method", ["path"]);

  private readonly queueEvents = this.counter("echoin_queue_events_total", "What became of kept transactions", [
    "event",
    "reason",
  ]);

  constructor() {
    // Memory and CPU are the whole process's; the event loop's delay is this thread's.
    collectDefaultMetrics({ register: this.registry });
  }

  /** Reads these numbers each time the metrics are asked for. */
  watch({ queriesRunning, queriesWaiting, earliestHeight }: Gauges): void {
    this.gauge("echoin_queries_running", "Queries under way", queriesRunning);
    this.gauge("echoin_queries_waiting", "Queries waiting for their turn", queriesWaiting);
    this.gauge("echoin_earliest_height", "Oldest height that can be queried", async () =>
      Number(await earliestHeight()),
    );
  }

  answered(protocol: Protocol, path: string, status: string, seconds: number): void {
    this.queries.inc({ protocol, status });
    this.querySeconds.observe({ protocol }, seconds);
    this.methodSeconds.inc({ path }, seconds);
    this.methodCalls.inc({ path });
  }

  committed(height: bigint): void {
    this.height.set(Number(height));
  }

  sample({ height, blockSeconds, txs, checks, feeMarket, storeCache }: ConsensusSample): void {
    this.height.set(height);
    for (const [part, seconds] of Object.entries(blockSeconds)) this.blockSeconds.observe({ part }, seconds);
    for (const [key, count] of Object.entries(txs)) {
      const slash = key.lastIndexOf("/");
      this.txs.inc({ codespace: key.slice(0, slash), code: key.slice(slash + 1) }, count);
    }
    for (const [key, count] of Object.entries(checks)) {
      const [kind = "", code = ""] = key.split("/");
      this.checks.inc({ kind, code }, count);
    }
    if (feeMarket !== undefined) {
      this.baseFee.set(feeMarket.baseFee);
      this.blockGas.set(feeMarket.gasUsed);
    }
    if (storeCache === undefined) return;
    this.cache.inc({ from: "memory" }, storeCache.hits);
    this.cache.inc({ from: "disk" }, storeCache.misses);
    this.cacheNodes.set(storeCache.nodes);
  }

  /** Reads the queue's size each time the metrics are asked for. */
  watchQueue(totals: () => Totals): void {
    const gauge = new Gauge({
      name: "echoin_queue_transactions",
      help: "Transactions that are kept: waiting for the mempool, or in it and watched",
      labelNames: ["state"],
      registers: [this.registry],
      collect: () => {
        const { waiting, offered } = totals();
        gauge.set({ state: "waiting" }, waiting);
        gauge.set({ state: "offered" }, offered);
      },
    });
    this.gauge("echoin_queue_bytes", "Bytes of the transactions that are kept", () => totals().bytes);
  }

  /** Counts a transaction that came to the queue, or found no room in it. */
  readonly queueCame = (event: "kept" | "watched" | "no_room", reason: QueueReason): void =>
    this.queueEvents.inc({ event, reason: reasonLabel(reason) });

  /** Counts a try with the mempool. */
  readonly queueOffered = (outcome: Outcome): void =>
    this.queueEvents.inc({
      event: "offered",
      reason: outcome.kind === "later" ? reasonLabel(outcome.reason) : outcome.kind,
    });

  /** Counts one that came to its end. */
  readonly queueEnded = (state: QueueState): void => this.queueEvents.inc({ event: stateLabel(state), reason: "" });

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private gauge(name: string, help: string, read?: () => number | Promise<number>): Gauge {
    return new Gauge({
      name,
      help,
      registers: [this.registry],
      ...(read !== undefined && {
        async collect(this: Gauge) {
          this.set(await read());
        },
      }),
    });
  }
}
