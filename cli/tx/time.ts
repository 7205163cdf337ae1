import { CliError } from "../errors.js";

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration such as 90s, 2m or 1h30m. @throws CliError */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+)(ms|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join("") !== text) {
    throw new CliError(`"${text}" is not a duration`, { hint: "for example 90s, 2m or 1h30m" });
  }
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (UNIT_MS[unit ?? ""] ?? 0), 0);
}

/** An RFC 3339 time from one, or from Unix seconds. @throws CliError */
export function parseTime(text: string): string {
  const date = /^\d+$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
  if (Number.isNaN(date.getTime())) {
    throw new CliError(`"${text}" is not a time`, { hint: "Unix seconds, or for example 2030-01-31T00:00:00Z" });
  }
  return date.toISOString().replace(".000Z", "Z");
}
