import type { Summary } from "../measure/stats.js";
import { decimal, integer, milliseconds, table } from "./format.js";
import type { BenchResult, ChainResult } from "./results.js";
import { bar, phaseTable, warnings } from "./summary.js";
import { type Panel, renderSvg } from "./svg.js";

/** Times between blocks, each time that they were watched. */
export type Extensions = Readonly<Record<"without" | "with", readonly Summary[]>>;

/** What `make bench-network` measures; a part that was left out is empty. */
export interface NetworkResult extends Omit<BenchResult, "chains"> {
  readonly validators: number;
  /** Bank sends over all validators. */
  readonly sends: readonly ChainResult[];
  /** Delegations and withdrawals with one validator. */
  readonly stake: readonly ChainResult[];
  readonly extensions?: Extensions;
}

/** A figure that is to be reached, in words, and whether it was. */
export interface Verdict {
  readonly says: string;
  readonly reached: boolean;
}

/** How many times what simd does in the same run is wanted. */
const WANTED: Readonly<Record<string, number>> = { sends: 1.5, delegate: 2, withdraw: 2 };

/** By how much vote extensions may lengthen a block. */
const LONGER = 0.1;

/** The figures that were measured, against those that are to be reached. */
export function judge(result: NetworkResult): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const [phase, wanted] of Object.entries(WANTED)) {
    const [echoin, simd] = ["echoin", "simd"].map((name) =>
      rate(phase === "sends" ? result.sends : result.stake, name, phase),
    );
    if (echoin === undefined || simd === undefined) continue;
    const where = phase === "sends" ? `${phase} over ${result.validators} validators` : `${phase}, one validator`;
    verdicts.push({
      says: `${where}: Echoin is ${decimal(echoin / simd, 2)} × simd (wanted: ${wanted} ×)`,
      reached: echoin >= wanted * simd,
    });
  }
  if (result.extensions !== undefined) {
    const [without, extended] = [meanOf(result.extensions.without), meanOf(result.extensions.with)];
    const change = extended / without - 1;
    verdicts.push({
      says: `a block of ${result.validators} validators takes ${milliseconds(without)}, with vote extensions ${milliseconds(extended)}: ${decimal(100 * change)} % longer (wanted: at most ${100 * LONGER} %)`,
      reached: change <= LONGER,
    });
  }
  return verdicts;
}

function rate(chains: readonly ChainResult[], chain: string, phase: string): number | undefined {
  return chains.find((each) => each.chain === chain)?.phases.find(({ name }) => name === phase)?.txPerSecond;
}

/** The mean over all blocks of several watches. */
function meanOf(summaries: readonly Summary[]): number {
  const blocks = summaries.reduce((sum, { count }) => sum + count, 0);
  return summaries.reduce((sum, { count, mean }) => sum + count * mean, 0) / blocks;
}

/** The whole result for a terminal. */
export function renderNetwork(result: NetworkResult): string {
  const { sends, stake, extensions, skipped, validators } = result;
  const times = Object.entries(extensions ?? {}).flatMap(([which, summaries]) =>
    summaries.map(({ count, mean, p50, p95 }) => [
      `${which} vote extensions`,
      integer(count),
      ...[mean, p50, p95].map(milliseconds),
    ]),
  );
  const parts = [
    sends.length > 0 ? `${validators} validators\n\n${phaseTable(sends)}` : "",
    stake.length > 0 ? `One validator\n\n${phaseTable(stake)}` : "",
    times.length > 0 ? table([`${validators} validators`, "blocks", "mean", "median", "p95"], times) : "",
    judge(result)
      .map(({ says, reached }) => `${reached ? "reached" : "missed "} ${says}`)
      .join("\n"),
    warnings({ chains: [...sends, ...stake], skipped })
      .map((line) => `! ${line}`)
      .join("\n"),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** The same as a picture. */
export function renderNetworkPicture(result: NetworkResult): string {
  const { sends, stake, extensions, validators } = result;
  const panels: Panel[] = [];
  for (const phase of Object.keys(WANTED)) {
    const chains = phase === "sends" ? sends : stake;
    const bars = chains.flatMap(({ chain, phases }) => {
      const found = phases.find(({ name }) => name === phase);
      return found === undefined ? [] : [bar(chain, { "tx/s": found.txPerSecond }, `${integer(found.txPerSecond)}/s`)];
    });
    const where = phase === "sends" ? `${validators} validators` : "one validator";
    if (bars.length > 0) panels.push({ title: `Committed transactions a second, ${phase}, ${where}`, bars });
  }
  if (extensions !== undefined) {
    const bars = Object.entries(extensions).flatMap(([which, summaries]) =>
      summaries.map(({ mean }) => bar(which, { "mean block time": mean }, milliseconds(mean))),
    );
    panels.push({ title: `Block times of ${validators} validators, with and without vote extensions`, bars });
  }
  const { cores, model, node } = result.machine;
  return renderSvg("Validators, and their stake", panels, [
    `${cores} cores (${model}), Node ${node}, ${result.when}; load generator and all nodes share the machine`,
    ...judge(result).map(({ says }) => says),
  ]);
}
