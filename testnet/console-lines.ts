import { closeSync, existsSync, openSync, readSync } from "node:fs";

const EVERY_MS = 100;
const CHUNK = 65_536;

/**
 * Reads a node's log, a JSON object a line, from a byte on: each call returns what contracts have said to console.log since
 * the one before. Lines that are not whole yet are for the next call, those that are no JSON for nobody.
 */
export function consoleLines(log: string, from: number): () => string[] {
  let at = from;
  let rest = Buffer.alloc(0);
  const buffer = Buffer.alloc(CHUNK);
  return () => {
    // The home may be deleted while the node runs.
    if (!existsSync(log)) return [];
    const file = openSync(log, "r");
    try {
      for (let read; (read = readSync(file, buffer, 0, CHUNK, at)) > 0; at += read) {
        rest = Buffer.concat([rest, buffer.subarray(0, read)]);
      }
    } finally {
      closeSync(file);
    }
    const whole = rest.lastIndexOf("\n") + 1;
    const lines = rest.subarray(0, whole).toString("utf8").split("\n");
    rest = rest.subarray(whole);
    return lines.flatMap(saidIn);
  };
}

function saidIn(line: string): string[] {
  if (!line.includes('"part":"console.log"')) return [];
  try {
    const { part, message } = JSON.parse(line) as { part: unknown; message: unknown };
    return part === "console.log" && typeof message === "string" ? [message] : [];
  } catch {
    return [];
  }
}

/** Prints them as they come, until the process ends. */
export function showConsole(log: string, from: number, print: (line: string) => void): void {
  const next = consoleLines(log, from);
  setInterval(() => next().forEach(print), EVERY_MS).unref();
}
