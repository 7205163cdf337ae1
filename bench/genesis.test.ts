import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { compiled, projectRoot } from "./root.js";

const run = promisify(execFile);

/** MiB of objects that V8 lets the program have: some 60 are there before genesis, and as objects it alone would take 200. */
const HEAP_MIB = 80;

test("InitChain and the first block of 50,000 accounts need no memory for objects that grows with them", async () => {
  const program = compiled(projectRoot(), "genesis.js");
  const { stdout } = await run(process.execPath, [`--max-old-space-size=${HEAP_MIB}`, program, "50000"]);
  expect(stdout).toMatch(/^InitChain .*^block 1 .*^app hash [0-9a-f]{64}$/ms);
}, 120_000);
