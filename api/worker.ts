import { platform, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import type { ThreadData } from "./protocol.js";
import { runThread } from "./thread.js";

/** Of 0 to 19; at 10 a thread gets about a tenth of what one at 0 gets when both want all. */
const NICENESS = 10;

// The entry of the API's worker thread; `startApi` in host.ts starts it.
if (parentPort === null) throw new Error("api/worker runs as a worker thread: see startApi in api/host.ts");
// On Linux a thread has a priority of its own: queries take what consensus and CometBFT leave. Elsewhere it would be the
// whole process's.
if (platform() === "linux") setPriority(NICENESS);

// Connections to CometBFT that are kept open would keep the thread alive too.
parentPort.once("close", () => process.exit());
await runThread(parentPort, workerData as ThreadData);
