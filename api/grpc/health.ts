import type { handleServerStreamingCall, handleUnaryCall, ServerWritableStream } from "@grpc/grpc-js";
import {
  HealthCheckRequest,
  HealthCheckResponse,
  HealthListResponse,
} from "../../proto/generated/grpc/health/v1/health.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { RpcError, rpcErrorOf } from "../status.js";

/** Whether this node answers for the chain's present. */
export interface Health {
  /** Undefined when it is ready, else why not. */
  ready(): Promise<string | undefined>;
  /** Names of the services whose health can be asked for. */
  readonly services: readonly string[];
}

export const healthService = "grpc.health.v1.Health";

const SERVING = 1;
const NOT_SERVING = 2;
/** How often a watched status is looked at. */
const WATCH_MS = 5_000;
/** Streams that watch at once, over all connections. */
const MAX_WATCHES = 100;

type HealthMethod =
  | { path: string; type: "unary"; handler: handleUnaryCall<Buffer, Buffer> }
  | { path: string; type: "serverStream"; handler: handleServerStreamingCall<Buffer, Buffer> };

/** The methods of grpc.health.v1.Health, on raw bytes. */
export function healthMethods(health: Health): HealthMethod[] {
  const watches = { open: 0 };
  const unary =
    (respond: (request: Buffer) => Promise<Uint8Array>): handleUnaryCall<Buffer, Buffer> =>
    (call, callback) => {
      respond(call.request).then(
        (value) => callback(null, Buffer.from(value)),
        (error: unknown) => {
          const { code, message } = rpcErrorOf(error);
          callback({ code, details: message });
        },
      );
    };
  return [
    { path: `/${healthService}/Check`, type: "unary", handler: unary((request) => check(health, request)) },
    { path: `/${healthService}/List`, type: "unary", handler: unary(() => list(health)) },
    {
      path: `/${healthService}/Watch`,
      type: "serverStream",
      handler: (call) => watch(health, call, watches),
    },
  ];
}

const statusOf = async (health: Health): Promise<number> =>
  (await health.ready()) === undefined ? SERVING : NOT_SERVING;

async function check(health: Health, bytes: Buffer): Promise<Uint8Array> {
  const { service } = decodeMessage(HealthCheckRequest, bytes);
  if (service !== "" && !health.services.includes(service)) {
    throw new RpcError("NOT_FOUND", `service ${JSON.stringify(service.slice(0, 100))} is not served here`);
  }
  return encodeMessage(HealthCheckResponse, { status: await statusOf(health) });
}

async function list(health: Health): Promise<Uint8Array> {
  const status = await statusOf(health);
  const statuses = Object.fromEntries(["", ...health.services].map((name) => [name, { status }]));
  return encodeMessage(HealthListResponse, { statuses });
}

function watch(health: Health, call: ServerWritableStream<Buffer, Buffer>, watches: { open: number }): void {
  if (watches.open >= MAX_WATCHES) {
    call.emit("error", { code: new RpcError("RESOURCE_EXHAUSTED", "").code, details: "too many watch the health" });
    return;
  }
  watches.open++;
  let last: number | undefined;
  const look = async (): Promise<void> => {
    const status = await statusOf(health);
    if (status === last || call.cancelled) return;
    last = status;
    call.write(Buffer.from(encodeMessage(HealthCheckResponse, { status })));
  };
  const timer = setInterval(() => void look().catch(() => undefined), WATCH_MS);
  void look().catch(() => undefined);
  call.once("cancelled", () => {
    clearInterval(timer);
    watches.open--;
    call.end();
  });
}
