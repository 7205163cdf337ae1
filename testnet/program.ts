import { parseArgs, type ParseArgsConfig } from "node:util";

/** The flags that a program was started with; one that it does not know ends it, and names those that it does. */
export function readFlags<const Options extends NonNullable<ParseArgsConfig["options"]>>(options: Options) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const known = Object.keys(options).map((name) => `--${name}`);
    process.stderr.write(
      `Error: ${error instanceof Error ? error.message : String(error)}\nFlags: ${known.join(" ")}\n`,
    );
    return process.exit(1);
  }
}

/** Runs a program and ends with the exit code that it resolves to; an error is told on standard error, and is code 1. */
export function run(main: () => Promise<number>): void {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`Error: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
