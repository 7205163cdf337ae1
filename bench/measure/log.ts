/** A line of a node's JSON log. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The lines of a JSON log; what is no JSON object, such as a line that is being written, is left out. */
export function readLog(text: string): LogLine[] {
  return text.split("\n").flatMap((line) => {
    if (!line.startsWith("{") || !line.endsWith("}")) return [];
    try {
      const fields = JSON.parse(line) as Record<string, unknown>;
      const textOf = (name: string): string => (typeof fields[name] === "string" ? fields[name] : "");
      return [{ time: Date.parse(textOf("time")), level: textOf("level"), message: textOf("message"), fields }];
    } catch {
      return [];
    }
  });
}
