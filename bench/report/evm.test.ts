import type { ReadResult } from "../readers/main.js";
import type { EvmPhaseResult } from "../evm/phase.js";
import { type EvmNodeResult, evmRatios, type EvmResult, judgeEvm, renderEvm, renderEvmPicture } from "./evm.js";

const summary = (mean: number, count = 10) => ({ count, mean, p50: mean, p95: mean, max: mean });

const phase = (name: string, txPerSecond: number, failed = 0): EvmPhaseResult => ({
  name,
  end: "done",
  reason: "",
  sent: 100,
  committed: 100,
  failed,
  refused: 0,
  firstRefusal: "",
  seconds: 10,
  txPerSecond,
  steadyTxPerSecond: null,
  gasPerSecond: 30,
  cpuMicrosPerTx: { app: 400, cometbft: 300, generator: 20 },
  mainThreadMicrosPerTx: { app: 300 },
  othersShare: 0,
  blockTimes: summary(500),
  blocks: [{ height: 3, txs: 100, seenAt: 1 }],
});

const node = (name: string, phases: EvmPhaseResult[]): EvmNodeResult => ({
  node: name,
  title: name,
  verifyMicros: 46,
  prepareSeconds: 5,
  phases,
});

const reads = (answered: number, asked: number, mean: number): ReadResult => ({
  statuses: { 200: answered },
  bytes: 1000,
  seconds: 10,
  latency: summary(mean, answered),
  all: summary(mean, asked),
  firstFault: "",
});

const measured: EvmResult = {
  when: "2026-01-01T00:00:00Z",
  machine: { cores: 2, model: "some", memoryBytes: 1e10, node: "20.0.0" },
  settings: {},
  nodes: [
    node("echoin", [phase("transfers", 1600), phase("tokens", 1000), phase("swaps", 500, 1)]),
    node("geth", [phase("transfers", 800)]),
  ],
  calls: {
    views: reads(100, 100, 12),
    without: summary(500),
    beside: summary(590),
    longer: 0.18,
    heavy: reads(20, 100, 9000),
    heavyClients: 100,
    end: "deadline",
    committed: 1000,
  },
  logs: { logs: 100_000, blocks: 10, found: 9000, times: summary(201) },
  speeds: [{ name: "arithmetic", stock: 16, ours: 90, target: 60 }],
  skipped: [],
};

test("each figure is held to what is wanted of it, and transactions that failed are no figure", () => {
  expect(judgeEvm(measured).map(({ says, reached }) => [reached, says.split(/[:(]/)[0]?.trim()])).toEqual([
    [true, "transfers"],
    [false, "tokens"],
    [false, "swaps"],
    [true, "eth_call of a view beside sends"],
    [true, "blocks beside 100 calls of 10 Mgas at once"],
    [false, "eth_getLogs, 9,000 of 100,000 logs by address and topic"],
    [true, "arithmetic loop in one call"],
  ]);
});

test("a view that is not answered, or heavy calls of which none is, miss their figure", () => {
  const calls = { ...measured.calls!, views: reads(99, 100, 1), heavy: reads(0, 100, 10) };
  expect(judgeEvm({ ...measured, nodes: [], calls }).map(({ reached }) => reached)).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

test("what was not measured is neither judged nor compared", () => {
  const nodes = [node("geth", [phase("swaps", 1)])];
  const { calls: _calls, logs: _logs, speeds: _speeds, ...rest } = measured;
  expect(judgeEvm({ ...rest, nodes })).toEqual([]);
  expect(evmRatios({ nodes })).toEqual([]);
  expect(evmRatios(measured)).toEqual(["transfers: Echoin is 2.00 × go-ethereum's dev chain"]);
});

test("the text has a row for each phase and each measurement, the picture a bar", () => {
  expect(renderEvm(measured).match(/^\| (echoin|geth|balanceOf|100 calls|sends|beside|arithmetic)\b/gm)).toHaveLength(
    9,
  );
  expect(renderEvm({ ...measured, skipped: [{ node: "geth", reason: "not built" }] })).toContain(
    "! geth was not measured: not built",
  );
  expect(renderEvmPicture(measured).match(/>[\d,]+\/s</g)).toHaveLength(4);
});
