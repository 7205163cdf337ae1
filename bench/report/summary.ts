import type { PhaseResult } from "../measure/phase.js";
import { decimal, integer, megabytes, milliseconds, percent, table } from "./format.js";
import type { BenchResult, ChainResult } from "./results.js";
import { type Panel, renderSvg } from "./svg.js";

/** Above this share of the machine for other programs, figures are not to be trusted. */
const NOISY = 0.05;

const nameOf = ({ chain, accounts }: { chain: string; accounts: number }): string =>
  accounts > 0 ? `${chain}, ${integer(accounts)}` : chain;

/** CPU time a transaction: of each process of the chain, in the order application, CometBFT. */
const cpuOf = ({ cpuMicrosPerTx: cpu }: PhaseResult): string =>
  Object.entries(cpu)
    .filter(([role]) => role !== "generator")
    .map(([role, micros]) => `${role} ${integer(micros)}`)
    .join(" + ");

function phaseRow(result: ChainResult, phase: PhaseResult): string[] {
  return [
    nameOf(result),
    phase.name,
    integer(phase.committed),
    integer(phase.txPerSecond),
    phase.steadyTxPerSecond === null ? "–" : integer(phase.steadyTxPerSecond),
    cpuOf(phase),
    integer(phase.cpuMicrosPerTx["generator"] ?? NaN),
    `${milliseconds(phase.blockTimes.mean)} / ${milliseconds(phase.blockTimes.p95)}`,
    `${milliseconds(phase.latency.p50)} / ${milliseconds(phase.latency.p95)}`,
    percent(phase.othersShare),
  ];
}

const PHASE_HEADER = [
  "chain, accounts",
  "phase",
  "committed",
  "tx/s",
  "steady tx/s",
  "CPU µs/tx",
  "generator",
  "block mean / p95",
  "latency p50 / p95",
  "others",
];

function memoryRow(result: ChainResult): string[] {
  const bytes = (peak: Readonly<Record<string, number>>): string =>
    Object.entries(peak)
      .map(([role, value]) => `${role} ${megabytes(value)}`)
      .join(" + ");
  return [
    nameOf(result),
    bytes(result.loadPeak),
    bytes(result.genesisPeak),
    `${decimal(result.firstBlockSeconds)} s`,
    `${decimal(result.restartSeconds)} s`,
    `${integer(result.verifyMicros)} µs`,
  ];
}

/** Committed transactions a second of a chain's phase. */
function rate(result: BenchResult, chain: string, accounts: number, phase: string): number | undefined {
  const found = result.chains.find((each) => each.chain === chain && each.accounts === accounts);
  return found?.phases.find(({ name }) => name === phase)?.txPerSecond;
}

/** Echoin against the others, in words; nothing for what was not measured. */
export function ratios(result: BenchResult): string[] {
  const lines: string[] = [];
  const sizes = [...new Set(result.chains.map(({ accounts }) => accounts))].filter((accounts) => accounts > 0);
  const phases = [...new Set(result.chains.flatMap(({ phases: all }) => all.map(({ name }) => name)))];
  for (const phase of phases.filter((name) => name !== "paced")) {
    for (const accounts of sizes) {
      const echoin = rate(result, "echoin", accounts, phase);
      const simd = rate(result, "simd", accounts, phase);
      const ceiling = rate(result, "ceiling", 0, phase);
      const where = `${phase}, ${integer(accounts)} accounts`;
      if (echoin !== undefined && simd !== undefined)
        lines.push(`${where}: Echoin is ${decimal(echoin / simd, 2)} × simd`);
      if (echoin !== undefined && ceiling !== undefined)
        lines.push(`${where}: Echoin is ${percent(echoin / ceiling)} of the ceiling`);
      const [least = 0] = sizes;
      const small = rate(result, "echoin", least, phase);
      if (echoin !== undefined && small !== undefined && accounts !== least)
        lines.push(`${where}: ${percent(echoin / small)} of what it is with ${integer(least)}`);
    }
  }
  return lines;
}

/** What makes the figures doubtful: other programs, failed transactions, phases that did not end. */
export function warnings(result: Pick<BenchResult, "chains" | "skipped">): string[] {
  const lines = result.skipped.map((each) => `${nameOf(each)} was not measured: ${each.reason}`);
  for (const chain of result.chains) {
    for (const phase of chain.phases) {
      const where = `${nameOf(chain)}, ${phase.name}`;
      if (phase.failed > 0) lines.push(`${where}: ${phase.failed} transactions failed: ${phase.firstFailure}`);
      if (phase.unseen > 0) lines.push(`${where}: the results of ${phase.unseen} blocks could not be looked at`);
      if (phase.refused > 0)
        lines.push(`${where}: CometBFT refused ${phase.refused} transactions: ${phase.firstRefusal}`);
      if (phase.losses > 0)
        lines.push(`${where}: CometBFT ended ${phase.losses} connections, and they were opened again`);
      if (phase.end === "stalled" || phase.end === "lost") lines.push(`${where}: ${phase.end}, ${phase.reason}`);
      if (phase.end === "deadline") lines.push(`${where}: ended by time after ${integer(phase.sent)} transactions`);
      if (phase.othersShare > NOISY)
        lines.push(`${where}: other programs used ${percent(phase.othersShare)} of the machine: measure again`);
    }
  }
  return lines;
}

/** A row for each phase of each chain. */
export const phaseTable = (chains: readonly ChainResult[]): string =>
  table(
    PHASE_HEADER,
    chains.flatMap((chain) => chain.phases.map((phase) => phaseRow(chain, phase))),
  );

/** The whole result for a terminal. */
export function renderText(result: BenchResult): string {
  const memory = table(
    ["chain, accounts", "peak RSS under load", "peak RSS before the load", "first block", "restart", "signature check"],
    result.chains.map(memoryRow),
  );
  return [
    phaseTable(result.chains),
    memory,
    ratios(result).join("\n"),
    warnings(result)
      .map((line) => `! ${line}`)
      .join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** The same as a picture. */
export function renderPicture(result: BenchResult): string {
  const phases = [...new Set(result.chains.flatMap(({ phases: all }) => all.map(({ name }) => name)))];
  const panels: Panel[] = [];
  for (const name of phases) {
    const runs = result.chains.flatMap((chain) => {
      const phase = chain.phases.find((each) => each.name === name);
      return phase === undefined ? [] : [{ label: nameOf(chain), phase }];
    });
    if (name !== "paced")
      panels.push({
        title: `Committed transactions a second, ${name}`,
        bars: runs.map(({ label, phase }) =>
          bar(label, { "tx/s": phase.txPerSecond }, `${integer(phase.txPerSecond)}/s`),
        ),
      });
    panels.push({
      title: `Broadcast to commit, ${name}: to the median, and on to the 95th percentile`,
      bars: runs.map(({ label, phase: { latency } }) =>
        bar(
          label,
          { p50: latency.p50, "p95 − p50": latency.p95 - latency.p50 },
          `${integer(latency.p50)} / ${integer(latency.p95)} ms`,
        ),
      ),
    });
    if (name === "sustained" || phases.length === 1)
      panels.push({
        title: `CPU time a transaction, ${name}`,
        bars: runs.map(({ label, phase }) => {
          const { generator: _generator, ...cpu } = phase.cpuMicrosPerTx;
          return bar(label, cpu, `${integer(Object.values(cpu).reduce((sum, value) => sum + value, 0))} µs`);
        }),
      });
  }
  panels.push({
    title: "Peak resident memory under load",
    bars: result.chains.map((chain) => {
      const sum = Object.values(chain.loadPeak).reduce((all, bytes) => all + bytes, 0);
      return bar(nameOf(chain), chain.loadPeak, megabytes(sum));
    }),
  });
  const { cores, model, node } = result.machine;
  return renderSvg("Bank sends through CometBFT", panels, [
    `${cores} cores (${model}), Node ${node}, ${result.when}; load generator, CometBFT and application share the machine`,
    ...ratios(result),
  ]);
}

/** A bar of these segments, in their order. */
export const bar = (
  label: string,
  segments: Readonly<Record<string, number>>,
  text: string,
): Panel["bars"][number] => ({
  label,
  segments: Object.entries(segments).map(([name, value]) => ({ label: name, value })),
  text,
});
