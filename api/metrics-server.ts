import { createServer, type Server } from "node:http";
import type { Logger } from "../abci/app/logger.js";
import { formatListen, type MetricsConfig } from "./config.js";
import type { Health } from "./grpc/health.js";
import { listenError } from "./grpc/server.js";
import type { Metrics } from "./metrics.js";

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves /metrics for Prometheus, and /health and /ready, on a port of their own. @throws Error when the address is taken */
export async function startMetrics(parts: {
  readonly config: MetricsConfig;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly logger: Logger;
}): Promise<MetricsServer> {
  const { config, logger } = parts;
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    page(parts, request.url ?? "").then(
      ({ status, type, body }) => response.writeHead(status, { "content-type": type }).end(body),
      (error: unknown) => {
        logger.error("metrics failed", { error: error instanceof Error ? error.stack : String(error) });
        response.writeHead(500).end();
      },
    );
  });
  server.maxConnections = 64;
  server.setTimeout(30_000, (socket) => socket.destroy());
  const port = await listen(server, config);
  logger.info("metrics are open", { address: formatListen({ ...config.listen, port }) });
  return {
    port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

async function page({ metrics, health }: { metrics: Metrics; health: Health }, url: string): Promise<Page> {
  const json = (status: number, value: unknown): Page => ({
    status,
    type: "application/json",
    body: JSON.stringify(value),
  });
  switch (url.split("?")[0]) {
    case "/metrics":
      return { status: 200, type: metrics.registry.contentType, body: await metrics.registry.metrics() };
    case "/health":
      return json(200, { status: "alive" });
    case "/ready": {
      const reason = await health.ready();
      return reason === undefined ? json(200, { status: "ready" }) : json(503, { status: "not ready", reason });
    }
    default:
      return json(404, { status: "not found", pages: ["/metrics", "/health", "/ready"] });
  }
}

async function listen(server: Server, { listen: { host, port } }: MetricsConfig): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(listenError("telemetry.address", { host, port }, error)),
    );
    server.listen({ host, port }, resolve);
  });
  const bound = server.address();
  return typeof bound === "object" && bound !== null ? bound.port : port;
}
