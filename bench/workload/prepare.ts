import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { compiled } from "../root.js";
import { readTransactions, type Transactions, workloadPath, writeTransactions } from "./file.js";
import { lengthOf, type WorkloadSpec } from "./workload.js";

/** Transactions that worker threads sign once, and where they are kept. */
export interface SigningJob {
  readonly path: string;
  readonly length: number;
  /** What they are for, in a line of progress. */
  readonly title: string;
  /** The threads' module below dist/bench; it gets `spec`, `from` and `to`. */
  readonly signer: readonly string[];
  readonly spec: unknown;
}

/** The signed transactions of a workload: from the cache, or signed now by as many threads as there are cores. */
export function prepareWorkload(
  spec: WorkloadSpec,
  { root, folder, say }: { root: string; folder: string; say: (line: string) => void },
): Promise<Transactions> {
  const [path, length, title] = [workloadPath(folder, spec), lengthOf(spec), spec.names.prefix];
  return prepareTransactions({ path, length, title, signer: ["workload", "signer.js"], spec }, { root, say });
}

/** The transactions of a job: from its file, or signed now. */
export async function prepareTransactions(
  job: SigningJob,
  { root, say }: { root: string; say: (line: string) => void },
): Promise<Transactions> {
  const { path, length, title } = job;
  const cached = readTransactions(path);
  if (cached !== undefined) return cached;
  const threads = Math.min(availableParallelism(), length);
  say(`signing ${length} transactions for ${title} on ${threads} threads`);
  const parts = await Promise.all(
    Array.from({ length: threads }, (_, thread) =>
      signInThread(root, job, Math.floor((length * thread) / threads), Math.floor((length * (thread + 1)) / threads)),
    ),
  );
  writeTransactions(path, parts);
  const written = readTransactions(path);
  if (written === undefined) throw new Error(`${path} is gone right after it was written`);
  return written;
}

function signInThread(root: string, { signer, spec }: SigningJob, from: number, to: number): Promise<Transactions> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(compiled(root, ...signer), { workerData: { spec, from, to } });
    worker.once("message", ({ bytes, offsets }: { bytes: Uint8Array; offsets: Uint32Array }) =>
      resolve({ bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), offsets }),
    );
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a signing thread ended with code ${code}`)));
  });
}
