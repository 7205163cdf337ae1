import type { MessagePort } from "node:worker_threads";
import type { ResponseQuery } from "cosmjs-types/tendermint/abci/types";
import { createEchoin } from "../abci/app/echoin.js";
import { createLogger } from "../abci/app/json-logger.js";
import type { Logger } from "../abci/app/logger.js";
import { SharedSenders } from "../abci/app/signatures/senders.js";
import { QueryExecutor } from "../abci/app/query.js";
import { type PendingValues, Simulator } from "../abci/app/simulate.js";
import { openReader, type StoreReader } from "../abci/store/reader.js";
import type { StoreKey, VersionReader } from "../abci/store/types.js";
import { allowUnsigned, noteSenders } from "../modules/evm/transaction.js";
import { CommittedHeights, SharedHeight } from "./committed.js";
import type { ApiConfig } from "./config.js";
import { withDeadlines } from "./deadline.js";
import { unpackBlock, unpackChecks } from "./packed.js";
import type { FromWorker, ThreadData, ToWorker } from "./protocol.js";
import { QueueChain } from "./queue/chain.js";
import { type ApiServers, serveApi } from "./serve.js";
import { readError, StoreState, versionsOf } from "./state.js";
import type { QueryBackend } from "./types.js";

/**
 * Runs the API behind a port to the consensus thread: opens the store for reading, serves, and answers what comes over
 * the port until it says to close. A start that fails is told over the port too.
 */
export async function runThread(port: MessagePort, { config, height, senders }: ThreadData): Promise<void> {
  const logger = createLogger(config.log).child({ part: "api" });
  const tell = (message: FromWorker): void => port.postMessage(message);
  const pending = new PendingCalls((id, keys) => tell({ kind: "pending", id, keys }));
  noteSenders(new SharedSenders(senders));
  let store: StoreReader | undefined;
  try {
    store = await openReader(config.storeFile);
    const servers = await serve({
      store,
      heights: new CommittedHeights(store, new SharedHeight(height)),
      config,
      pending: pending.ask,
      logger,
    });
    port.on("message", (message: ToWorker) => {
      if (message.kind === "pending") pending.settle(message.id, message.values);
      else if (message.kind === "close") void end(servers, store as StoreReader).then(() => port.close());
      else receive(servers, message, tell);
    });
    tell({ kind: "open", ports: servers.ports });
  } catch (error) {
    await store?.close();
    tell({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    port.close();
  }
}

function receive(
  servers: ApiServers,
  message: Exclude<ToWorker, { kind: "pending" | "close" }>,
  tell: (message: FromWorker) => void,
): void {
  switch (message.kind) {
    case "query":
      void servers.abci
        .answer(message.query)
        .then((response) => tell({ kind: "answer", id: message.id, response: ownBytes(response) }));
      break;
    case "version":
      servers.metrics.committed(message.height);
      servers.queue?.onHeight(message.height);
      break;
    case "sample":
      servers.metrics.sample(message.sample);
      break;
    case "ethereum-block":
      void servers.ethereum?.append(unpackBlock(message.block)).then(() => tell({ kind: "indexed" }));
      break;
    case "ethereum-checks":
      servers.ethereum?.note(unpackChecks(message.checks));
      break;
    case "ping":
      tell({ kind: "pong" });
  }
}

async function end(servers: ApiServers, store: StoreReader): Promise<void> {
  await servers.close();
  await store.close();
}

/** With memory of its own: encoded bytes share theirs with others', and a port would copy all of it. */
function ownBytes(response: ResponseQuery): ResponseQuery {
  const own = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);
  const { proofOps, ...rest } = response;
  const copied = { ...rest, key: own(rest.key), value: own(rest.value) };
  if (proofOps === undefined) return copied;
  return {
    ...copied,
    proofOps: { ops: proofOps.ops.map(({ type, key, data }) => ({ type, key: own(key), data: own(data) })) },
  };
}

interface Parts {
  readonly store: StoreReader;
  readonly heights: CommittedHeights;
  readonly config: ApiConfig;
  readonly pending: PendingValues;
  readonly logger: Logger;
}

function serve({ store, heights, config, pending, logger }: Parts): Promise<ApiServers> {
  const dev = config.ethereum?.dev;
  if (dev !== undefined) allowUnsigned();
  const chain = createEchoin({ unlimitedCode: dev?.unlimitedCode === true });
  const versions = withDeadlines(versionsOf(store, heights));
  const latest = async (): Promise<VersionReader> => versions.at(await heights.latest());
  const simulator = new Simulator(chain, latest, pending, logger);
  return serveApi({
    config,
    backend: (services) =>
      withStoreErrors(new QueryExecutor(chain, versions, { services, gas: config.queries.gas }), store),
    state: new StoreState(store, heights),
    simulate: (txBytes) => simulator.simulate(txBytes),
    handles: (typeUrl) => chain.router.handles(typeUrl),
    ethereum: { echoin: chain, versions, pending, rolledBack: () => store.reset() },
    queueChain: new QueueChain(chain, versions, logger),
    logger,
  });
}

/** A version may be pruned while a query walks it. */
function withStoreErrors(executor: QueryExecutor, store: StoreReader): QueryBackend {
  return {
    paths: executor.paths,
    has: (path) => executor.has(path),
    async execute(path, request, height) {
      try {
        return await executor.execute(path, request, height);
      } catch (error) {
        throw await readError(store, height === 0n ? await store.latestVersion() : height, error);
      }
    },
  };
}

/** Questions to the consensus thread, by number. */
class PendingCalls {
  private readonly waiting = new Map<number, (values: readonly (Uint8Array | undefined)[]) => void>();
  private nextId = 0;

  constructor(private readonly send: (id: number, keys: readonly StoreKey[]) => void) {}

  readonly ask: PendingValues = (keys) =>
    new Promise((resolve) => {
      const id = ++this.nextId;
      this.waiting.set(id, resolve);
      this.send(id, keys);
    });

  settle(id: number, values: readonly (Uint8Array | undefined)[]): void {
    this.waiting.get(id)?.(values);
    this.waiting.delete(id);
  }
}
