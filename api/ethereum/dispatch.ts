import type { Logger } from "../../abci/app/logger.js";
import type { Deadline } from "../deadline.js";
import type { Reads } from "../reads.js";
import {
  invalidParams,
  invalidRequest,
  type JsonRpcError,
  jsonRpcErrorOf,
  methodNotFound,
  JsonRpcError as RpcFailure,
  parseError,
  responseTooLarge,
} from "./errors.js";
import type { MethodTable } from "./methods/all.js";
import type { Method } from "./methods/types.js";
import { jsonText } from "./raw-json.js";
import { Params } from "./values.js";

export interface DispatchParts {
  readonly methods: MethodTable;
  readonly reads: Reads;
  readonly limits: { readonly maxBatch: number; readonly maxResponseBytes: number };
  readonly logger: Logger;
}

/** Transactions of a batch that are handed over at once. */
const SENT_AT_ONCE = 16;

/** Methods of one connection beside those of all: subscriptions. */
export type ConnectionMethods = Readonly<Record<string, Method>>;

interface Request {
  readonly id: string | number | null | undefined;
  readonly method: string;
  readonly params: Params;
}

type Outcome = { readonly result: unknown } | { readonly error: JsonRpcError };

/** Answers JSON-RPC 2.0 text: one request or a batch of them. */
export class Dispatcher {
  private underWay = 0;
  private readonly whenIdle: (() => void)[] = [];

  constructor(private readonly parts: DispatchParts) {}

  /** The answer as text; undefined when there is none to give (notifications alone). Never throws. */
  async answer(text: string, own: ConnectionMethods = {}): Promise<string | undefined> {
    this.underWay++;
    try {
      return await this.answerAny(text, own);
    } finally {
      if (--this.underWay === 0) for (const told of this.whenIdle.splice(0)) told();
    }
  }

  /** Resolves when no answer is under way: what they read from must not be closed before. */
  async idle(): Promise<void> {
    if (this.underWay > 0) await new Promise<void>((resolve) => this.whenIdle.push(resolve));
  }

  private async answerAny(text: string, own: ConnectionMethods): Promise<string | undefined> {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return errorText(null, parseError());
    }
    if (!Array.isArray(message)) return this.one(message, own);
    if (message.length === 0) return errorText(null, invalidRequest("empty batch"));
    return this.batch(message, own);
  }

  /**
   * One after the other, so that a batch takes no more of the node than one client at a time; but for transactions in a row:
   * each waits for CometBFT most of the time, so some are handed over at once.
   */
  private async batch(messages: readonly unknown[], own: ConnectionMethods): Promise<string | undefined> {
    const { limits, methods } = this.parts;
    const { maxBatch, maxResponseBytes } = limits;
    if (messages.length > maxBatch) {
      const first = messages.map(idOf).find((id) => id !== undefined) ?? null;
      return `[${errorText(first, invalidRequest("batch too large"))}]`;
    }
    const answers: (string | undefined)[] = [];
    let bytes = 0;
    for (let at = 0; at < messages.length;) {
      const sends = messages.slice(at, at + SENT_AT_ONCE).findIndex((message) => !isOneOf(methods.sends, message));
      const some = messages.slice(at, at + Math.max(1, sends < 0 ? SENT_AT_ONCE : sends));
      // As go-ethereum: what comes after the limit is told so, and is not run.
      const full = bytes > maxResponseBytes;
      const answered = full
        ? some.map((message) => errorText(idOf(message) ?? null, responseTooLarge()))
        : await Promise.all(some.map((message) => this.one(message, own)));
      for (const answer of answered) bytes += answer?.length ?? 0;
      answers.push(...answered);
      at += some.length;
    }
    const given = answers.filter((answer) => answer !== undefined);
    return given.length === 0 ? undefined : `[${given.join(",")}]`;
  }

  private async one(message: unknown, own: ConnectionMethods): Promise<string | undefined> {
    let request: Request;
    try {
      request = readRequest(message);
    } catch (error) {
      return errorText(idOf(message) ?? null, error as JsonRpcError);
    }
    const outcome = await this.run(request, own);
    if (request.id === undefined) return undefined;
    if ("error" in outcome) return errorText(request.id, outcome.error);
    return `{"jsonrpc":"2.0","id":${JSON.stringify(request.id)},"result":${jsonText(outcome.result)}}`;
  }

  private async run({ method, params }: Request, own: ConnectionMethods): Promise<Outcome> {
    const { methods, reads, logger } = this.parts;
    const named = (table: Readonly<Record<string, Method>>): Method | undefined =>
      Object.hasOwn(table, method) ? table[method] : undefined;
    const read = named(methods.reads);
    const other = named(own) ?? named(methods.others) ?? named(methods.sends);
    const deadline = reads.newDeadline();
    try {
      if (other !== undefined) return { result: await other(params, { deadline }) };
      if (read === undefined) return { error: methodNotFound(method) };
      return await reads.bounded("ethereum", method, deadline, () => settled(read, params, deadline));
    } catch (error) {
      const told = jsonRpcErrorOf(error);
      if (told === undefined && other !== undefined) {
        logger.error("an Ethereum method failed", {
          method,
          error: error instanceof Error ? error.stack : String(error),
        });
      }
      return { error: told ?? new RpcFailure(-32603, "internal error") };
    }
  }
}

/** Errors that a request can cause are answers; what is left goes on to be logged. */
async function settled(method: Method, params: Params, deadline: Deadline): Promise<Outcome> {
  try {
    return { result: await method(params, { deadline }) };
  } catch (error) {
    const told = jsonRpcErrorOf(error);
    if (told === undefined) throw error;
    return { error: told };
  }
}

const isOneOf = (table: Readonly<Record<string, Method>>, message: unknown): boolean => {
  const { method } = (message ?? {}) as { method?: unknown };
  return typeof method === "string" && Object.hasOwn(table, method);
};

function readRequest(message: unknown): Request {
  if (typeof message !== "object" || message === null || Array.isArray(message)) throw invalidRequest();
  const { jsonrpc, method, params = [] } = message as Readonly<Record<string, unknown>>;
  if (jsonrpc !== "2.0" || typeof method !== "string") throw invalidRequest();
  if (params !== null && !Array.isArray(params)) throw invalidParams("non-array args");
  return { id: idOf(message), method, params: new Params((params ?? []) as unknown[]) };
}

/** A request's id; undefined for a notification, or what is no request. */
function idOf(message: unknown): Request["id"] {
  const id = typeof message === "object" && message !== null ? (message as { id?: unknown }).id : undefined;
  return typeof id === "string" || typeof id === "number" || id === null ? id : undefined;
}

function errorText(id: Request["id"], { code, message, data }: JsonRpcError): string {
  return JSON.stringify({
    jsonrpc: "2.0",
    id: id ?? null,
    error: { code, message, ...(data !== undefined && { data }) },
  });
}
