import { createServer } from "node:net";
import { CliError, codeOf } from "./errors.js";

/** An address that a node will listen on, and the setting that chooses it. */
export interface Listener {
  /** `tcp://host:port` or `host:port`; anything else (a unix socket) is not checked here. */
  readonly address: string;
  /** For example `api.address in config/app.toml`. */
  readonly setting: string;
}

/**
 * Tries every port before anything is started, so that one which is taken is told by its number and setting instead of by
 * whichever part fails first. @throws CliError
 */
export async function requireFreePorts(listeners: readonly Listener[]): Promise<void> {
  const seen = new Map<string, string>();
  for (const { address, setting } of listeners) {
    const parsed = hostAndPort(address);
    if (parsed === undefined || parsed.port === 0) continue;
    const other = seen.get(String(parsed.port));
    if (other !== undefined) {
      throw new CliError(`port ${parsed.port} is given twice: by ${other} and by ${setting}`, {
        hint: "give one of them another port",
      });
    }
    seen.set(String(parsed.port), setting);
    await requireFree(parsed, setting);
  }
}

/** Host and port of an address; undefined for a unix socket or an empty address. */
export function hostAndPort(address: string): { host: string; port: number } | undefined {
  const match = /^(?:[a-z]+:\/\/)?(\[[0-9a-fA-F:]+\]|[^:/\s]*):(\d{1,5})$/.exec(address);
  if (match?.[2] === undefined) return undefined;
  return { host: (match[1] ?? "").replace(/^\[|\]$/g, ""), port: Number(match[2]) };
}

function requireFree({ host, port }: { host: string; port: number }, setting: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => reject(portFault(codeOf(error), { host, port }, setting)));
    const target = host === "" ? { port } : { host, port };
    probe.listen({ ...target, exclusive: true }, () => probe.close(() => resolve()));
  });
}

function portFault(
  code: string | undefined,
  { host, port }: { host: string; port: number },
  setting: string,
): CliError {
  if (code === "EADDRINUSE") {
    return new CliError(`port ${port} is in use (${setting})`, {
      hint: "is a node running already? Stop what uses the port, or change the setting",
    });
  }
  if (code === "EACCES")
    return new CliError(`port ${port} may not be opened (${setting})`, { hint: "ports below 1024 need privileges" });
  return new CliError(`${host}:${port} cannot be listened on (${setting}): ${code ?? "unknown fault"}`, {
    hint: "the host has to be an address of this machine",
  });
}
