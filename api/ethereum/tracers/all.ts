import { failed } from "../errors.js";
import { readObject } from "../values.js";
import { callTracer } from "./call-tracer.js";
import { fieldOf, readDuration } from "./config.js";
import { fourByteTracer } from "./four-byte-tracer.js";
import { prestateTracer } from "./prestate-tracer.js";
import { structLogger } from "./struct-logger.js";
import type { TracerFactory } from "./tracer.js";
import { muxTracer } from "./mux-tracer.js";

/** In which a transaction's trace has to be done unless the client says otherwise, as with go-ethereum. */
const DEFAULT_TIMEOUT_MS = 5000;

/** `noopTracer`: nothing, for measuring. */
const noopTracer: TracerFactory = ({ budget }) => ({ enter: () => budget.check(), result: () => ({}) });

const tracers: Readonly<Record<string, TracerFactory>> = {
  "4byteTracer": fourByteTracer,
  callTracer,
  muxTracer: muxTracer((name) => factoryOf(name)),
  noopTracer,
  prestateTracer,
};

/** Which trace a client wants. */
export interface TraceConfig {
  readonly make: TracerFactory;
  readonly options: Readonly<Record<string, unknown>>;
  /** For each transaction. */
  readonly timeoutMs: number;
}

/** The `TraceConfig` of go-ethereum's debug methods; `reexec` is nothing to this node. @throws JsonRpcError */
export function readTraceConfig(value: unknown): TraceConfig {
  const fields = readObject(value);
  const timeout = fieldOf(fields, "timeout");
  const timeoutMs = timeout === undefined ? DEFAULT_TIMEOUT_MS : readDuration(timeout);
  const name = fieldOf(fields, "tracer");
  if (name === undefined) return { make: structLogger, options: fields, timeoutMs };
  if (typeof name !== "string") throw failed("tracer is the name of a tracer");
  return { make: factoryOf(name), options: readObject(fieldOf(fields, "tracerConfig") ?? {}), timeoutMs };
}

/** What a trace is without a configuration. */
export const defaultTraceConfig: TraceConfig = { make: structLogger, options: {}, timeoutMs: DEFAULT_TIMEOUT_MS };

function factoryOf(name: string): TracerFactory {
  const factory = Object.hasOwn(tracers, name) ? tracers[name] : undefined;
  if (factory !== undefined) return factory;
  const known = Object.keys(tracers).join(", ");
  throw failed(`there is no tracer ${JSON.stringify(name.slice(0, 80))}; there are ${known}, and none in JavaScript`);
}
