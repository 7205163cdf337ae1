/** A mistake or a condition that the person at the terminal can act on: one line of what, and the next step as `hint`. */
export class CliError extends Error {
  readonly hint: string | undefined;
  readonly exitCode: number;

  constructor(message: string, options: { hint?: string; exitCode?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "CliError";
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? 1;
  }
}

/** The message of anything thrown, without a stack. */
export const messageOf = (thrown: unknown): string => textOf(thrown, "message") ?? String(thrown);

/** By shape and not by class: an error of another realm is no instance of this one's Error. */
function textOf(thrown: unknown, property: "message" | "code" | "name"): string | undefined {
  if (typeof thrown !== "object" || thrown === null) return undefined;
  const value = (thrown as Partial<Record<typeof property, unknown>>)[property];
  return typeof value === "string" ? value : undefined;
}

/** The class name of anything thrown, such as `TimeoutError`. */
export const nameOf = (thrown: unknown): string | undefined => textOf(thrown, "name");

/** The system's error code (`ENOENT`, `EADDRINUSE`, …) of anything thrown, if it has one. */
export const codeOf = (thrown: unknown): string | undefined => textOf(thrown, "code");

/** Runs `work`; what it throws is told as a CliError that begins with `where`, such as a file's path. */
export function asCliError<T>(work: () => T, where: string, hint?: string): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`${where}: ${messageOf(error)}`, { cause: error, ...(hint === undefined ? {} : { hint }) });
  }
}
