// Prints the closing line of .ci/run from jest's own results, and ends with make's exit code.
import { existsSync, readFileSync } from "node:fs";

const [, , path, code] = process.argv;
const exitCode = Number(code);
if (!existsSync(path)) {
  console.error(`make test ended with ${exitCode} before jest could report`);
  process.exit(exitCode || 1);
}
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = JSON.parse(
  readFileSync(path, "utf8"),
);
// A file that does not even load has failed, although jest counts none of its tests.
const failed = numFailedTests + numRuntimeErrorTestSuites;
const skipped = numPendingTests + numTodoTests;
if (numPassedTests + failed === 0) console.error("no test was run");
console.log(`${numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(exitCode || (failed > 0 || numPassedTests === 0 ? 1 : 0));
