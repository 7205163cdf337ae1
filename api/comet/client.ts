import { Agent, type IncomingMessage, request as httpRequest } from "node:http";
import { Agent as TlsAgent, request as httpsRequest } from "node:https";
import { RpcError } from "../status.js";

/** CometBFT refused a call, in its words. */
export class CometError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
    this.name = "CometError";
  }
}

export interface CometOptions {
  /** `http://`, `https://` or `tcp://` with host and port. */
  readonly url: string;
  readonly timeoutMs?: number;
  /** Longest answer that is read. */
  readonly maxBytes?: number;
}

type Params = Readonly<Record<string, unknown>>;

/** What CometBFT answers to one call. */
interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly code?: number; readonly message?: string; readonly data?: string };
}

/** Idle connections that are kept for the next calls, and for how long: CometBFT ends them after ten seconds. */
const IDLE_CONNECTIONS = 128;
const IDLE_MS = 5000;

/** CometBFT's JSON-RPC over HTTP. */
export class CometClient {
  private readonly url: URL;
  private readonly timeoutMs: number;
  private readonly maxBytes: number;
  private readonly agent: Agent;

  constructor({ url, timeoutMs = 10_000, maxBytes = 256 * 1024 * 1024 }: CometOptions) {
    // An operator may have CometBFT listen on every interface; that is no address to call.
    this.url = new URL(
      url.replace(/^tcp:/, "http:").replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:"),
    );
    this.timeoutMs = timeoutMs;
    this.maxBytes = maxBytes;
    const kept = { keepAlive: true, maxFreeSockets: IDLE_CONNECTIONS, timeout: IDLE_MS };
    this.agent = this.url.protocol === "https:" ? new TlsAgent(kept) : new Agent(kept);
  }

  /** The result of one call. @throws CometError when CometBFT refuses, RpcError UNAVAILABLE when it does not answer */
  async call<T>(method: string, params: Params = {}): Promise<T> {
    const answer = await this.post(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
    return this.resultOf(answer as Answer) as T;
  }

  /**
   * Makes several calls of a method in one request: an answer for each, in order. `undefined` when CometBFT takes fewer
   * calls in a request than these. @throws RpcError UNAVAILABLE when it does not answer
   */
  async callAll<T>(method: string, all: readonly Params[]): Promise<(T | CometError)[] | undefined> {
    const requests = all.map((params, id) => ({ jsonrpc: "2.0", id, method, params }));
    const answers = await this.post(JSON.stringify(requests));
    if (!Array.isArray(answers)) return undefined;
    const byId = new Map((answers as Answer[]).map((answer) => [answer.id, answer]));
    return all.map((_, id) => {
      try {
        return this.resultOf(byId.get(id) ?? {}) as T;
      } catch (error) {
        if (error instanceof CometError) return error;
        throw error;
      }
    });
  }

  private resultOf({ error, result }: Answer): unknown {
    if (error !== undefined) {
      const { code = 0, message = "", data = "" } = error;
      throw new CometError(code, data === "" ? message : data);
    }
    if (result === undefined) throw this.unavailable("its answer is not that of a CometBFT node");
    return result;
  }

  private async post(body: string): Promise<unknown> {
    try {
      return JSON.parse(await this.exchange(body)) as unknown;
    } catch (error) {
      if (error instanceof RpcError) throw error;
      throw this.unavailable(error instanceof SyntaxError ? "its answer is no JSON" : reasonOf(error));
    }
  }

  /**
   * Sends one request and reads its answer. By node's own client: `fetch`, with its streams and signals, took most of the
   * time that handing over a transaction took.
   */
  private exchange(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const send = this.url.protocol === "https:" ? httpsRequest : httpRequest;
      const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
      const asked = send(this.url, { method: "POST", agent: this.agent, headers }, (response) => {
        read(response, this.maxBytes)
          .then(resolve, reject)
          .finally(() => clearTimeout(timer));
      });
      const timer = setTimeout(() => asked.destroy(new Error("no answer in time")), this.timeoutMs);
      asked.on("error", (error) => {
        clearTimeout(timer);
        reject(error);
      });
      asked.end(body);
    });
  }

  private unavailable(reason: string): RpcError {
    const url = this.url.href.replace(/\/$/, "");
    return new RpcError("UNAVAILABLE", `CometBFT cannot be asked (${url}): ${reason}`);
  }
}

function read(response: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    response.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) {
        reject(new RpcError("RESOURCE_EXHAUSTED", `CometBFT's answer is longer than ${maxBytes} bytes`));
        response.destroy();
      } else chunks.push(chunk);
    });
    response.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    response.on("error", reject);
  });
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? String(error);
}
