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

/** CometBFT's JSON-RPC over HTTP. */
export class CometClient {
  private readonly url: string;
  private readonly timeoutMs: number;
  private readonly maxBytes: number;

  constructor({ url, timeoutMs = 10_000, maxBytes = 256 * 1024 * 1024 }: CometOptions) {
    // An operator may have CometBFT listen on every interface; that is no address to call.
    this.url = url.replace(/^tcp:/, "http:").replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
    this.timeoutMs = timeoutMs;
    this.maxBytes = maxBytes;
  }

  /** The result of one call. @throws CometError when CometBFT refuses, RpcError UNAVAILABLE when it does not answer */
  async call<T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const answer = (await this.post(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }))) as {
      result?: T;
      error?: { code?: number; message?: string; data?: string };
    };
    if (answer.error !== undefined) {
      const { code = 0, message = "", data = "" } = answer.error;
      throw new CometError(code, data === "" ? message : data);
    }
    if (answer.result === undefined) throw this.unavailable("its answer is not that of a CometBFT node");
    return answer.result;
  }

  private async post(body: string): Promise<unknown> {
    try {
      const response = await fetch(this.url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      return JSON.parse(await readBounded(response, this.maxBytes)) as unknown;
    } catch (error) {
      if (error instanceof RpcError) throw error;
      throw this.unavailable(error instanceof SyntaxError ? "its answer is no JSON" : reasonOf(error));
    }
  }

  private unavailable(reason: string): RpcError {
    return new RpcError("UNAVAILABLE", `CometBFT cannot be asked (${this.url}): ${reason}`);
  }
}

async function readBounded(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes)
      throw new RpcError("RESOURCE_EXHAUSTED", `CometBFT's answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** fetch keeps what went wrong in its cause. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as { name?: string; message?: string; cause?: { code?: string } };
  if (name === "TimeoutError") return "no answer in time";
  return cause?.code ?? message ?? String(error);
}
