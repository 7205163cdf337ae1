import { createServer, type Server as NetServer } from "node:net";
import {
  type handleUnaryCall,
  Metadata,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
} from "@grpc/grpc-js";
import type { Logger } from "../../abci/app/logger.js";
import { formatListen, type GrpcConfig } from "../config.js";
import { parseHints, QUEUE_HEADER } from "../hints.js";
import { parseHeight, type Reads } from "../reads.js";
import { RpcError, rpcErrorOf } from "../status.js";
import { healthMethods, healthService, type Health } from "./health.js";
import { reflectionServices, serveReflection } from "./reflection.js";
import { UnsentAnswers } from "./unsent.js";

/** The metadata and header that carries a height in requests and in answers, as in the Cosmos SDK. */
export const HEIGHT_HEADER = "x-cosmos-block-height";

export interface GrpcParts {
  readonly config: GrpcConfig;
  readonly reads: Reads;
  readonly health: Health;
  readonly logger: Logger;
}

export interface GrpcServer {
  readonly port: number;
  readonly connections: number;
  close(): Promise<void>;
}

/** Streams that one connection may have open at once. */
const MAX_STREAMS = 200;
/** What HTTP/2 may keep for one connection, in MB: headers and what waits to be sent. */
const MAX_SESSION_MEMORY_MB = 160;

/**
 * Serves every method of the backend over gRPC, on raw bytes, with reflection and health.
 * @throws Error when the address is taken
 */
export async function startGrpc({ config, reads, health, logger }: GrpcParts): Promise<GrpcServer> {
  const unsent = new UnsentAnswers(config);
  const server = new Server({
    "grpc.max_receive_message_length": config.maxRecvBytes,
    "grpc.max_send_message_length": config.maxSendBytes,
    "grpc.max_concurrent_streams": MAX_STREAMS,
    "grpc-node.max_session_memory": MAX_SESSION_MEMORY_MB,
    "grpc.keepalive_time_ms": 60_000,
    "grpc.keepalive_timeout_ms": 20_000,
    interceptors: [unsent.interceptor],
  });
  for (const path of reads.paths) server.register(path, unary(path, reads, unsent), same, same, "unary");
  const services = servicesOf(reads.paths);
  for (const name of reflectionServices) {
    const serve = serveReflection([...services, healthService, ...reflectionServices]);
    server.register(`/${name}/ServerReflectionInfo`, serve, same, same, "bidi");
  }
  for (const { path, type, handler } of healthMethods(health)) server.register(path, handler, same, same, type);

  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer({ noDelay: true }, (socket) => {
    socket.on("error", () => socket.destroy());
    unsent.add(socket);
    injector.injectConnection(socket);
  });
  listener.maxConnections = config.maxConnections;
  const port = await listen(listener, config);
  logger.info("gRPC is open", { address: formatListen({ ...config.listen, port }), methods: reads.paths.length });
  return {
    port,
    get connections() {
      return unsent.connections;
    },
    async close() {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      server.forceShutdown();
      injector.destroy();
      unsent.close();
      await closed;
    },
  };
}

const same = (bytes: Buffer): Buffer => bytes;

/** The full names of the services that some methods belong to. */
export const servicesOf = (paths: readonly string[]): string[] =>
  [...new Set(paths.map((path) => path.split("/")[1] ?? ""))].sort();

function unary(path: string, reads: Reads, unsent: UnsentAnswers): handleUnaryCall<Buffer, Buffer> {
  return (call, callback) => {
    answer(path, { reads, unsent }, call, callback).catch((error: unknown) => {
      const { code, message } = rpcErrorOf(error);
      callback({ code, details: message });
    });
  };
}

async function answer(
  path: string,
  { reads, unsent }: { reads: Reads; unsent: UnsentAnswers },
  call: ServerUnaryCall<Buffer, Buffer>,
  callback: sendUnaryData<Buffer>,
): Promise<void> {
  if (unsent.isFull(call.getPeer())) {
    throw new RpcError(
      "RESOURCE_EXHAUSTED",
      "this connection has not taken the answers that it was sent; read them first",
    );
  }
  const height = parseHeight(call.metadata.get(HEIGHT_HEADER)[0]?.toString());
  const hints = parseHints(call.metadata.get(QUEUE_HEADER)[0]?.toString());
  const deadline = reads.newDeadline();
  call.on("cancelled", () => deadline.cancel());
  const { value, height: at } = await reads.run({
    protocol: "grpc",
    path,
    request: call.request,
    height,
    deadline,
    hints,
  });
  const metadata = new Metadata();
  metadata.set(HEIGHT_HEADER, at.toString());
  call.sendMetadata(metadata);
  callback(null, Buffer.from(value.buffer, value.byteOffset, value.byteLength));
}

async function listen(server: NetServer, { listen: { host, port } }: GrpcConfig): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError("grpc.address", { host, port }, error)));
    server.listen({ host, port }, resolve);
  });
  const bound = server.address();
  return typeof bound === "object" && bound !== null ? bound.port : port;
}

/** Names the setting whose address cannot be listened on. */
export function listenError(
  setting: string,
  address: { host: string; port: number },
  error: NodeJS.ErrnoException,
): Error {
  const where = formatListen(address);
  const reason = error.code === "EADDRINUSE" ? "is in use by another program" : `cannot be used: ${error.message}`;
  return new Error(`${where} (${setting}) ${reason}`, { cause: error });
}
