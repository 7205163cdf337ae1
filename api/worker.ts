import { getPriority, platform, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import type { ThreadData } from "./protocol.js";
import { runThread } from "./thread.js";

/**
 * By how much the thread is nicer than the process: at 2 it gets two thirds of what another thread gets when both want all. At 10,
 * a tenth, who asks waits for everybody else; and blocks take no longer beside heavy calls without any of it.
 */
const NICENESS = 2;

// The entry of the API's worker thread; `startApi` in host.ts starts it.
if (parentPort === null) throw new Error("api/worker runs as a worker thread: see startApi in api/host.ts");
// On Linux a thread has a priority of its own: queries take what consensus and CometBFT leave. Elsewhere it would be the
// whole process's.
if (platform() === "linux") setPriority(Math.min(getPriority() + NICENESS, 19));

// Connections to CometBFT that are kept open would keep the thread alive too.
parentPort.once("close", () => process.exit());
await runThread(parentPort, workerData as ThreadData);
