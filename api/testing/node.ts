import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { AbciQuery } from "../types.js";
import type { ResponseQuery } from "cosmjs-types/tendermint/abci/types";
import { type ApiConfig, defaultGrpc, defaultQueryLimits, defaultRest } from "../config.js";
import { SharedHeight } from "../committed.js";
import { SharedSenders } from "../../abci/app/signatures/senders.js";
import type { FromWorker, OpenPorts, ToWorker } from "../protocol.js";
import { runThread } from "../thread.js";

const loopback = { host: "127.0.0.1", port: 0 };

/** Settings of a node in tests: every server, on free ports. */
export function testConfig(storeFile: string, cometRpc: string, changes: Partial<ApiConfig> = {}): ApiConfig {
  return {
    storeFile,
    cometRpc,
    rest: { ...defaultRest, listen: loopback },
    grpc: { ...defaultGrpc, listen: loopback },
    metrics: { listen: loopback },
    queries: defaultQueryLimits,
    node: {
      version: "0.1.0",
      gitCommit: "abc",
      minimumGasPrices: "0.025aec",
      pruning: "default",
      pruningKeepRecent: "0",
      pruningInterval: "0",
      haltHeight: 0n,
      readyMaxAgeSeconds: 0,
    },
    log: { level: "silent", format: "json" },
    ...changes,
  };
}

/** The API without its thread: the same code behind the same port. */
export interface TestApi {
  readonly ports: OpenPorts;
  readonly rest: string;
  send(message: ToWorker): void;
  query(query: Partial<AbciQuery> & { readonly path: string }): Promise<ResponseQuery>;
  close(): Promise<void>;
}

export async function startTestApi(config: ApiConfig): Promise<TestApi> {
  const { port1, port2 } = new MessageChannel();
  const answers = new Map<number, (response: ResponseQuery) => void>();
  const opened = new Promise<OpenPorts>((resolve, reject) => {
    port1.on("message", (message: FromWorker) => {
      if (message.kind === "open") resolve(message.ports);
      else if (message.kind === "failed") reject(new Error(message.reason));
      else if (message.kind === "answer") answers.get(message.id)?.(message.response);
      else if (message.kind === "pending") {
        send(port1, { kind: "pending", id: message.id, values: message.keys.map(() => undefined) });
      }
    });
  });
  await runThread(port2, { config, height: new SharedHeight().memory, senders: new SharedSenders().memory });
  const ports = await opened;
  let nextId = 0;
  return {
    ports,
    rest: `http://127.0.0.1:${ports.rest}`,
    send: (message) => send(port1, message),
    query: ({ path, data = new Uint8Array(0), height = 0n, prove = false }) =>
      new Promise((resolve) => {
        const id = ++nextId;
        answers.set(id, resolve);
        send(port1, { kind: "query", id, query: { path, data, height, prove } });
      }),
    close: () =>
      new Promise<void>((resolve) => {
        port1.once("close", resolve);
        send(port1, { kind: "close" });
      }),
  };
}

const send = (port: MessagePort, message: ToWorker): void => port.postMessage(message);
