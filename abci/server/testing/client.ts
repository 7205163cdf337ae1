import { once } from "node:events";
import { connect, type Socket } from "node:net";
import * as abci from "cosmjs-types/tendermint/abci/types";
import { decodeMessage } from "../../../proto/reader.js";
import { encodeDelimited } from "../../../proto/writer.js";
import { parseListenAddress } from "../address.js";
import { FrameParser } from "../frames.js";

/** The bytes of one request, framed. */
export function frameOf(request: abci.Request): Uint8Array {
  return encodeDelimited(abci.Request, request);
}

/** A raw ABCI client: sends bytes as they are told, and collects the responses in their order. */
export class TestClient {
  readonly responses: abci.Response[] = [];
  closed = false;
  readonly #waiting: (() => void)[] = [];

  private constructor(readonly socket: Socket) {
    const parser = new FrameParser(1 << 30);
    socket.on("data", (chunk: Uint8Array) => {
      parser.push(chunk);
      for (let frame = parser.next(); frame !== undefined; frame = parser.next())
        this.responses.push(decodeMessage(abci.Response, frame));
      this.#wake();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      this.closed = true;
      this.#wake();
    });
  }

  static async connect(address: string): Promise<TestClient> {
    const socket = connect(parseListenAddress(address));
    const client = new TestClient(socket);
    await once(socket, "connect");
    socket.setNoDelay(true);
    return client;
  }

  /** Sends bytes and resolves when the system has taken them. */
  async write(bytes: Uint8Array): Promise<void> {
    await new Promise<void>((resolve) => this.socket.write(bytes, () => resolve()));
  }

  /** Sends a request and a Flush, and gives the response to the request. */
  async ask(request: abci.Request): Promise<abci.Response> {
    const index = this.responses.length;
    await this.write(Buffer.concat([frameOf(request), frameOf({ flush: {} })]));
    await this.received(index + 2);
    return this.responses[index] as abci.Response;
  }

  /** Resolves when `count` responses in all have come. @throws Error when the connection closes before */
  async received(count: number): Promise<void> {
    while (this.responses.length < count) {
      if (this.closed) throw new Error(`closed after ${this.responses.length} of ${count} responses`);
      await this.#event();
    }
  }

  async ended(): Promise<void> {
    while (!this.closed) await this.#event();
  }

  close(): void {
    this.socket.destroy();
  }

  #event(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
