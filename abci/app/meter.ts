import type { Event } from "../state/events.js";
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
  readonly feeMarket?: MarketSample;
}

/** The price of gas as the block leaves it, as close as a number comes to it. */
export interface MarketSample {
  /** Base units of the chain's coin that a unit of gas costs in the next block. */
  readonly baseFee: number;
  /** Gas that the block's transactions used. */
  readonly gasUsed: number;
}

/** Counts between two commits. It watches execution and has no part in it. */
export class BlockMeter {
  private seconds: Record<string, number> = {};
  private txs: Record<string, number> = {};
  private checks: Record<string, number> = {};
  private feeMarket: MarketSample | undefined;

  check(kind: "new" | "recheck", code: number): void {
    count(this.checks, `${kind}/${code}`);
  }

  /** Replaces what a former run of the same height counted. */
  executed({ outcomes, events }: { readonly outcomes: readonly Outcome[]; readonly events: readonly Event[] }): void {
    this.txs = {};
    for (const { codespace, code } of outcomes) count(this.txs, `${codespace}/${code}`);
    const market = events.findLast(({ type }) => type === "fee_market");
    const number = (name: string): number => Number(market?.attributes.find(({ key }) => key === name)?.value);
    this.feeMarket = market && { baseFee: number("next_base_fee"), gasUsed: number("gas_used") };
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
    const { seconds: blockSeconds, txs, checks, feeMarket } = this;
    this.seconds = {};
    this.txs = {};
    this.checks = {};
    this.feeMarket = undefined;
    return { height: Number(height), blockSeconds, txs, checks, ...(feeMarket && { feeMarket }) };
  }
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
