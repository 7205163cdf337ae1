import { readFileSync } from "node:fs";
import { unknownKeys } from "../../cometbft/config.js";
import { parseToml } from "../../cometbft/toml.js";
import { asCliError, CliError } from "../errors.js";
import { readNeeded } from "../files.js";
import type { Home } from "../home.js";
import { requireFreePorts, type Listener } from "../ports.js";
import type { StartOptions } from "../seams.js";

/** The longest path of a unix socket on every supported system, in bytes. */
const LONGEST_SOCKET_PATH = 103;

/** Refuses unknown settings of config.toml, and ports that are taken, before anything is opened. @throws CliError */
export async function checkListeners({ home, settings, withComet }: StartOptions): Promise<void> {
  const listeners: Listener[] = [];
  const add = (address: string, setting: string): void => void listeners.push({ address, setting });
  for (const [part, enabled] of [
    ["api", "api.enable"],
    ["grpc", "grpc.enable"],
    ["json-rpc", "json-rpc.enable"],
    ["telemetry", "telemetry.enabled"],
  ] as const) {
    if (settings.get(enabled) !== true) continue;
    add(settings.get(`${part}.address`) as string, `${part}.address in config/app.toml`);
  }
  add(settings.get("abci.address") as string, "abci.address in config/app.toml");
  if (withComet) listeners.push(...cometListeners(home));
  await requireFreePorts(listeners);
}

function cometListeners(home: Home): Listener[] {
  const text = readNeeded(home.cometConfig, `echoind init <moniker> --home ${home.path}`);
  const [unknown] = asCliError(() => unknownKeys(text), home.cometConfig);
  if (unknown !== undefined) throw new CliError(`${home.cometConfig}: CometBFT has no setting ${unknown}`);
  const keys = ["p2p.laddr", "rpc.laddr", "rpc.grpc_laddr", "rpc.pprof_laddr"];
  if (cometSetting(home, "instrumentation.prometheus") === "true") keys.push("instrumentation.prometheus_listen_addr");
  return keys.map((key) => ({ address: cometSetting(home, key) ?? "", setting: `${key} in config/config.toml` }));
}

/** A value of config.toml as text; undefined when the file does not have it. @throws CliError on a syntax error */
export function cometSetting(home: Home, key: string): string | undefined {
  const values = asCliError(() => parseToml(readFileSync(home.cometConfig, "utf8")), home.cometConfig);
  const value = values.get(key);
  return ["string", "boolean", "number"].includes(typeof value) ? String(value) : undefined;
}

/**
 * Where CometBFT reaches the application: a socket file in the home, which no other machine can reach; a free loopback
 * port where the home's path is too long for one. The application alone waits where config.toml has CometBFT look.
 */
export function abciAddress({ home, settings, withComet }: StartOptions): string {
  const configured = settings.get("abci.address") as string;
  if (configured !== "unix") return configured.includes("://") ? configured : `tcp://${configured}`;
  if (!withComet) return cometSetting(home, "proxy_app") ?? "tcp://127.0.0.1:26658";
  // Not in data/: cosmovisor copies that folder before an upgrade, and ends when it finds a socket in it.
  const path = home.at("abci.sock");
  return Buffer.byteLength(path) <= LONGEST_SOCKET_PATH ? `unix://${path}` : "tcp://127.0.0.1:0";
}
