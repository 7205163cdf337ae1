import { BlockMeter } from "./meter.js";

const result = (codespace: string, code: number) => ({
  code,
  codespace,
  data: new Uint8Array(0),
  log: "",
  gasWanted: 0n,
  gasUsed: 0n,
  events: [],
});

test("a block's numbers are those since the block before, however often it was executed", async () => {
  const meter = new BlockMeter();
  meter.check("new", 0);
  meter.check("new", 0);
  meter.check("recheck", 32);
  meter.executed([result("", 0), result("sdk", 5)]);
  meter.executed([result("", 0), result("", 0), result("sdk", 5)]);
  expect(await meter.time("execute", () => Promise.resolve(7))).toBe(7);
  await expect(meter.time("commit", () => Promise.reject(new Error("full")))).rejects.toThrow("full");
  const sample = meter.take(3n);
  expect(sample).toMatchObject({ height: 3, txs: { "/0": 2, "sdk/5": 1 }, checks: { "new/0": 2, "recheck/32": 1 } });
  expect(Object.keys(sample.blockSeconds)).toEqual(["execute", "commit"]);
  expect(meter.take(4n)).toEqual({ height: 4, blockSeconds: {}, txs: {}, checks: {} });
});
