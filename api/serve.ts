import type { Logger } from "../abci/app/logger.js";
import type { ServiceBinding } from "../abci/state/module.js";
import { AbciQueries } from "./abci-query.js";
import { CometClient } from "./comet/client.js";
import type { ApiConfig } from "./config.js";
import { type EthereumApi, type EthereumState, startEthereum } from "./ethereum/start.js";
import { servicesOf, startGrpc } from "./grpc/server.js";
import { Metrics } from "./metrics.js";
import { startMetrics } from "./metrics-server.js";
import type { OpenPorts } from "./protocol.js";
import type { IntakeChain } from "./queue/intake.js";
import { type RunningQueue, startQueue } from "./queue/start.js";
import { Readiness } from "./readiness.js";
import { Reads } from "./reads.js";
import { startRest } from "./rest/server.js";
import { nodeServices } from "./services/all.js";
import type { QueryBackend, RawState, Simulate } from "./types.js";

export interface ServeParts {
  readonly config: Omit<ApiConfig, "storeFile" | "log">;
  /** Makes the backend, with the services of the node itself mounted beside those of the modules. */
  readonly backend: (services: readonly ServiceBinding[]) => QueryBackend;
  readonly state: RawState;
  readonly simulate: Simulate;
  /** Whether a message of this type can be executed. */
  readonly handles: (typeUrl: string) => boolean;
  readonly ethereum: EthereumState;
  readonly queueChain: IntakeChain;
  readonly logger: Logger;
}

/** Everything that answers clients, in one thread. */
export interface ApiServers {
  readonly ports: OpenPorts;
  readonly metrics: Metrics;
  readonly abci: AbciQueries;
  /** Undefined when it is not served. */
  readonly ethereum: EthereumApi | undefined;
  /** Undefined when none is kept. */
  readonly queue: RunningQueue | undefined;
  close(): Promise<void>;
}

/** Starts what the configuration asks for. @throws Error naming the address that is taken; nothing stays open then */
export async function serveApi(parts: ServeParts): Promise<ApiServers> {
  const { config, state, simulate, logger } = parts;
  const comet = new CometClient({ url: config.cometRpc, timeoutMs: config.queries.timeoutMs });
  const metrics = new Metrics();
  const { queue: kept } = config;
  const queue = kept && (await startQueue({ config: kept, comet, chain: parts.queueChain, metrics, logger }));
  const open: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const server of open.splice(0)) await server.close();
    await queue?.close();
  };
  const start = async <T extends { close(): Promise<void> }>(server: Promise<T>): Promise<T> => {
    const started = await server;
    open.push(started);
    return started;
  };
  // The services and the queries need each other: blocks answer ABCIQuery, and abci_query answers for blocks.
  const late: { abci?: AbciQueries } = {};
  const backend = parts.backend(
    nodeServices({
      comet,
      simulate,
      queue,
      state,
      node: config.node,
      handles: parts.handles,
      paths: () => backend.paths,
      abciQuery: (query) => (late.abci as AbciQueries).answer(query),
    }),
  );
  const reads = new Reads({ backend, limits: config.queries, observer: metrics, logger });
  const abci = (late.abci = new AbciQueries({ reads, state, simulate, version: config.node.version }));
  metrics.watch({
    queriesRunning: () => reads.running,
    queriesWaiting: () => reads.waiting,
    earliestHeight: () => state.earliestHeight(),
  });
  const health = new Readiness({
    comet,
    state,
    services: servicesOf(backend.paths),
    maxAgeSeconds: config.node.readyMaxAgeSeconds,
  });
  try {
    const rest =
      config.rest &&
      (await start(startRest({ config: config.rest, reads, health, version: config.node.version, logger }))).port;
    const grpc = config.grpc && (await start(startGrpc({ config: config.grpc, reads, health, logger }))).port;
    const metricsPort =
      config.metrics && (await start(startMetrics({ config: config.metrics, metrics, health, logger }))).port;
    const ethereum =
      config.ethereum &&
      (await start(
        startEthereum({
          ...parts.ethereum,
          config: config.ethereum,
          node: config.node,
          kept: queue?.ethereum,
          ...{ reads, comet, logger },
        }),
      ));
    const ports = { rest, grpc, metrics: metricsPort, ethereum: ethereum?.port };
    return { ports, metrics, abci, ethereum, queue, close };
  } catch (error) {
    await close();
    throw error;
  }
}
