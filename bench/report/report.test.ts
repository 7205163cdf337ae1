import type { PhaseResult } from "../measure/phase.js";
import { decimal, integer, table } from "./format.js";
import type { BenchResult, ChainResult } from "./results.js";
import { ratios, renderPicture, renderText, warnings } from "./summary.js";
import { renderSvg } from "./svg.js";

const summary = { count: 2, mean: 1500, p50: 1400, p95: 2000, max: 2000 };

const phase = (name: string, txPerSecond: number, others: Partial<PhaseResult> = {}): PhaseResult => ({
  name,
  end: "done",
  reason: "",
  sent: 20_000,
  committed: 20_000,
  failed: 0,
  firstFailure: "",
  unseen: 0,
  refused: 0,
  firstRefusal: "",
  losses: 0,
  seconds: 20_000 / txPerSecond,
  txPerSecond,
  steadyTxPerSecond: null,
  cpuMicrosPerTx: { app: 150, cometbft: 66, generator: 4 },
  mainThreadMicrosPerTx: { app: 120 },
  othersShare: 0.01,
  blockTimes: summary,
  latency: summary,
  blocks: [],
  ...others,
});

const chain = (name: string, accounts: number, phases: PhaseResult[]): ChainResult => ({
  chain: name,
  title: name,
  accounts,
  verifyMicros: 46,
  firstBlockSeconds: 3,
  restartSeconds: 2,
  genesisPeak: { app: 1e8 },
  loadPeak: { app: 2e8 },
  phases,
});

const result = (chains: ChainResult[]): BenchResult => ({
  when: "2026-01-01T00:00:00Z",
  machine: { cores: 2, model: "a <fast> one", memoryBytes: 1e10, node: "20.0.0" },
  settings: {},
  chains,
  skipped: [],
});

test("numbers", () => {
  expect([integer(1234567.4), integer(999), integer(NaN), decimal(2.345, 2)]).toEqual([
    "1,234,567",
    "999",
    "–",
    "2.35",
  ]);
});

test("a table's columns are as wide as their longest cell", () => {
  expect(table(["a", "number"], [["long name", "1"]])).toBe(
    "| a         | number |\n| --------- | -----: |\n| long name |      1 |",
  );
});

test("ratios compare the same phase and state, and a large state with the small one", () => {
  const chains = [
    chain("ceiling", 0, [phase("burst", 10_000)]),
    chain("echoin", 20_000, [phase("burst", 5000)]),
    chain("simd", 20_000, [phase("burst", 1250)]),
    chain("echoin", 1_000_000, [phase("burst", 4000)]),
  ];
  expect(ratios(result(chains))).toEqual([
    "burst, 20,000 accounts: Echoin is 4.00 × simd",
    "burst, 20,000 accounts: Echoin is 50 % of the ceiling",
    "burst, 1,000,000 accounts: Echoin is 40 % of the ceiling",
    "burst, 1,000,000 accounts: 80 % of what it is with 20,000",
  ]);
});

test("figures that should not be trusted say so", () => {
  const phases = [
    phase("burst", 100, { failed: 3, firstFailure: "out of gas" }),
    phase("sustained", 100, { othersShare: 0.4, end: "stalled", reason: "nothing was committed for 60 s" }),
  ];
  const { chains } = result([chain("simd", 20_000, phases)]);
  const skipped = [{ chain: "echoin", accounts: 20_000, reason: "it did not start" }];
  expect(warnings({ ...result([...chains]), skipped })).toEqual([
    "echoin, 20,000 was not measured: it did not start",
    "simd, 20,000, burst: 3 transactions failed: out of gas",
    "simd, 20,000, sustained: stalled, nothing was committed for 60 s",
    "simd, 20,000, sustained: other programs used 40 % of the machine: measure again",
  ]);
  expect(warnings(result([chain("simd", 20_000, [phase("burst", 100)])]))).toEqual([]);
});

test("the text has a row for each phase, and the picture a bar", () => {
  const full = result([
    chain("ceiling", 0, [phase("burst", 10_000), phase("sustained", 9000)]),
    chain("simd", 20_000, [phase("burst", 1000), phase("sustained", 900)]),
  ]);
  expect(renderText(full).match(/^\| (ceiling|simd)/gm)).toHaveLength(4 + 2);
  const picture = renderPicture(full);
  expect(picture.match(/>10,000\/s</g)).toHaveLength(1);
  expect(picture).toContain("a &lt;fast&gt; one");
});

test("a bar's length is its share of the longest", () => {
  const bar = (label: string, value: number) => ({ label, segments: [{ label: "tx/s", value }], text: String(value) });
  const svg = renderSvg("t", [{ title: "p", bars: [bar("a", 100), bar("b", 25), bar("c", NaN)] }], []);
  const widths = [...svg.matchAll(/<rect x="190\.0"[^>]* width="([\d.]+|NaN)"/g)].map(([, width]) => Number(width));
  expect(widths[1]).toBeCloseTo((widths[0] ?? 0) / 4, 1);
  expect(widths[2]).toBe(0);
});
