import type { LogLine } from "../measure/log.js";

/** What a log line must never say, whoever was killed when. */
const FATAL =
  /wrong.*app.?hash|app.?hash.*(mismatch|does not match|differ)|CONSENSUS FAILURE|panic|the application halts|corrupt/i;

/** Lines of a node's log that tell of a fault which no kill excuses. */
export function fatalLines(lines: readonly LogLine[]): string[] {
  return lines
    .map(({ message, fields }) => `${message} ${typeof fields["err"] === "string" ? fields["err"] : ""}`.trim())
    .filter((text) => FATAL.test(text));
}
