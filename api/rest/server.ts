import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Logger } from "../../abci/app/logger.js";
import { toJson } from "../../proto/json.js";
import { serviceMethods } from "../../proto/registry.js";
import { formatListen, type RestConfig } from "../config.js";
import type { Health } from "../grpc/health.js";
import { HEIGHT_HEADER, listenError, servicesOf } from "../grpc/server.js";
import { docsPage, openApiDocument } from "../openapi/serve.js";
import { parseHints, QUEUE_HEADER } from "../hints.js";
import { parseHeight, type Reads } from "../reads.js";
import { RpcError, rpcErrorOf } from "../status.js";
import { allowOrigin, checkHost } from "./access.js";
import { pathParts, requestBytes } from "./request.js";
import { Routes } from "./template.js";
import { UnsentBodies } from "./unsent.js";

export interface RestParts {
  readonly config: RestConfig;
  readonly reads: Reads;
  readonly health: Health;
  readonly version: string;
  readonly logger: Logger;
}

export interface RestServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Longest request line and headers together. */
const MAX_HEADER_BYTES = 16 * 1024;

/** Starts REST: grpc-gateway's paths, JSON and errors over the backend's methods. @throws Error when the address is taken */
export async function startRest(parts: RestParts): Promise<RestServer> {
  const { config, logger } = parts;
  const app = createApp(config);
  const unsent = new UnsentBodies(config.maxUnsentBytes, config.writeTimeoutMs);
  app.addHook("onRequest", async (request, reply) => {
    checkHost(config, request);
    if (allowOrigin(config, request, reply)) return reply;
    unsent.requireRoom();
  });
  app.addHook("onSend", async (_request, reply, payload) => {
    unsent.track(reply.raw, typeof payload === "string" || Buffer.isBuffer(payload) ? payload.length : 0);
  });
  app.setErrorHandler((error, _request, reply) => sendError(reply, asRpcError(error), logger));
  addPages(app, parts);
  const routes = new Routes(
    servicesOf(parts.reads.paths)
      .flatMap(serviceMethods)
      .filter(({ path }) => parts.reads.has(path)),
  );
  app.setNotFoundHandler((request, reply) => call(parts.reads, routes, request, reply));
  const server = app.server;
  server.maxConnections = config.maxConnections;
  const port = await listen(app, config);
  logger.info("REST is open", { address: formatListen({ ...config.listen, port }), paths: routes.all.length });
  return { port, close: () => app.close() };
}

function createApp(config: RestConfig): FastifyInstance {
  const app = Fastify({
    bodyLimit: config.maxBodyBytes,
    requestTimeout: config.readTimeoutMs,
    keepAliveTimeout: 60_000,
    forceCloseConnections: true,
    logger: false,
    // Bodies stay text: they are JSON of protobuf messages, whatever their content type says.
    exposeHeadRoutes: false,
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: config.readTimeoutMs,
      requestTimeout: config.readTimeoutMs,
      connectionsCheckingInterval: Math.min(1000, config.readTimeoutMs),
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  return app;
}

/** Every path that is no page of its own is a method's, or nobody's. */
async function call(reads: Reads, routes: Routes, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const [pathname = "", search = ""] = splitOnce(request.url, "?");
  const found = routes.find(request.method, pathParts(pathname));
  if (found === undefined) throw new RpcError("UNIMPLEMENTED", "Not Implemented");
  const { method } = found.route;
  const body = typeof request.body === "string" ? request.body : undefined;
  const bytes = requestBytes(found.route, found.values, search, body);
  const height = parseHeight(header(request, HEIGHT_HEADER) ?? header(request, `grpc-metadata-${HEIGHT_HEADER}`));
  const hints = parseHints(header(request, QUEUE_HEADER));
  const deadline = reads.newDeadline();
  reply.raw.once("close", () => deadline.cancel());
  const answer = await reads.run({ protocol: "rest", path: method.path, request: bytes, height, deadline, hints });
  const at = answer.height.toString();
  return reply
    .code(200)
    .header("content-type", "application/json")
    .header(HEIGHT_HEADER, at)
    .header(`grpc-metadata-${HEIGHT_HEADER}`, at)
    .send(Buffer.from(JSON.stringify(toJson(method.output.typeUrl, answer.value))));
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function splitOnce(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}

function addPages(app: FastifyInstance, { config, health, reads, version }: RestParts): void {
  app.get("/health", async () => ({ status: "alive" }));
  app.get("/ready", async (_request, reply) => {
    const reason = await health.ready();
    return reason === undefined ? { status: "ready" } : reply.code(503).send({ status: "not ready", reason });
  });
  if (!config.openapi) return;
  app.get("/openapi.json", async (_request, reply) =>
    reply.header("content-type", "application/json").send(openApiDocument(reads.paths, version)),
  );
  for (const path of ["/docs", "/docs/", "/swagger", "/swagger/"]) {
    app.get(path, async (_request, reply) =>
      reply
        .header("content-type", "text/html; charset=utf-8")
        .header(
          "content-security-policy",
          "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
        )
        .send(docsPage()),
    );
  }
}

/** Fastify's own errors (a body too large, a broken request) in the words of gRPC. */
function asRpcError(error: unknown): RpcError {
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (error instanceof RpcError || statusCode === undefined) return rpcErrorOf(error);
  if (statusCode === 413)
    return new RpcError("RESOURCE_EXHAUSTED", "the request's body is larger than this node takes");
  return new RpcError(statusCode < 500 ? "INVALID_ARGUMENT" : "INTERNAL", message ?? "malformed request");
}

function sendError(reply: FastifyReply, error: RpcError, logger: Logger): FastifyReply {
  if (error.status === "INTERNAL") logger.error("REST request failed", { error: error.message });
  return reply
    .code(error.httpStatus)
    .header("content-type", "application/json")
    .send(Buffer.from(JSON.stringify({ code: error.code, message: error.message, details: [] })));
}

async function listen(app: FastifyInstance, { listen: { host, port } }: RestConfig): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw listenError("api.address", { host, port }, error as NodeJS.ErrnoException);
  }
  const bound = app.server.address();
  return typeof bound === "object" && bound !== null ? bound.port : port;
}
