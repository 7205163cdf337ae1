import { createLogger } from "./json-logger.js";

test("a line has each name once, with its nearest meaning, and what a bigint is", () => {
  const lines: string[] = [];
  const out = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ level: "info", format: "json" }, out).child({ part: "api", height: 7n });
  log.child({ part: "ethereum" }).info("open", { address: "x" });
  log.info("open");
  log.debug("not written");
  expect(lines.map((line) => line.match(/"part":"\w+"/g))).toEqual([['"part":"ethereum"'], ['"part":"api"']]);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "info", message: "open", height: "7", address: "x" });
});
