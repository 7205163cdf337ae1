// A worker that keeps to the protocol and does what the query's path says.
import { parentPort, workerData } from "node:worker_threads";

const none = new Uint8Array(0);
const seen = [];
parentPort.on("message", (message) => {
  if (message.kind === "close") process.exit(0);
  if (message.kind === "ping") parentPort.postMessage({ kind: "pong" });
  if (message.kind === "version" || message.kind === "sample") seen.push(message);
  if (message.kind === "pending")
    answer(message.id, JSON.stringify(message.values.map((value) => value && [...value])));
  if (message.kind !== "query") return;
  switch (message.query.path) {
    case "/echo":
      return answer(message.id, Buffer.from(message.query.data).toString());
    case "/seen":
      return answer(message.id, JSON.stringify(seen.map(({ kind }) => kind)));
    case "/height":
      return answer(message.id, String(new BigInt64Array(workerData.height)[0]));
    case "/fill": {
      const kept = [];
      for (;;) kept.push(new Array(1_000_000).fill(kept.length));
    }
    case "/pending":
      return parentPort.postMessage({
        kind: "pending",
        id: message.id,
        keys: [
          { store: "acc", key: "a" },
          { store: "acc", key: "b" },
        ],
      });
    case "/die":
      return process.exit(3);
    case "/throw":
      throw new Error("a fault nobody expected");
    case "/hang":
      for (;;);
  }
});

function answer(id, log) {
  parentPort.postMessage({
    kind: "answer",
    id,
    response: { code: 0, codespace: "", log, info: "", index: 0n, key: none, value: none, height: 1n },
  });
}
parentPort.postMessage({ kind: "open", ports: { rest: 1, grpc: 2, metrics: 3 } });
