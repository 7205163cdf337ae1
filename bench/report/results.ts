import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PhaseResult } from "../measure/phase.js";

/** What one chain came to with one size of state. */
export interface ChainResult {
  readonly chain: string;
  readonly title: string;
  /** Accounts in state; 0 for a chain without. */
  readonly accounts: number;
  /** CPU time of one signature check just before, in microseconds: how fast the machine was. */
  readonly verifyMicros: number;
  readonly firstBlockSeconds: number;
  /** Bytes by process, from the start to the first block. */
  readonly genesisPeak: Readonly<Record<string, number>>;
  /** From the start of its processes to the next block, with all of the state there. */
  readonly restartSeconds: number;
  /** Bytes by process, the highest of all phases of load. */
  readonly loadPeak: Readonly<Record<string, number>>;
  readonly phases: readonly PhaseResult[];
}

/** A run that could not be done, and why. */
export interface Skipped {
  readonly chain: string;
  readonly accounts: number;
  readonly reason: string;
}

export interface BenchResult {
  readonly when: string;
  readonly machine: {
    readonly cores: number;
    readonly model: string;
    readonly memoryBytes: number;
    readonly node: string;
  };
  readonly settings: Readonly<Record<string, unknown>>;
  readonly chains: readonly ChainResult[];
  readonly skipped: readonly Skipped[];
}

/** Writes `name`.json, and whatever else is given, below bench/results/. @returns the path without its ending */
export function writeResults(
  root: string,
  name: string,
  result: unknown,
  others: Readonly<Record<string, string>> = {},
): string {
  const folder = join(root, "bench", "results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
  for (const [ending, content] of Object.entries(others)) writeFileSync(join(folder, `${name}.${ending}`), content);
  return join("bench", "results", name);
}
