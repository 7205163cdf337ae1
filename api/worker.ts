import { parentPort, workerData } from "node:worker_threads";
import type { ApiConfig } from "./config.js";
import { runThread } from "./thread.js";

// The entry of the API's worker thread; `startApi` in host.ts starts it.
if (parentPort === null) throw new Error("api/worker runs as a worker thread: see startApi in api/host.ts");
// Connections to CometBFT that are kept open would keep the thread alive too.
parentPort.once("close", () => process.exit());
await runThread(parentPort, workerData as ApiConfig);
