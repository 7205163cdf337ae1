import { createEchoin } from "../app/echoin.js";
import { messageGenerators } from "./messages.js";
import { simulate } from "./simulation.js";

test("there is a generator for every message that the chain executes", () => {
  const { router } = createEchoin();
  expect(Object.keys(messageGenerators).sort()).toEqual(router.typeUrls().sort());
});

// Two short runs, a few seconds each; `make sim SEEDS=n BLOCKS=n` runs longer ones.
test.each([1, 2])(
  "replicas agree byte by byte through restarts, replays and crashes (seed %i)",
  async (seed) => {
    const report = await simulate({ seed, blocks: 25 });
    expect(report.blocks).toBe(25);
    // The run has to have done something to be worth its time.
    expect(report.succeeded).toBeGreaterThan(20);
    expect(report.executed).toBeGreaterThan(report.succeeded);
    expect(report.accepted).toBeLessThan(report.submitted);
    expect(report.successes.get("/cosmos.bank.v1beta1.MsgSend")).toBeGreaterThan(0);
    expect(report.successes.get("/echoin.evm.v1.MsgEthereumTx")).toBeGreaterThan(0);
  },
  120_000,
);
