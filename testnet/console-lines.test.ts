import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { consoleLines } from "./console-lines.js";

test("what contracts say is read from a node's log as it grows, each line once and whole", () => {
  const folder = mkdtempSync(join(tmpdir(), "echoin-console-"));
  try {
    const log = join(folder, "node.log");
    const said = (message: string): string =>
      `{"level":"info","part":"api","part":"console.log","message":"${message}"}\n`;
    const earlier = said("in an earlier run");
    writeFileSync(log, earlier);
    const next = consoleLines(log, earlier.length);
    expect(next()).toEqual([]);
    const [line, other] = [said("grüße"), '{"level":"info","message":"\\"part\\":\\"console.log\\" is no part"}\n'];
    // In the middle of a letter of two bytes.
    const half = Buffer.from(line).subarray(0, Buffer.from(line).indexOf("ü") + 1);
    appendFileSync(log, Buffer.concat([Buffer.from(`${other}no JSON "part":"console.log"\n`), half]));
    expect(next()).toEqual([]);
    appendFileSync(log, Buffer.from(line).subarray(half.length));
    appendFileSync(log, said("") + said("x".repeat(200_000)));
    expect(next()).toEqual(["grüße", "", "x".repeat(200_000)]);
    expect(next()).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
