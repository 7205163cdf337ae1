import { createEchoin } from "../app/echoin.js";
import { MsgVoteExtensions } from "../../proto/generated/echoin/votes/v1/votes.js";
import { messageGenerators } from "./messages.js";
import { defaultKnobs, type Knobs } from "./network.js";
import { simulate } from "./simulation.js";
import { ALL_SEATS } from "./world.js";

test("there is a generator for every message that the chain executes", () => {
  const { router } = createEchoin();
  expect(Object.keys(messageGenerators).sort()).toEqual(router.typeUrls().sort());
});

// Two short runs or more, a few seconds each; `make sim SEEDS=n BLOCKS=n` runs longer ones.
test("replicas agree byte by byte through restarts, replays and crashes", async () => {
  const wanted = [
    "/cosmos.bank.v1beta1.MsgSend",
    "/cosmos.staking.v1beta1.MsgDelegate",
    "/cosmos.distribution.v1beta1.MsgWithdrawDelegatorReward",
    "/echoin.evm.v1.MsgEthereumTx",
  ];
  const succeeded = new Set<string>();
  for (const [run, seed] of [6, 10, 3, 1, 14].entries()) {
    const report = await simulate({ seed, blocks: 25 });
    expect(report.blocks).toBe(25);
    // A run has to have done something to be worth its time.
    expect(report.succeeded).toBeGreaterThan(20);
    expect(report.executed).toBeGreaterThan(report.succeeded);
    expect(report.accepted).toBeLessThan(report.submitted);
    for (const message of report.successes.keys()) succeeded.add(message);
    if (run > 0 && wanted.every((message) => succeeded.has(message))) break;
  }
  expect([...succeeded]).toEqual(expect.arrayContaining(wanted));
}, 240_000);

test("validators that are absent, slow, false or doubly signing are found out, and so is nobody else", async () => {
  const knobs: Knobs = { ...defaultKnobs, failedRound: 2, misbehavior: 12, restart: 60, crash: 60 };
  const reasons = ["missing_signature", "double_sign", "missed_proposals", "invalid_proposal"];
  const seen = new Set<string>();
  // Seeds of chains with vote extensions, until each was seen.
  for (const seed of [2, 10, 14, 22, 26]) {
    const { events, successes } = await simulate({ seed, blocks: 40, txsPerBlock: 4, knobs });
    for (const name of events.keys()) seen.add(name);
    expect(successes.get(MsgVoteExtensions.typeUrl)).toBeGreaterThan(0);
    if (reasons.every((reason) => seen.has(`slash ${reason}`))) break;
  }
  for (const reason of reasons) expect([...seen]).toContain(`slash ${reason}`);
}, 120_000);

test("25 seats: validators join and leave, and nothing else differs", async () => {
  const { validators, events } = await simulate({ seed: 5, blocks: 20, txsPerBlock: 8, size: ALL_SEATS });
  expect(validators).toBe(25);
  expect(events.get("validator left")).toBeGreaterThan(0);
}, 120_000);

test("a chain without vote extensions goes on, and nobody can be reported", async () => {
  const { blocks, events } = await simulate({ seed: 4, blocks: 20, txsPerBlock: 4 });
  expect(blocks).toBe(20);
  expect(events.get("slash invalid_proposal")).toBeUndefined();
}, 120_000);
