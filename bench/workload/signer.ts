/** A worker thread that signs a range of a workload. */
import { parentPort, workerData } from "node:worker_threads";
import { packTransactions } from "./file.js";
import { signRange, type WorkloadSpec } from "./workload.js";

const { spec, from, to } = workerData as { spec: WorkloadSpec; from: number; to: number };
parentPort?.postMessage(packTransactions(signRange(spec, from, to)));
