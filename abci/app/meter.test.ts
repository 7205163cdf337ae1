import { event } from "../state/events.js";
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
  const prices = { base_fee: "7", gas_used: "21000", base_fees_paid: "0", tips_paid: "0", next_base_fee: "8" };
  meter.executed({ outcomes: [result("", 0), result("sdk", 5)], events: [] });
  meter.executed({
    outcomes: [result("", 0), result("", 0), result("sdk", 5)],
    events: [event("mint", { gas_used: "1" }), event("fee_market", prices)],
  });
  expect(await meter.time("execute", () => Promise.resolve(7))).toBe(7);
  await expect(meter.time("commit", () => Promise.reject(new Error("full")))).rejects.toThrow("full");
  const sample = meter.take(3n);
  expect(sample).toMatchObject({ height: 3, txs: { "/0": 2, "sdk/5": 1 }, checks: { "new/0": 2, "recheck/32": 1 } });
  expect(sample.feeMarket).toEqual({ baseFee: 8, gasUsed: 21_000 });
  expect(Object.keys(sample.blockSeconds)).toEqual(["execute", "commit"]);
  expect(meter.take(4n)).toEqual({ height: 4, blockSeconds: {}, txs: {}, checks: {} });
});
