import { type ChildProcess, fork } from "node:child_process";
import { compiled } from "../root.js";
import type { LoadResult } from "./generator.js";
import type { LoadJob, LoadMessage } from "./main.js";

export interface LoadOutcome {
  readonly result: LoadResult;
  /** CPU time that the generator itself used while it ran. */
  readonly cpuMicros: number;
}

/** A load generator that has connected and waits for the word. */
export interface ReadyLoad {
  /** Starts to send, and gives the result once that has ended. @throws Error with the generator's reason */
  run(): Promise<LoadOutcome>;
}

/** Starts a load generator in a process of its own. @throws Error with the generator's reason */
export async function prepareLoad(root: string, job: LoadJob): Promise<ReadyLoad> {
  const child = fork(compiled(root, "load", "main.js"), { serialization: "advanced" });
  const ready = nextMessage(child);
  child.send(job);
  await ready;
  return {
    async run() {
      const result = nextMessage(child);
      child.send("go");
      const message = await result;
      if (message.kind !== "result") throw new Error("the load generator answered out of turn");
      return message;
    },
  };
}

function nextMessage(child: ChildProcess): Promise<LoadMessage> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`the load generator ended with code ${code}`));
    child.once("exit", onExit);
    child.once("message", (message: LoadMessage) => {
      child.off("exit", onExit);
      if (message.kind === "failed") reject(new Error(`the load generator failed: ${message.reason}`));
      else resolve(message);
    });
  });
}
