import pino from "pino";
import type { Logger } from "./logger.js";

/** Which lines are written, and how: JSON for collectors, plain text for people. */
export interface LogSettings {
  readonly level: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";
  readonly format: "json" | "plain";
}

/** Where lines go; standard error unless told otherwise. */
export interface LineWriter {
  write(line: string): void;
}

/**
 * A logger that writes a line for each event, at once, so that none is lost when the process ends. Each thread makes its
 * own.
 */
export function createLogger(settings: LogSettings, out?: LineWriter): Logger {
  const lines = out ?? pino.destination({ fd: 2, sync: true });
  const target = settings.format === "plain" ? { write: (line: string) => lines.write(plainLine(line)) } : lines;
  const options = {
    level: settings.level,
    // The process's id and host say nothing on a node, and cost bytes in each line.
    base: null,
    messageKey: "message",
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: serializeError },
  };
  return wrap(pino(options, target), {});
}

/** @param bound what every line of `root` is to say besides; a child's word for it replaces its parent's */
function wrap(root: pino.Logger, bound: Readonly<Record<string, unknown>>): Logger {
  const log = root.child(bound);
  return {
    debug: (message, fields = {}) => log.debug(fields, message),
    info: (message, fields = {}) => log.info(fields, message),
    warn: (message, fields = {}) => log.warn(fields, message),
    error: (message, fields = {}) => log.error(fields, message),
    child: (fields) => wrap(root, { ...bound, ...readable(fields) }),
  };
}

function serializeError(error: unknown): unknown {
  return error instanceof Error ? (error.stack ?? error.message) : error;
}

/** Heights are bigint, which JSON does not know. */
function readable(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === "bigint" ? value.toString() : value]),
  );
}

/** `18:22:50.123 WARN  message height=5`, from a JSON line. */
function plainLine(line: string): string {
  const { level, time, message, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const clock = String(time).slice(11, 23);
  const rest = Object.entries(fields).map(([name, value]) => ` ${name}=${plainValue(value)}`);
  return `${clock} ${String(level).toUpperCase().padEnd(5)} ${String(message)}${rest.join("")}\n`;
}

function plainValue(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
