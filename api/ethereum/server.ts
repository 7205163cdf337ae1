import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { Logger } from "../../abci/app/logger.js";
import { type EthereumConfig, formatListen } from "../config.js";
import { listenError } from "../grpc/server.js";
import { allowOrigin, checkHost } from "../rest/access.js";
import { UnsentBodies } from "../rest/unsent.js";
import { RpcError } from "../status.js";
import type { Dispatcher } from "./dispatch.js";
import type { Subscriptions } from "./subscriptions.js";

export interface EthereumServerParts {
  readonly config: EthereumConfig;
  readonly dispatcher: Dispatcher;
  readonly subscriptions: Subscriptions;
  readonly logger: Logger;
}

export interface EthereumServer {
  readonly port: number;
  close(): Promise<void>;
}

/** In which an answer over HTTP must have been taken. */
const WRITE_TIMEOUT_MS = 30_000;
const MAX_HEADER_BYTES = 16 * 1024;
/** Requests of one WebSocket connection that are under way at once; it is not read meanwhile. */
const MAX_UNDER_WAY = 64;
/** A connection that does not answer a ping until the next one is gone. */
const PING_MS = 30_000;

/** Starts JSON-RPC over HTTP and WebSocket on one port. @throws Error when the address is taken */
export async function startEthereumServer(parts: EthereumServerParts): Promise<EthereumServer> {
  const { config, logger } = parts;
  const app = createApp(parts);
  const sockets = acceptSockets(app, parts);
  app.server.maxConnections = config.maxConnections;
  const { host, port } = config.listen;
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw listenError("json-rpc.address", config.listen, error as NodeJS.ErrnoException);
  }
  const bound = app.server.address();
  const open = typeof bound === "object" && bound !== null ? bound.port : port;
  logger.info("Ethereum's JSON-RPC is open", { address: formatListen({ host, port: open }) });
  return {
    port: open,
    async close() {
      sockets.close();
      for (const socket of sockets.clients) socket.terminate();
      await app.close();
    },
  };
}

function createApp({ config, dispatcher }: EthereumServerParts): FastifyInstance {
  const app = Fastify({
    bodyLimit: config.maxBodyBytes,
    requestTimeout: config.readTimeoutMs,
    keepAliveTimeout: 60_000,
    forceCloseConnections: true,
    logger: false,
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: config.readTimeoutMs,
      requestTimeout: config.readTimeoutMs,
      connectionsCheckingInterval: Math.min(1000, config.readTimeoutMs),
    },
  });
  // Whatever the content type says: the body is JSON, or is told that it is none.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  const unsent = new UnsentBodies(config.maxUnsentBytes * 8, WRITE_TIMEOUT_MS);
  app.addHook("onRequest", async (request, reply) => {
    checkHost(config, request);
    if (allowOrigin(config, request, reply)) return reply;
    unsent.requireRoom();
  });
  app.addHook("onSend", async (_request, reply, payload) => {
    unsent.track(reply.raw, typeof payload === "string" ? payload.length : 0);
  });
  app.setErrorHandler((error, _request, reply) => refuse(reply, error));
  // Load balancers ask so whether anybody is there.
  app.get("/", async (_request, reply) => reply.code(200).send(""));
  app.post("/", async (request, reply) => {
    const answer = await dispatcher.answer(typeof request.body === "string" ? request.body : "");
    if (answer === undefined) return reply.code(200).send("");
    return reply.code(200).header("content-type", "application/json").send(answer);
  });
  return app;
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  const status = error instanceof RpcError ? error.httpStatus : (statusCode ?? 500);
  const words = status === 413 ? "content length too large" : status === 500 ? "internal error" : (message ?? "");
  return reply.code(status).header("content-type", "text/plain").send(words);
}

function acceptSockets(app: FastifyInstance, parts: EthereumServerParts): WebSocketServer {
  const { config } = parts;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: config.maxBodyBytes, perMessageDeflate: false });
  app.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!mayConnect(config, request)) {
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => serveSocket(opened, parts));
  });
  return sockets;
}

/** Pages are held to the same origins as over HTTP: browsers do not ask before they open a WebSocket. */
function mayConnect({ corsOrigins, allowedHosts }: EthereumConfig, { headers }: IncomingMessage): boolean {
  const { origin } = headers;
  if (origin !== undefined && !corsOrigins.includes("*") && !corsOrigins.includes(origin)) return false;
  const host = (headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  return allowedHosts.length === 0 || allowedHosts.includes(host);
}

function serveSocket(socket: WebSocket, { config, dispatcher, subscriptions }: EthereumServerParts): void {
  const send = (text: string): void => {
    // Nobody reads: what waits here must not grow.
    if (socket.bufferedAmount > config.maxUnsentBytes) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.send(text);
  };
  const { methods, end } = subscriptions.connect(send);
  let underWay = 0;
  let alive = true;
  const ping = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, PING_MS);
  socket.on("pong", () => (alive = true));
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    clearInterval(ping);
    end();
  });
  socket.on("message", (message: RawData) => {
    if (++underWay >= MAX_UNDER_WAY) socket.pause();
    const text = textOf(message);
    void dispatcher.answer(text, methods).then((answer) => {
      underWay--;
      if (socket.isPaused) socket.resume();
      if (answer !== undefined) send(answer);
    });
  });
}

function textOf(message: RawData): string {
  if (Array.isArray(message)) return Buffer.concat(message).toString("utf8");
  return (Buffer.isBuffer(message) ? message : Buffer.from(message)).toString("utf8");
}
