import type { Readable } from "node:stream";
import type { Logger } from "../abci/app/logger.js";

type Level = "debug" | "info" | "warn" | "error";

/** One line that CometBFT logged. */
export interface LogLine {
  readonly level: Level;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const levels: Readonly<Record<string, Level>> = {
  debug: "debug",
  info: "info",
  warn: "warn",
  error: "error",
  D: "debug",
  I: "info",
  W: "warn",
  E: "error",
};

/**
 * Reads a line of CometBFT's log: JSON, its plain form, or anything else that it prints, such as a Go panic, which is
 * then an error, for CometBFT prints nothing else of its own accord.
 */
export function parseLogLine(line: string): LogLine {
  return parseJson(line) ?? parsePlain(line) ?? { level: "error", message: line, fields: {} };
}

function parseJson(line: string): LogLine | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const { _msg: message, level, ts: _time, ...fields } = JSON.parse(line) as Record<string, unknown>;
    if (typeof message !== "string") return undefined;
    return { level: levels[String(level)] ?? "info", message, fields };
  } catch {
    return undefined;
  }
}

/** `I[2026-01-01|12:00:00.000] message            module=consensus height=5 block="…"` */
function parsePlain(line: string): LogLine | undefined {
  // Without colours, which CometBFT adds when it takes the pipe for a terminal.
  const match = /^([DIWE])\[[\d\-|:.]+\]\s+(.*)$/.exec(line.replace(/\x1b\[[\d;]*m/g, ""));
  if (match === null) return undefined;
  const [, level = "", rest = ""] = match;
  const at = rest.search(/(?:^|\s)[\w.-]+=/);
  const message = (at < 0 ? rest : rest.slice(0, at)).trim();
  const fields: Record<string, string> = {};
  for (const [, key = "", quoted, bare] of rest
    .slice(Math.max(at, 0))
    .matchAll(/([\w.-]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g))
    fields[key] = quoted ?? bare ?? "";
  return { level: levels[level] ?? "info", message, fields: at < 0 ? {} : fields };
}

/** A line longer than this is cut: a log may not hold memory. */
const longestLine = 16_384;

/** Calls `onLine` for each line of a stream, and resolves at its end. */
export function eachLine(stream: Readable, onLine: (line: string) => void): Promise<void> {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = (lines.pop() ?? "").slice(0, longestLine);
    for (const line of lines) if (line.trim() !== "") onLine(line.slice(0, longestLine));
  });
  return new Promise((resolve) => {
    stream.on("error", () => {});
    stream.on("close", () => {
      if (rest.trim() !== "") onLine(rest);
      resolve();
    });
  });
}

/** Passes a line of CometBFT's on to the node's own log. */
export function passOn(logger: Logger, { level, message, fields }: LogLine): void {
  logger[level](message, fields);
}
