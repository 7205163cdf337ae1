import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { compiled } from "../root.js";
import { readTransactions, type Transactions, workloadPath, writeTransactions } from "./file.js";
import { lengthOf, type WorkloadSpec } from "./workload.js";

/** The signed transactions of a workload: from the cache, or signed now by as many threads as there are cores. */
export async function prepareWorkload(
  spec: WorkloadSpec,
  { root, folder, say }: { root: string; folder: string; say: (line: string) => void },
): Promise<Transactions> {
  const path = workloadPath(folder, spec);
  const cached = readTransactions(path);
  if (cached !== undefined) return cached;
  const length = lengthOf(spec);
  const threads = Math.min(availableParallelism(), length);
  say(`signing ${length} transactions for ${spec.names.prefix} on ${threads} threads`);
  const parts = await Promise.all(
    Array.from({ length: threads }, (_, thread) =>
      signInThread(root, spec, Math.floor((length * thread) / threads), Math.floor((length * (thread + 1)) / threads)),
    ),
  );
  writeTransactions(path, parts);
  const written = readTransactions(path);
  if (written === undefined) throw new Error(`${path} is gone right after it was written`);
  return written;
}

function signInThread(root: string, spec: WorkloadSpec, from: number, to: number): Promise<Transactions> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(compiled(root, "workload", "signer.js"), { workerData: { spec, from, to } });
    worker.once("message", ({ bytes, offsets }: { bytes: Uint8Array; offsets: Uint32Array }) =>
      resolve({ bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), offsets }),
    );
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a signing thread ended with code ${code}`)));
  });
}
