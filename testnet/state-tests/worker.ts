import { parentPort } from "node:worker_threads";
import { StateTestRunner } from "./case.js";
import { runFile, type WorkerTask } from "./run.js";

const runner = new StateTestRunner();

parentPort!.on("message", ({ file }: WorkerTask) => {
  void runFile(runner, file).then((results) => parentPort!.postMessage({ file, results }));
});
