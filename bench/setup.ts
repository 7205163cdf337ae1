import { existsSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { databaseOf } from "../cometbft/database.js";
import { CeilingChain } from "./chains/ceiling.js";
import type { Chain } from "./chains/chain.js";
import { cometBinary, type CometOptions } from "./chains/comet.js";
import { EchoinChain } from "./chains/echoin.js";
import { killAll } from "./chains/process.js";
import { SimdChain } from "./chains/simd.js";
import { HelpWanted, type OptionTable, type OptionValues, parseOptions, UsageError } from "./options.js";
import { type BenchResult } from "./report/results.js";
import { cacheFolder, projectRoot } from "./root.js";

/** What every command of bench/ stands on. */
export interface Bench {
  readonly root: string;
  /** Cache of what is costly to make. */
  readonly cache: string;
  /** Homes of this run. */
  readonly runs: string;
  /** What chains are made of. */
  readonly parts: { readonly root: string; readonly comet: string; readonly options: CometOptions };
  /** With one validator each. */
  readonly chains: Readonly<Record<"ceiling" | "echoin" | "simd", Chain>>;
  /** Echoin or simd with so many validators; only Echoin's can extend their votes. */
  network(name: "echoin" | "simd", validators: number, voteExtensions?: boolean): Chain;
  /** What a result says of how it was measured: the options of its program, and what was found. */
  settings(options: object): BenchResult["settings"];
  /** A line of progress, on standard error: standard output is for results. */
  readonly say: (line: string) => void;
}

export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Finds the project and CometBFT. @throws Error when something is missing, with how to get it */
export async function openBench(given: {
  readonly "timeout-commit": number;
  readonly indexer: string;
}): Promise<Bench> {
  const root = projectRoot();
  if (!existsSync(join(root, "dist"))) throw new UsageError("the project is not built: make build");
  const { indexer, "timeout-commit": timeoutCommitMs } = given;
  if (indexer !== "kv" && indexer !== "null") throw new UsageError(`--indexer is kv or null, not ${indexer}`);
  const comet = await cometBinary(root, say);
  const database = await databaseOf(comet);
  say(`CometBFT keeps its data in ${database}`);
  const parts = { root, comet, options: { timeoutCommitMs, indexer, database } as const };
  return {
    root,
    cache: cacheFolder(root),
    runs: join(cacheFolder(root), "runs"),
    parts,
    chains: { ceiling: new CeilingChain(parts), echoin: new EchoinChain(parts), simd: new SimdChain(parts) },
    network(name, validators, voteExtensions = false) {
      const made = { ...parts, options: { ...parts.options, voteExtensions } };
      return name === "echoin" ? new EchoinChain(made, validators) : new SimdChain(made, validators);
    },
    settings: (options) => ({ ...options, database }),
    say,
  };
}

/** The machine that a result was measured on. */
export const machine = (): BenchResult["machine"] => ({
  cores: cpus().length,
  model: cpus()[0]?.model.trim() ?? "unknown",
  memoryBytes: totalmem(),
  node: process.versions.node,
});

/** Runs a command: reads its options, reports its errors, and leaves no process behind, however it ends. */
export function command<T extends OptionTable>(table: T, work: (options: OptionValues<T>) => Promise<number>): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      say(`ended by ${signal}`);
      process.exit(130);
    });
  }
  process.on("exit", killAll);
  Promise.resolve()
    .then(() => work(parseOptions(process.argv.slice(2), table)))
    .then(
      (code) => process.exit(code),
      (error: unknown) => {
        if (error instanceof HelpWanted) {
          process.stdout.write(`${error.message}\n`);
          process.exit(0);
        }
        const expected = error instanceof UsageError || !(error instanceof Error);
        say(
          expected
            ? `Error: ${error instanceof Error ? error.message : String(error)}`
            : (error.stack ?? error.message),
        );
        process.exit(1);
      },
    );
}
