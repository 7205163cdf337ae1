import { workerData } from "node:worker_threads";
import { verifyJob } from "./recovery.js";
import { RingMemory, RingServer } from "./ring.js";

// A thread that does nothing but check the signatures of one ring, until the ring is closed.
new RingServer(new RingMemory(workerData as SharedArrayBuffer), verifyJob).run();
