import type { CallResult } from "../evm/calls.js";
import type { LogResult } from "../evm/logs.js";
import type { Speed } from "../evm/mgas.js";
import type { EvmPhaseResult } from "../evm/phase.js";
import { decimal, integer, milliseconds, percent, table } from "./format.js";
import type { Verdict } from "./network.js";
import type { BenchResult } from "./results.js";
import { bar } from "./summary.js";
import { type Panel, renderSvg } from "./svg.js";

/** The kinds of transactions of one node. */
export interface EvmNodeResult {
  readonly node: string;
  readonly title: string;
  /** CPU time of one signature check just before, in microseconds: how fast the machine was. */
  readonly verifyMicros: number;
  /** From the first deployment until all senders are funded. */
  readonly prepareSeconds: number;
  readonly phases: readonly EvmPhaseResult[];
}

/** What `make bench-evm` measures; a part that was left out is absent. */
export interface EvmResult extends Pick<BenchResult, "when" | "machine" | "settings"> {
  readonly nodes: readonly EvmNodeResult[];
  readonly calls?: CallResult & { readonly heavyClients: number };
  readonly logs?: LogResult;
  readonly speeds?: readonly Speed[];
  readonly skipped: readonly { readonly node: string; readonly reason: string }[];
}

/** Transactions a second that are wanted of each kind. */
export const WANTED: Readonly<Record<string, number>> = { transfers: 1500, tokens: 1100, swaps: 400 };

/** Milliseconds of a view's 95th percentile, the share by which heavy calls may lengthen blocks, milliseconds of a log query. */
const MOST = { view: 20, longer: 0.2, logs: 200 } as const;

/** The figures that were measured, against those that are to be reached. */
export function judgeEvm({ nodes, calls, logs, speeds = [] }: EvmResult): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const phase of nodes.find(({ node }) => node === "echoin")?.phases ?? []) {
    const wanted = WANTED[phase.name] ?? 0;
    verdicts.push({
      says: `${phase.name}: ${integer(phase.txPerSecond)}/s committed (wanted: ${integer(wanted)}/s)`,
      reached: phase.txPerSecond >= wanted && phase.failed === 0 && phase.end === "done",
    });
  }
  if (calls !== undefined) {
    const { views, heavy, longer, heavyClients } = calls;
    verdicts.push({
      says: `eth_call of a view beside sends: p95 ${decimal(views.latency.p95)} ms (wanted: at most ${MOST.view} ms)`,
      reached: views.latency.p95 <= MOST.view && views.latency.count === views.all.count,
    });
    verdicts.push({
      says: `blocks beside ${heavyClients} calls of 10 Mgas at once: ${decimal(100 * longer, 0)} % longer (wanted: at most ${100 * MOST.longer} %); ${heavy.latency.count} of ${heavy.all.count} answered, the slowest reply after ${decimal(heavy.all.max / 1000)} s`,
      reached: longer <= MOST.longer && heavy.latency.count > 0,
    });
  }
  if (logs !== undefined)
    verdicts.push({
      says: `eth_getLogs, ${integer(logs.found)} of ${integer(logs.logs)} logs by address and topic: p95 ${milliseconds(logs.times.p95)} (wanted: at most ${MOST.logs} ms)`,
      reached: logs.times.p95 <= MOST.logs,
    });
  for (const { name, ours, target = 0 } of speeds)
    verdicts.push({
      says: `${name} loop in one call: ${decimal(ours)} Mgas/s (wanted: ${target})`,
      reached: ours >= target,
    });
  return verdicts;
}

/** Echoin against go-ethereum's dev chain in the same run, in words. */
export function evmRatios({ nodes }: Pick<EvmResult, "nodes">): string[] {
  const rateOf = (node: string, name: string): number | undefined =>
    nodes.find((each) => each.node === node)?.phases.find((phase) => phase.name === name)?.txPerSecond;
  return Object.keys(WANTED).flatMap((name) => {
    const [echoin, geth] = [rateOf("echoin", name), rateOf("geth", name)];
    return echoin === undefined || geth === undefined
      ? []
      : [`${name}: Echoin is ${decimal(echoin / geth, 2)} × go-ethereum's dev chain`];
  });
}

const PHASE_HEADER = [
  "node",
  "transactions",
  "committed",
  "tx/s",
  "steady tx/s",
  "Mgas/s",
  "CPU µs/tx",
  "main thread",
  "generator",
  "blocks",
  "between, mean",
  "others",
];

function phaseRow(node: string, phase: EvmPhaseResult): string[] {
  const { generator = NaN, ...cpu } = phase.cpuMicrosPerTx;
  const main = Object.entries(phase.mainThreadMicrosPerTx).find(([role]) => role === "app")?.[1];
  return [
    node,
    phase.name,
    integer(phase.committed),
    integer(phase.txPerSecond),
    phase.steadyTxPerSecond === null ? "–" : integer(phase.steadyTxPerSecond),
    decimal(phase.gasPerSecond),
    Object.entries(cpu)
      .map(([role, micros]) => `${role} ${integer(micros)}`)
      .join(" + "),
    main === undefined ? "–" : integer(main),
    integer(generator),
    integer(phase.blocks.filter(({ txs }) => txs > 0).length),
    milliseconds(phase.blockTimes.mean),
    percent(phase.othersShare),
  ];
}

/** The whole result for a terminal. */
export function renderEvm(result: EvmResult): string {
  const { nodes, calls, speeds = [] } = result;
  const rows = nodes.flatMap(({ node, phases }) => phases.map((phase) => phaseRow(node, phase)));
  const reads =
    calls &&
    ([
      ["balanceOf beside sends", calls.views],
      [`${calls.heavyClients} calls of 10 Mgas`, calls.heavy],
    ] as const);
  const ms = (value: number): string => `${decimal(value)} ms`;
  return [
    rows.length > 0 ? table(PHASE_HEADER, rows) : "",
    reads === undefined
      ? ""
      : table(
          ["eth_call", "answered", "refused", "a second", "p50", "p95", "max"],
          reads.map(([name, { latency, all, seconds }]) => [
            name,
            integer(latency.count),
            integer(all.count - latency.count),
            decimal(latency.count / seconds),
            ...[latency.p50, latency.p95, latency.max].map(ms),
          ]),
        ),
    calls === undefined
      ? ""
      : table(
          ["block times", "blocks", "mean", "p50", "p95"],
          [["sends alone", calls.without] as const, ["beside heavy calls", calls.beside] as const].map(
            ([name, { count, mean, p50, p95 }]) => [name, integer(count), ...[mean, p50, p95].map(milliseconds)],
          ),
        ),
    speeds.length === 0
      ? ""
      : table(
          ["in one call", "stock Mgas/s", "Mgas/s", "ratio"],
          speeds.map(({ name, stock, ours }) => [name, decimal(stock), decimal(ours), decimal(ours / stock)]),
        ),
    evmRatios(result).join("\n"),
    judgeEvm(result)
      .map(({ says, reached }) => `${reached ? "reached" : "missed "} ${says}`)
      .join("\n"),
    evmWarnings(result)
      .map((line) => `! ${line}`)
      .join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Above this share of the machine for other programs, figures are not to be trusted. */
const NOISY = 0.05;

function evmWarnings({ nodes, calls, skipped }: EvmResult): string[] {
  const lines = skipped.map(({ node, reason }) => `${node} was not measured: ${reason}`);
  for (const { node, phases } of nodes) {
    for (const { name, failed, refused, firstRefusal, end, reason, othersShare } of phases) {
      const where = `${node}, ${name}`;
      if (failed > 0) lines.push(`${where}: ${failed} transactions failed`);
      if (refused > 0) lines.push(`${where}: ${refused} transactions were refused: ${firstRefusal}`);
      if (end !== "done") lines.push(`${where}: ${end}${reason === "" ? "" : `, ${reason}`}`);
      if (othersShare > NOISY)
        lines.push(`${where}: other programs used ${percent(othersShare)} of the machine: measure again`);
    }
  }
  const fault = calls?.views.firstFault;
  if (fault) lines.push(`a view was not answered: ${fault}`);
  return lines;
}

/** The same as a picture. */
export function renderEvmPicture(result: EvmResult): string {
  const { nodes, speeds = [], machine } = result;
  const panels: Panel[] = Object.keys(WANTED).flatMap((name) => {
    const bars = nodes.flatMap(({ node, phases }) => {
      const phase = phases.find((each) => each.name === name);
      if (phase === undefined) return [];
      return [bar(node, { "tx/s": phase.txPerSecond }, `${integer(phase.txPerSecond)}/s`)];
    });
    return bars.length === 0 ? [] : [{ title: `Committed transactions a second, ${name}`, bars }];
  });
  if (speeds.length > 0)
    panels.push({
      title: "Millions of gas a second in one call",
      bars: speeds.flatMap(({ name, stock, ours }) => [
        bar(`${name}, stock`, { "Mgas/s": stock }, decimal(stock)),
        bar(name, { "Mgas/s": ours }, decimal(ours)),
      ]),
    });
  const { cores, model, node } = machine;
  return renderSvg("Ethereum's transactions and calls", panels, [
    `${cores} cores (${model}), Node ${node}, ${result.when}; load generator and nodes share the machine`,
    ...evmRatios(result),
    ...judgeEvm(result).map(({ says }) => says),
  ]);
}
