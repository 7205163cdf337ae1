/** Mean, median and 95th percentile of a set of numbers, in their unit. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** The smallest value that at least this share (0 to 1) of the values does not exceed; NaN when there are none. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** Summary of values in any order. */
export function summarize(values: Iterable<number>): Summary {
  const sorted = Float64Array.from(values).sort();
  const sum = sorted.reduce((total, value) => total + value, 0);
  return {
    count: sorted.length,
    mean: sum / sorted.length,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    max: percentile(sorted, 1),
  };
}

/** A committed block as the load generator saw it. Times are milliseconds since 1970. */
export interface SeenBlock {
  readonly height: number;
  readonly txs: number;
  /** When CometBFT said that the block was executed and committed. */
  readonly seenAt: number;
}

/** Throughput of a phase, in transactions a second. */
export interface Throughput {
  readonly committed: number;
  /** From the first broadcast to the commit of the last block with transactions. */
  readonly seconds: number;
  readonly whole: number;
  /**
   * Under full load: the transactions of all blocks after the first that had any, and before the last, over the time
   * between the commits of those two ends. Undefined with fewer than four such blocks.
   */
  readonly steady: number | undefined;
}

/** Throughput from the blocks of a phase that began with a broadcast at `startedAt`. */
export function throughputOf(blocks: readonly SeenBlock[], startedAt: number): Throughput {
  const full = blocks.filter(({ txs }) => txs > 0);
  const committed = full.reduce((sum, { txs }) => sum + txs, 0);
  const seconds = ((full.at(-1)?.seenAt ?? startedAt) - startedAt) / 1000;
  const [first, inner, end] = [full[0], full.slice(1, -1), full.at(-2)];
  const span = first === undefined || end === undefined ? 0 : (end.seenAt - first.seenAt) / 1000;
  const steady = inner.length < 2 || span <= 0 ? undefined : inner.reduce((sum, { txs }) => sum + txs, 0) / span;
  return { committed, seconds, whole: seconds > 0 ? committed / seconds : 0, steady };
}

/** Milliseconds between the header times of consecutive blocks; the first of the list only serves as a start. */
export function intervals(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? NaN));
}
