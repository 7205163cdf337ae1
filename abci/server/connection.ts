import type { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { DecodeError } from "../../proto/reader.js";
import type { Logger } from "../app/logger.js";
import { type Caller, type Dispatcher, FatalError } from "./dispatcher.js";
import { FrameError } from "./frames.js";
import type { AbciLimits } from "./limits.js";
import { Outbox } from "./outbox.js";
import { FrameQueue } from "./queue.js";
import {
  checkedTransaction,
  ECHO,
  encodeEcho,
  encodeException,
  EXCEPTION,
  openEnvelope,
  readEcho,
} from "./requests.js";

const noBytes = new Uint8Array(0);

/** How far ahead of the request at hand the application is told of transactions, and how many at once at least. */
export const AHEAD = 768;
export const TOLD_TOGETHER = 128;

export interface ConnectionParts {
  readonly socket: Socket;
  readonly dispatcher: Dispatcher;
  readonly limits: AbciLimits;
  readonly logger: Logger;
  /** Called once the exception is on its way. */
  readonly onFatal: (error: FatalError) => void;
}

/** One of CometBFT's connections: handles its requests one after the other, and answers them in order. */
export class Connection implements Caller {
  /** The other end will ask nothing more. */
  gone = false;
  readonly #queue: FrameQueue;
  /** Requests handled since the application was last told what comes. */
  #sinceTold = 0;
  readonly #outbox: Outbox;
  #work: Promise<void> | undefined;
  #wake: (() => void) | undefined;

  constructor(private readonly parts: ConnectionParts) {
    const { socket, limits } = parts;
    this.#queue = new FrameQueue(limits.maxFrameBytes);
    this.#outbox = new Outbox(socket);
    socket.on("data", (chunk: Uint8Array) => this.#onData(chunk));
    socket.on("drain", () => this.#wake?.());
    socket.on("end", () => this.#onEnd());
    socket.on("error", (error) => parts.logger.debug("ABCI connection broke", { error: error.message }));
    socket.on("close", () => {
      this.gone = true;
      this.#wake?.();
    });
  }

  /** Resolves when no handler runs for this connection. */
  async idle(): Promise<void> {
    await this.#work;
  }

  #onData(chunk: Uint8Array): void {
    const { limits, socket } = this.parts;
    this.#queue.push(chunk);
    if (this.#queue.bytes > limits.maxQueuedBytes || this.#queue.length > limits.maxQueuedFrames) socket.pause();
    this.#lookAhead();
    this.#start();
  }

  #onEnd(): void {
    this.gone = true;
    if (this.#work === undefined) this.#finish();
  }

  #start(): void {
    this.#work ??= this.#handleAll().finally(() => {
      this.#work = undefined;
      if (this.gone) this.#finish();
    });
  }

  /** The other end has said all it had to say, and everything is answered. */
  #finish(): void {
    const { socket, logger } = this.parts;
    const { pendingBytes } = this.#queue;
    if (pendingBytes > 0 && !socket.destroyed)
      logger.warn("ABCI connection ended within a frame", { bytesOfFrame: pendingBytes });
    this.#outbox.flush();
    socket.end();
  }

  async #handleAll(): Promise<void> {
    const { socket, logger } = this.parts;
    try {
      await this.#handleQueued();
      this.#outbox.flush();
    } catch (error) {
      if (error instanceof FatalError) return this.#halt(error);
      const expected = error instanceof FrameError || error instanceof DecodeError || error instanceof RangeError;
      const reason = error instanceof Error ? error.message : String(error);
      logger.error("closing an ABCI connection", expected ? { reason } : { reason, error });
      socket.destroy();
    }
  }

  async #handleQueued(): Promise<void> {
    const { dispatcher, limits, socket } = this.parts;
    let turnStart = performance.now();
    for (let frame = this.#takeFrame(); frame !== undefined; frame = this.#takeFrame()) {
      if (dispatcher.halted || socket.destroyed) return;
      await this.#handle(frame);
      if (this.#outbox.unsentBytes > limits.maxUnsentBytes) await this.#drained();
      if (performance.now() - turnStart < limits.turnMillis) continue;
      // Handlers that find everything in memory would never let the other connections be read.
      this.#outbox.flush();
      await nextTurn();
      turnStart = performance.now();
    }
  }

  #takeFrame(): Uint8Array | undefined {
    const { limits, socket } = this.parts;
    if (++this.#sinceTold >= TOLD_TOGETHER) this.#lookAhead();
    const frame = this.#queue.shift();
    const half = this.#queue.bytes < limits.maxQueuedBytes / 2 && this.#queue.length < limits.maxQueuedFrames / 2;
    if (half && socket.isPaused()) socket.resume();
    return frame;
  }

  /** Tells the application which transactions come next, so that what they need is at hand when their turn comes. */
  #lookAhead(): void {
    const { dispatcher } = this.parts;
    this.#sinceTold = 0;
    if (!dispatcher.looksAhead) return;
    const txs: Uint8Array[] = [];
    for (const frame of this.#queue.ahead(AHEAD)) {
      const tx = checkedTransaction(frame);
      if (tx !== undefined) txs.push(tx);
    }
    if (txs.length > 0) dispatcher.expectChecks(txs);
  }

  async #handle(frame: Uint8Array): Promise<void> {
    const { field, kind, body } = openEnvelope(frame);
    if (kind !== undefined) {
      const answer = await this.parts.dispatcher.answer(kind, kind.decode(body), this);
      if (answer !== undefined) this.#outbox.append(field + 1, answer);
      return;
    }
    if (field === ECHO) return this.#outbox.append(field + 1, encodeEcho(readEcho(body)));
    this.#outbox.append(field + 1, noBytes);
    this.#outbox.flush();
  }

  /** Waits until the other end has taken what it was sent, or has gone. */
  async #drained(): Promise<void> {
    const { socket, limits } = this.parts;
    this.#outbox.flush();
    while (!socket.destroyed && socket.writableLength > limits.maxUnsentBytes / 2)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
  }

  #halt(error: FatalError): void {
    const { socket, logger, onFatal } = this.parts;
    logger.error("the application halts: " + error.message, { method: error.method, error: error.cause });
    this.#outbox.append(EXCEPTION, encodeException(error.message));
    this.#outbox.flush();
    let told = false;
    const tell = (): void => {
      if (told) return;
      told = true;
      clearTimeout(timer);
      onFatal(error);
    };
    const timer = setTimeout(tell, 1000);
    socket.once("close", tell);
    socket.end(tell);
  }
}
