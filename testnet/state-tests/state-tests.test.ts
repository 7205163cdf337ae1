import { join } from "node:path";
import { StateTestRunner } from "./case.js";
import { fixtureFiles, runFile } from "./run.js";

const fixtures = join(__dirname, "fixtures");

test("every state test of the fixtures gives Ethereum's state root and logs", async () => {
  const runner = new StateTestRunner();
  const faults: string[] = [];
  let passed = 0;
  for (const file of await fixtureFiles(fixtures)) {
    for (const { name, fault } of await runFile(runner, file)) {
      if (fault === undefined) passed++;
      else faults.push(`${name}: ${fault}`);
    }
  }
  expect(faults).toEqual([]);
  expect(passed).toBe(455);
}, 300_000);
