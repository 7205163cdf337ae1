import type { Invocation } from "../invocation.js";
import { CliError } from "../errors.js";
import { applicationOf } from "./grpc.js";
import type { Application } from "./node.js";

/** A unary query of the application: its gRPC path, and the JSON of its request. */
export interface Question {
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** Type URLs, when they are not the service's `QueryMethodRequest` and `QueryMethodResponse`. */
  readonly types?: { readonly request: string; readonly response: string };
}

/** The answer of a query at a height (0n: the latest), as the Cosmos JSON. */
export async function ask<T = Record<string, unknown>>(
  application: Application,
  question: Question,
  height = 0n,
): Promise<T> {
  // Loaded here, so that a command which asks nothing starts without the codecs of all messages.
  const { decodeJson, encodeJson } = await import("./json.js");
  const types = question.types ?? typesOf(question.path);
  const answer = await application.abciQuery(question.path, encodeJson(types.request, question.request), height);
  return decodeJson<T>(types.response, answer.value);
}

/** Asks what a command asks, at its --height. */
export const askNode = <T = Record<string, unknown>>(call: Invocation, question: Question): Promise<T> =>
  ask<T>(applicationOf(call), question, BigInt(call.string("height") ?? "0"));

function typesOf(path: string): { request: string; response: string } {
  const [, service = "", method = ""] = path.split("/");
  const dot = service.lastIndexOf(".");
  const stem = `/${service.slice(0, dot)}.${service.endsWith(".Query") ? "Query" : ""}${method}`;
  return { request: `${stem}Request`, response: `${stem}Response` };
}

/** The page that a listing command asks for. @throws CliError when two ways of choosing a page are mixed */
export function pageOf(call: Invocation): Record<string, unknown> {
  const key = call.string("page-key") ?? "";
  const offset = call.string("page-offset") ?? call.string("offset") ?? "0";
  if (key !== "" && offset !== "0") throw new CliError("--page-key and --page-offset exclude each other");
  return {
    key,
    offset,
    limit: call.string("page-limit") ?? call.string("limit") ?? "100",
    count_total: call.boolean("page-count-total") || call.boolean("count-total"),
    reverse: call.boolean("page-reverse") || call.boolean("reverse"),
  };
}
