import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * The project's folder: the nearest one above the running program that holds package.json and bench/.
 * @throws Error when there is none
 */
export function projectRoot(from: string = process.argv[1] ?? process.cwd()): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const inDist = folder.endsWith("dist");
    if (!inDist && existsSync(join(folder, "package.json")) && existsSync(join(folder, "bench"))) return folder;
    if (folder === dirname(folder)) throw new Error(`no folder above ${from} holds package.json and bench/`);
  }
}

/** Where the benchmarks keep what is costly to make: simd, signed transactions, the homes of a run. */
export const cacheFolder = (root: string): string => join(root, ".cache", "bench");

/** A module of bench/ as the compiler leaves it, for workers and child processes. */
export const compiled = (root: string, ...parts: string[]): string => join(root, "dist", "bench", ...parts);
