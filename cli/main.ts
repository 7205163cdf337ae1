import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "./errors.js";
import { runCli } from "./program.js";
import { processTerminal } from "./terminal.js";

/** The entry of `bin/echoind`. @param root folder of package.json */
export async function main(root: string): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      // The reader of a pipe has gone, as in `echoind q txs | head`: nothing is left to say.
      if (codeOf(error) === "EPIPE") process.exit(0);
      throw error;
    });
  }
  const code = await runCli(process.argv.slice(2), {
    terminal: processTerminal(),
    root,
    version: packageVersion(root),
  });
  process.exitCode = code;
  // A pipe that is still open on standard input would keep the process alive.
  process.stdin.destroy();
}

/** The version in package.json. */
export const packageVersion = (root: string): string =>
  (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;
