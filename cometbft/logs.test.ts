import { PassThrough } from "node:stream";
import { eachLine, parseLogLine } from "./logs.js";

test("CometBFT's JSON lines", () =>
  expect(
    parseLogLine('{"_msg":"Timed out","dur":"1s","height":5,"level":"error","module":"consensus","ts":"2026"}'),
  ).toEqual({
    level: "error",
    message: "Timed out",
    fields: { dur: "1s", height: 5, module: "consensus" },
  }));

test("CometBFT's plain lines, with colours or without", () => {
  const expected = {
    level: "info",
    message: "Generated node key",
    fields: { module: "main", path: "/a b", err: 'it said "no"' },
  };
  const line = `I[2026-11-25|17:56:25.299] Generated node key                           module=main path="/a b" err="it said \\"no\\""`;
  expect(parseLogLine(line)).toEqual({ ...expected, fields: { ...expected.fields, err: 'it said \\"no\\"' } });
  expect(parseLogLine(`\x1b[32m${line}\x1b[0m`).message).toBe("Generated node key");
  expect(parseLogLine("E[2026-11-25|17:56:25.299] alone")).toEqual({ level: "error", message: "alone", fields: {} });
});

test.each(["panic: something", '{"half', '{"no":"message"}', "ERROR: failed"])(
  "anything else is an error: %s",
  (line) => expect(parseLogLine(line)).toEqual({ level: "error", message: line, fields: {} }),
);

test("lines are put together from any pieces, cut when endless, and the last needs no end", async () => {
  const stream = new PassThrough();
  const lines: string[] = [];
  const done = eachLine(stream, (line) => lines.push(line));
  for (const piece of ["a", "b\nc", "\n\n", "x".repeat(50_000), "\nlä", "st"]) stream.write(piece);
  stream.end();
  await done;
  expect(lines.map((line) => line.length)).toEqual([2, 1, 16_384, 4]);
  expect(lines[3]).toBe("läst");
});
