import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { Worker } from "node:worker_threads";
import type { StateTestRunner } from "./case.js";
import { type CaseResult, type FixtureTest } from "./case.js";

/** All `.json` files under a folder, sorted by path; a file stands for itself. */
export async function fixtureFiles(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The tests of one file. */
export async function runFile(runner: StateTestRunner, file: string): Promise<CaseResult[]> {
  const tests = JSON.parse(await readFile(file, "utf8")) as Record<string, FixtureTest>;
  const results: CaseResult[] = [];
  for (const [name, test] of Object.entries(tests)) {
    if (name === "_info" || test.post === undefined) continue;
    try {
      results.push(...(await runner.run(name, test)));
    } catch (error) {
      results.push({ name, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  return results;
}

/** What a worker is given, and what it answers. */
export interface WorkerTask {
  readonly file: string;
}
export interface WorkerAnswer {
  readonly file: string;
  readonly results: readonly CaseResult[];
}

interface Totals {
  passed: number;
  failed: number;
  files: number;
}

/** Runs a folder of state tests with several workers; prints each fault, progress, and a closing line. */
export async function runStateTests(path: string, workers: number): Promise<Totals> {
  const files = await fixtureFiles(path);
  const totals: Totals = { passed: 0, failed: 0, files: 0 };
  const queue = [...files];
  const report = ({ file, results }: WorkerAnswer): void => {
    totals.files++;
    for (const { name, fault } of results) {
      if (fault === undefined) totals.passed++;
      else {
        totals.failed++;
        console.log(`FAILED ${relative(path, file)}\n  ${name}\n  ${fault}`);
      }
    }
    if (totals.files % 100 === 0) console.error(`${totals.files} of ${files.length} files`);
  };
  await Promise.all(Array.from({ length: Math.min(workers, files.length) }, () => drain(queue, report)));
  return totals;
}

/** One worker, fed until the queue is empty. */
function drain(queue: string[], report: (answer: WorkerAnswer) => void): Promise<void> {
  const worker = new Worker(new URL("./worker.js", import.meta.url));
  return new Promise((resolve, reject) => {
    const feed = (): void => {
      const file = queue.shift();
      if (file === undefined) void worker.terminate().then(() => resolve());
      else worker.postMessage({ file } satisfies WorkerTask);
    };
    worker.on("message", (answer: WorkerAnswer) => {
      report(answer);
      feed();
    });
    worker.on("error", reject);
    feed();
  });
}
