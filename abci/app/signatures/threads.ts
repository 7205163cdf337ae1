import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Logger } from "../logger.js";
import { RingOwner } from "./ring.js";

/** More threads than this check signatures faster than one thread can use them. */
const MOST_THREADS = 4;

/** Threads that check signatures, and the ring through which they are given them. */
export interface SignatureThreads {
  readonly ring: RingOwner;
  close(): Promise<void>;
}

/**
 * Starts a thread for each core but the one that consensus runs on. A thread that fails is logged and missed: what it would have
 * checked is checked on the consensus thread.
 * @param entry the compiled `worker.js` beside this file
 */
export function startSignatureThreads(
  entry: string,
  logger: Logger,
  count = Math.min(MOST_THREADS, availableParallelism() - 1),
): SignatureThreads {
  const ring = new RingOwner();
  const threads = Array.from({ length: count }, () => {
    const worker = new Worker(entry, {
      workerData: ring.memory.shared,
      // It allocates nothing that lives: a small young generation stays in the core's cache.
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 },
    });
    worker.on("error", (error) => logger.error("a thread that checks signatures failed", { error }));
    return new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  });
  return {
    ring,
    async close() {
      ring.close();
      for (const ended of threads) await ended;
    },
  };
}
