import { workerData } from "node:worker_threads";
import { verifySecp256k1 } from "../../../modules/auth/secp256k1.js";
import { RingMemory, RingServer } from "./ring.js";

// A thread that does nothing but check the signatures of one ring, until the ring is closed.
new RingServer(new RingMemory(workerData as SharedArrayBuffer), ({ publicKey, message, signature }) =>
  verifySecp256k1(publicKey, message, signature),
).run();
