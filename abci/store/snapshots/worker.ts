import { setPriority, constants } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { makeSnapshot, type SnapshotProgress } from "./export.js";
import type { SnapshotInfo } from "./manifest.js";

/** What the worker is to do (its workerData). */
export interface SnapshotTask {
  readonly file: string;
  readonly version: bigint;
  readonly folder: string;
}

/** What the worker says, besides its exit. Any message to it means: give up. */
export type SnapshotReport =
  | { readonly kind: "progress"; readonly progress: SnapshotProgress }
  | { readonly kind: "done"; readonly info: SnapshotInfo }
  | { readonly kind: "failed"; readonly reason: string };

/** Entry of the thread that makes one snapshot and ends. */
async function run(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error("this file runs as a worker thread");
  yieldToConsensus();
  const report = (message: SnapshotReport): void => port.postMessage(message);
  const controller = new AbortController();
  port.once("message", () => controller.abort(new Error("given up")));
  try {
    const info = await makeSnapshot({
      ...(workerData as SnapshotTask),
      signal: controller.signal,
      onProgress: (progress) => report({ kind: "progress", progress }),
    });
    report({ kind: "done", info });
  } catch (error) {
    report({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  } finally {
    port.close();
  }
}

/** On Linux a priority belongs to a thread: this one gives way to consensus when cores are short. */
function yieldToConsensus(): void {
  if (process.platform !== "linux") return;
  try {
    setPriority(0, constants.priority.PRIORITY_LOW);
  } catch {
    // Not allowed here: the snapshot is made at the usual priority.
  }
}

void run();
