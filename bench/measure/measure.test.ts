import { latencies, TransactionIndex } from "./latency.js";
import { cpuMicros, isAlive, mainThreadMicros, memoryOf } from "./proc.js";
import { parseTime } from "./rpc.js";
import { intervals, percentile, summarize, throughputOf } from "./stats.js";
import { startUsage } from "./usage.js";
import { packTransactions } from "../workload/file.js";

describe("statistics", () => {
  test("a percentile is the smallest value that so many do not exceed", () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([0.5, 0.95, 1, 0.001].map((share) => percentile(values, share))).toEqual([50, 95, 100, 1]);
    expect(percentile([7], 0.95)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });

  test("a summary sorts by number, not by text", () => {
    expect(summarize([100, 9, 20])).toEqual({ count: 3, mean: 43, p50: 20, p95: 100, max: 100 });
  });

  test("throughput: whole from the first broadcast, steady without both ends", () => {
    const block = (height: number, txs: number, seconds: number) => ({ height, txs, seenAt: 1000 * seconds });
    const blocks = [
      block(1, 0, 1),
      block(2, 50, 2),
      block(3, 300, 3),
      block(4, 300, 5),
      block(5, 10, 6),
      block(6, 0, 7),
    ];
    expect(throughputOf(blocks, 0)).toEqual({ committed: 660, seconds: 6, whole: 110, steady: 200 });
    expect(throughputOf(blocks.slice(0, 3), 0).steady).toBeUndefined();
    expect(throughputOf([], 0)).toEqual({ committed: 0, seconds: 0, whole: 0, steady: undefined });
  });

  test("intervals lie between neighbours", () => {
    expect(intervals([5, 7, 12])).toEqual([2, 5]);
    expect(intervals([5])).toEqual([]);
  });
});

test("latency goes from each transaction's own broadcast to its block", () => {
  const texts = ["a", "bb", "ccc", "dddd"].map((text) => Buffer.from(text));
  const index = new TransactionIndex(packTransactions(texts), 1, 4);
  const found = texts.map((tx) => index.find(tx.toString("base64")));
  expect(found).toEqual([undefined, 0, 1, 2]);
  const blocks = [
    { height: 1, txs: 2, seenAt: 100 },
    { height: 2, txs: 1, seenAt: 250 },
  ];
  expect(latencies([10, 20, 30], blocks, [[0, 2], [1]])).toEqual([90, 70, 230]);
});

test("header times keep their fraction of a millisecond", () => {
  expect(parseTime("2026-01-02T03:04:05.123456789Z")).toBeCloseTo(Date.UTC(2026, 0, 2, 3, 4, 5) + 123.456789, 3);
  expect(parseTime("2026-01-02T03:04:05Z")).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
});

test("the process's own CPU time and memory are found, and those of none are zero", () => {
  const usage = startUsage([{ role: "self", pid: process.pid }]);
  const before = process.cpuUsage();
  let spent = 0;
  for (let work = 0; spent < 100_000; work++) if (work % 1000 === 0) spent = process.cpuUsage(before).user;
  const { byRole, mainThread } = usage(0);
  expect(byRole["self"]).toBeGreaterThanOrEqual(80_000);
  // The two are read one after the other, each in ticks of 10 ms.
  expect(mainThread["self"]).toBeLessThanOrEqual((byRole["self"] ?? 0) + 20_000);
  const { now, peak } = memoryOf(process.pid);
  expect(peak).toBeGreaterThanOrEqual(now);
  expect(now).toBeGreaterThan(20e6);
  const none = 2 ** 22 + 1;
  expect([cpuMicros(none), mainThreadMicros(none), memoryOf(none).now]).toEqual([0, 0, 0]);
  expect([isAlive(process.pid), isAlive(none)]).toEqual([true, false]);
});
