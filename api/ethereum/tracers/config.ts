import { failed } from "../errors.js";

type Fields = Readonly<Record<string, unknown>>;

/** A field as go-ethereum finds it: whatever the case of its name; null is absent. */
export function fieldOf(fields: Fields, name: string): unknown {
  const found =
    fields[name] ?? fields[Object.keys(fields).find((key) => key.toLowerCase() === name.toLowerCase()) ?? ""];
  return found === null ? undefined : found;
}

/** A switch that is off unless it is set. @throws JsonRpcError */
export function readFlag(fields: Fields, name: string): boolean {
  const value = fieldOf(fields, name) ?? false;
  if (typeof value !== "boolean") throw failed(`${name} is true or false`);
  return value;
}

/** A number that is 0 unless it is set. @throws JsonRpcError */
export function readLimit(fields: Fields, name: string): number {
  const value = fieldOf(fields, name) ?? 0;
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw failed(`${name} is a number`);
  return value;
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A duration as Go writes it, such as `1m30s`, in milliseconds. @throws JsonRpcError */
export function readDuration(value: unknown): number {
  const text = typeof value === "string" ? value : "";
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (text === "" || parts.map(([part]) => part).join("") !== text) {
    throw failed(`time: invalid duration ${JSON.stringify(value)}`);
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0);
}
