import type { Entry, Exit, Step } from "../../../modules/evm/interpreter/observer.js";
import { failed } from "../errors.js";
import { jsonText, RawJson } from "../raw-json.js";
import type { Tracer, TracerFactory } from "./tracer.js";

function optionsOf(options: unknown): Readonly<Record<string, unknown>> {
  if (typeof (options ?? {}) !== "object") throw failed("a tracer's configuration is an object");
  return (options ?? {}) as Readonly<Record<string, unknown>>;
}

/** `muxTracer`: several tracers over one run, by name, each with its configuration. */
export const muxTracer =
  (factoryOf: (name: string) => TracerFactory): TracerFactory =>
  (parts, config) => {
    const tracers = Object.entries(config).map(([name, options]): readonly [string, Tracer] => {
      if (name === "muxTracer") throw failed("muxTracer does not hold itself");
      return [name, factoryOf(name)(parts, optionsOf(options))];
    });
    const each = tracers.map(([, tracer]) => tracer);
    const stepping = each.filter((tracer) => tracer.step !== undefined);
    return {
      async start() {
        for (const tracer of each) await tracer.start?.();
      },
      enter: (entry: Entry) => each.forEach((tracer) => tracer.enter?.(entry)),
      exit: (exit: Exit) => each.forEach((tracer) => tracer.exit?.(exit)),
      log: (log) => each.forEach((tracer) => tracer.log?.(log)),
      ...(stepping.length > 0 && {
        async step(step: Step) {
          for (const tracer of stepping) await tracer.step!(step);
        },
      }),
      async end(outcome) {
        for (const tracer of each) await tracer.end?.(outcome);
      },
      result: () =>
        new RawJson(`{${tracers.map(([name, tracer]) => `"${name}":${jsonText(tracer.result())}`).join(",")}}`),
    };
  };
