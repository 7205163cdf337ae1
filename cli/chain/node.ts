import { CliError, codeOf, messageOf, nameOf } from "../errors.js";
import type { Invocation } from "../invocation.js";

/** Most milliseconds to wait for a node's answer. */
export const TIMEOUT_MS = 30_000;

/** What a node answers to `abci_query`. */
export interface AbciAnswer {
  readonly value: Uint8Array;
  readonly height: bigint;
}

/** A node's application, whichever way it is asked. */
export interface Application {
  /** The answer of `/package.Service/Method` at a height (0n: the latest). @throws NodeError when it refuses */
  abciQuery(path: string, data: Uint8Array, height?: bigint): Promise<AbciAnswer>;
}

/** A node refused a call: its words, and CometBFT's details. */
export class NodeError extends CliError {
  constructor(
    readonly method: string,
    readonly details: string,
    readonly abciCode?: number,
  ) {
    super(`the node answers: ${details}`);
    this.name = "NodeError";
  }
}

/** CometBFT's JSON-RPC of one node, over HTTP. */
export class Node implements Application {
  readonly url: string;

  /** @param address tcp://, http:// or https:// with host and port, or host:port */
  constructor(address: string) {
    const url = address.replace(/^tcp:\/\//, "http://");
    this.url = /^https?:\/\//.test(url) ? url : `http://${url}`;
    if (!URL.canParse(this.url)) {
      throw new CliError(`"${address}" is not the address of a node`, { hint: "for example tcp://localhost:26657" });
    }
  }

  /** One call. @throws NodeError when the node refuses, CliError when it cannot be reached */
  async call<T>(method: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: parameters });
    const answer = (await this.post(body)) as {
      result?: T;
      error?: { message?: string; data?: string };
    };
    if (answer.error !== undefined) {
      const { message = "", data = "" } = answer.error;
      throw new NodeError(method, data === "" ? message : data);
    }
    if (answer.result === undefined) throw new CliError(`${this.url} does not answer like a CometBFT node`);
    return answer.result;
  }

  /** A query of the application at a height (0n: the latest). @throws NodeError with the application's code and log */
  async abciQuery(path: string, data: Uint8Array, height = 0n): Promise<AbciAnswer> {
    const { response } = await this.call<{
      response: { code?: number; log?: string; value?: string | null; height?: string };
    }>("abci_query", { path, data: Buffer.from(data).toString("hex"), height: height.toString(), prove: false });
    const { code = 0, log = "", value } = response;
    if (code !== 0) throw new NodeError("abci_query", log, code);
    return { value: Uint8Array.from(Buffer.from(value ?? "", "base64")), height: BigInt(response.height ?? "0") };
  }

  private async post(body: string): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      text = await response.text();
    } catch (error) {
      throw new CliError(`no node answers at ${this.url}: ${reason(error)}`, {
        hint: "start one with echoind start, or name another with --node, ECHOIND_NODE or echoind config set client node <url>",
      });
    }
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new CliError(`${this.url} answers ${response.status} and not JSON: is it CometBFT's RPC port (26657)?`);
    }
  }
}

/** fetch hides what went wrong in its cause. */
function reason(error: unknown): string {
  if (nameOf(error) === "TimeoutError") return `no answer in ${TIMEOUT_MS / 1000} s`;
  const { cause } = error as { cause?: unknown };
  if (cause === undefined) return messageOf(error);
  return codeOf(cause) ?? messageOf(cause);
}

/** The node that --node, the environment or client.toml names. */
export const nodeOf = (call: Invocation): Node => new Node(call.string("node") ?? "tcp://localhost:26657");
