import { fork } from "node:child_process";
import { compiled } from "../root.js";
import type { ReadJob, ReadResult } from "./main.js";

/** Starts the readers; the function that it returns stops them and gives what came of it. */
export function startReaders(root: string, job: ReadJob): () => Promise<ReadResult> {
  const child = fork(compiled(root, "readers", "main.js"), { serialization: "advanced" });
  child.send(job);
  return () =>
    new Promise((resolve, reject) => {
      child.once("message", (result: ReadResult) => resolve(result));
      child.once("exit", (code) => reject(new Error(`the readers ended with code ${code}`)));
      child.send("stop");
    });
}
