import type { FastifyReply, FastifyRequest } from "fastify";
import { RpcError } from "../status.js";

/** Who may call from where. */
export interface Access {
  readonly corsOrigins: readonly string[];
  readonly allowedHosts: readonly string[];
}

/** @throws RpcError PERMISSION_DENIED for a Host header of another name: a page may have rebound its name to this machine */
export function checkHost({ allowedHosts }: Access, request: FastifyRequest): void {
  if (allowedHosts.length === 0) return;
  const host = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  if (!allowedHosts.includes(host)) {
    throw new RpcError(
      "PERMISSION_DENIED",
      `the host ${JSON.stringify(host.slice(0, 100))} is not one that this node answers for`,
    );
  }
}

/** Tells browsers whether the page that asks may read the answer. @returns whether the request is a preflight, and is done */
export function allowOrigin({ corsOrigins }: Access, request: FastifyRequest, reply: FastifyReply): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return false;
  const every = corsOrigins.includes("*");
  if (!every && !corsOrigins.includes(origin)) return false;
  void reply.header("access-control-allow-origin", every ? "*" : origin).header("vary", "origin");
  void reply.header("access-control-expose-headers", "x-cosmos-block-height");
  if (request.method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined) return false;
  void reply
    .header("access-control-allow-methods", "GET, POST")
    .header("access-control-allow-headers", "content-type, x-cosmos-block-height, x-echoin-queue")
    .header("access-control-max-age", "600")
    .code(204)
    .send();
  return true;
}
