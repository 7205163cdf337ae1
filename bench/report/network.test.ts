import type { PhaseResult } from "../measure/phase.js";
import { judge, type NetworkResult, renderNetwork, renderNetworkPicture } from "./network.js";
import type { ChainResult } from "./results.js";

const summary = (mean: number, count = 10) => ({ count, mean, p50: mean, p95: mean, max: mean });

const phase = (name: string, txPerSecond: number): PhaseResult => ({
  name,
  end: "done",
  reason: "",
  sent: 100,
  committed: 100,
  failed: 0,
  firstFailure: "",
  unseen: 0,
  refused: 0,
  firstRefusal: "",
  losses: 0,
  seconds: 1,
  txPerSecond,
  steadyTxPerSecond: null,
  cpuMicrosPerTx: { app: 1, cometbft: 1 },
  mainThreadMicrosPerTx: { app: 1 },
  othersShare: 0,
  blockTimes: summary(300),
  latency: summary(300),
  blocks: [],
});

const chain = (name: string, phases: PhaseResult[]): ChainResult => ({
  chain: name,
  title: name,
  accounts: 100,
  verifyMicros: 46,
  firstBlockSeconds: 3,
  restartSeconds: 2,
  genesisPeak: {},
  loadPeak: {},
  phases,
});

const measured: NetworkResult = {
  when: "2026-01-01T00:00:00Z",
  machine: { cores: 2, model: "some", memoryBytes: 1e10, node: "20.0.0" },
  settings: {},
  validators: 4,
  sends: [chain("echoin", [phase("sends", 600)]), chain("simd", [phase("sends", 400)])],
  stake: [
    chain("echoin", [phase("delegate", 900), phase("withdraw", 1000)]),
    chain("simd", [phase("delegate", 500), phase("withdraw", 500)]),
  ],
  skipped: [],
  extensions: { without: [summary(300, 30), summary(340, 10)], with: [summary(345), summary(349)] },
};

test("each figure is held to what is wanted of it", () => {
  expect(judge(measured)).toEqual([
    { says: "sends over 4 validators: Echoin is 1.50 × simd (wanted: 1.5 ×)", reached: true },
    { says: "delegate, one validator: Echoin is 1.80 × simd (wanted: 2 ×)", reached: false },
    { says: "withdraw, one validator: Echoin is 2.00 × simd (wanted: 2 ×)", reached: true },
    {
      says: "a block of 4 validators takes 310 ms, with vote extensions 347 ms: 11.9 % longer (wanted: at most 10 %)",
      reached: false,
    },
  ]);
});

test("what was not measured is not judged", () => {
  const { extensions: _extensions, ...rest } = measured;
  expect(judge({ ...rest, sends: [chain("echoin", [phase("sends", 600)])], stake: [] })).toEqual([]);
});

test("the text has a row for each phase and each watch, the picture a bar", () => {
  expect(renderNetwork(measured).match(/^\| (echoin|simd|with|without)\b/gm)).toHaveLength(6 + 4);
  expect(renderNetworkPicture(measured).match(/>[\d,]+\/s<|>\d+ ms</g)).toHaveLength(6 + 4);
});
