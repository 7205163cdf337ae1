/** A worker thread that signs a range of a workload. */
import { parentPort, workerData } from "node:worker_threads";
import { packTransactions } from "../workload/file.js";
import { type EvmSpec, signEvmRange } from "./workload.js";

const { spec, from, to } = workerData as { spec: EvmSpec; from: number; to: number };
parentPort?.postMessage(packTransactions(signEvmRange(spec, from, to)));
