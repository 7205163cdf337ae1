import { availableParallelism } from "node:os";
import { runStateTests } from "./run.js";

const [path] = process.argv.slice(2);
if (path === undefined) {
  console.error("usage: node dist/testnet/state-tests/main.js DIR");
  process.exit(2);
}
const { passed, failed } = await runStateTests(path, availableParallelism());
console.log(`${passed} passed, ${failed} failed`);
// A folder without tests is a mistyped one.
process.exit(failed > 0 || passed === 0 ? 1 : 0);
