import { chmodSync, unlinkSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { Logger } from "../app/logger.js";
import { formatListenAddress, type ListenAddress, parseListenAddress } from "./address.js";
import type { AbciApplication, ChecksAhead } from "./application.js";
import { Connection } from "./connection.js";
import { Dispatcher } from "./dispatcher.js";
import { type AbciLimits, defaultLimits } from "./limits.js";

export interface AbciServerOptions {
  /** `tcp://127.0.0.1:26658` (port 0 takes a free one) or `unix:///path`. */
  readonly address: string;
  readonly application: AbciApplication & Partial<ChecksAhead>;
  readonly logger: Logger;
  readonly limits?: Partial<AbciLimits>;
  /** A consensus call failed: called once, when the exception has left; the process is to end with what the error says. */
  readonly onFatal: (error: Error) => void;
}

export interface AbciServer {
  /** Starts to listen. @throws Error that says who holds the address, when it is taken */
  listen(): Promise<void>;
  /** Stops listening, drops the connections, and waits for the handlers that run. */
  close(): Promise<void>;
  /** The address that listens, for CometBFT's `proxy_app`; its port is the true one after `listen`. */
  readonly address: string;
  /** Connections open now. */
  readonly connections: number;
}

/**
 * An ABCI 2.0 socket server for `application`; see AbciApplication for how its methods are called.
 * @throws RangeError when the address is malformed
 */
export function createAbciServer(options: AbciServerOptions): AbciServer {
  return new SocketServer(options);
}

class SocketServer implements AbciServer {
  readonly #options: AbciServerOptions;
  readonly #limits: AbciLimits;
  readonly #dispatcher: Dispatcher;
  readonly #server: Server;
  readonly #sockets = new Map<Socket, Connection>();
  #address: ListenAddress;
  #opened = 0;

  constructor(options: AbciServerOptions) {
    this.#options = options;
    this.#address = parseListenAddress(options.address);
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#dispatcher = new Dispatcher(options.application, options.logger);
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
  }

  get address(): string {
    return formatListenAddress(this.#address);
  }

  get connections(): number {
    return this.#sockets.size;
  }

  async listen(): Promise<void> {
    const address = this.#address;
    if (address.kind === "unix") await removeStaleSocket(address.path);
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(this.address, error)));
      this.#server.listen(address, resolve);
    });
    if (address.kind === "unix") chmodSync(address.path, 0o600);
    const bound = this.#server.address();
    if (address.kind === "tcp" && bound !== null && typeof bound === "object")
      this.#address = { ...address, port: bound.port };
    this.#server.on("error", (error) => this.#options.logger.error("ABCI server", { error }));
    this.#options.logger.info("waiting for CometBFT", { abci: this.address });
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const connections = [...this.#sockets.values()];
    for (const socket of this.#sockets.keys()) socket.destroy();
    for (const connection of connections) await connection.idle();
    await closed;
  }

  #accept(socket: Socket): void {
    const { logger, onFatal } = this.#options;
    const { maxConnections } = this.#limits;
    if (this.#sockets.size >= maxConnections) {
      logger.error("refusing an ABCI connection", { reason: `${maxConnections} are open, the most that are allowed` });
      socket.destroy();
      return;
    }
    const connection = new Connection({
      socket,
      dispatcher: this.#dispatcher,
      limits: this.#limits,
      logger: logger.child({ connection: ++this.#opened }),
      onFatal,
    });
    this.#sockets.set(socket, connection);
    socket.once("close", () => this.#sockets.delete(socket));
  }
}

function listenError(address: string, error: NodeJS.ErrnoException): Error {
  if (error.code === "EADDRINUSE")
    return new Error(
      `ABCI address ${address} is in use: another node runs on it, or choose another address for this one`,
      { cause: error },
    );
  if (error.code === "EACCES")
    return new Error(`ABCI address ${address} is not allowed to this user: choose another one`, { cause: error });
  return new Error(`cannot listen on ABCI address ${address}: ${error.message}`, { cause: error });
}

/** Removes the socket file that a process left which ended without closing; one that answers is left alone. */
async function removeStaleSocket(path: string): Promise<void> {
  const stale = await new Promise<boolean>((resolve) => {
    const probe = connect(path);
    probe.once("connect", () => {
      probe.destroy();
      resolve(false);
    });
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ECONNREFUSED"));
  });
  if (stale) unlinkSync(path);
}
