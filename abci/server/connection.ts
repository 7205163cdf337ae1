import type { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { DecodeError } from "../../proto/reader.js";
import type { Logger } from "../app/logger.js";
import { type Caller, type Dispatcher, FatalError } from "./dispatcher.js";
import { FrameError, FrameParser } from "./frames.js";
import type { AbciLimits } from "./limits.js";
import { Outbox } from "./outbox.js";
import { ECHO, encodeEcho, encodeException, EXCEPTION, openEnvelope, readEcho } from "./requests.js";

const noBytes = new Uint8Array(0);

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
  /** What arrived and is not parsed yet. */
  readonly #chunks: Uint8Array[] = [];
  #queuedBytes = 0;
  readonly #parser: FrameParser;
  readonly #outbox: Outbox;
  #work: Promise<void> | undefined;
  #wake: (() => void) | undefined;

  constructor(private readonly parts: ConnectionParts) {
    const { socket, limits } = parts;
    this.#parser = new FrameParser(limits.maxFrameBytes);
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
    this.#chunks.push(chunk);
    this.#queuedBytes += chunk.length;
    if (this.#queuedBytes > limits.maxQueuedBytes || this.#chunks.length > limits.maxQueuedChunks) socket.pause();
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
    const { pendingBytes } = this.#parser;
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
    for (let chunk = this.#takeChunk(); chunk !== undefined; chunk = this.#takeChunk()) {
      this.#parser.push(chunk);
      for (let frame = this.#parser.next(); frame !== undefined; frame = this.#parser.next()) {
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
  }

  #takeChunk(): Uint8Array | undefined {
    const { limits, socket } = this.parts;
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return undefined;
    this.#queuedBytes -= chunk.length;
    const half = this.#queuedBytes < limits.maxQueuedBytes / 2 && this.#chunks.length < limits.maxQueuedChunks / 2;
    if (half && socket.isPaused()) socket.resume();
    return chunk;
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
