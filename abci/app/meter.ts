import type { Outcome } from "./blocks.js";

/** What the consensus thread tells of a block, for metrics. */
export interface BlockSample {
  readonly height: number;
  /** Seconds that the parts of the block took. */
  readonly blockSeconds: Readonly<Record<string, number>>;
  /** Transactions by `codespace/code`; `/0` took effect. */
  readonly txs: Readonly<Record<string, number>>;
  /** CheckTx calls since the last block by kind and code, such as `new/0`. */
  readonly checks: Readonly<Record<string, number>>;
}

/** Counts between two commits. It watches execution and has no part in it. */
export class BlockMeter {
  private seconds: Record<string, number> = {};
  private txs: Record<string, number> = {};
  private checks: Record<string, number> = {};

  check(kind: "new" | "recheck", code: number): void {
    count(this.checks, `${kind}/${code}`);
  }

  /** Replaces what a former run of the same height counted. */
  executed(results: readonly Outcome[]): void {
    this.txs = {};
    for (const { codespace, code } of results) count(this.txs, `${codespace}/${code}`);
  }

  /** Runs `work` and notes how long it took. */
  async time<T>(part: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.seconds[part] = (performance.now() - started) / 1000;
    }
  }

  /** What was counted since the last take. */
  take(height: bigint): BlockSample {
    const { seconds: blockSeconds, txs, checks } = this;
    this.seconds = {};
    this.txs = {};
    this.checks = {};
    return { height: Number(height), blockSeconds, txs, checks };
  }
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
