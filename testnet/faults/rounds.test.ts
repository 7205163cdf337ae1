import { Random } from "../../abci/sim/random.js";
import { kindsOfRounds, nextRound } from "./rounds.js";

const names = ["validator0", "validator1", "validator2", "validator3"];
const plan = (seed: number): ReturnType<typeof nextRound>[] => {
  const random = new Random(seed);
  return Array.from({ length: 200 }, () => nextRound(random, names));
};

test("a seed makes the same rounds each time", () => {
  expect(plan(7)).toEqual(plan(7));
  expect(plan(7)).not.toEqual(plan(8));
});

test("every fault comes, to one validator or to two different ones, for 0.5 to 4 s", () => {
  const rounds = plan(1);
  expect(new Set(rounds.map(({ kind }) => kind))).toEqual(new Set(kindsOfRounds));
  expect(new Set(rounds.map(({ victims }) => victims.length))).toEqual(new Set([1, 2]));
  for (const { victims, durationMs } of rounds) {
    expect(new Set(victims).size).toBe(victims.length);
    expect(durationMs >= 500 && durationMs < 4000).toBe(true);
  }
});
