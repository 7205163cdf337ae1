import { didYouMean } from "../proto/nearest.js";
import { configKeys } from "./config-keys.js";
import { type Database, PEBBLE } from "./database.js";
import { formatToml, parseToml, patchToml, type TomlValue } from "./toml.js";

/** For whom a node's config.toml is: one developer on loopback, or operators of a chain. */
export type ConfigProfile = "devnet" | "production";

/** Ports of one node; several on one machine need different ones. */
export interface CometPorts {
  readonly p2p: number;
  readonly rpc: number;
  readonly abci: number;
  readonly metrics: number;
}

export const defaultPorts: CometPorts = { p2p: 26656, rpc: 26657, abci: 26658, metrics: 26660 };

export interface ConfigOptions {
  readonly moniker: string;
  readonly profile: ConfigProfile;
  readonly ports?: Partial<CometPorts>;
  /** What the node's CometBFT keeps its data in; goleveldb, which every binary has, when not given. */
  readonly database?: Database;
  /** Values by dotted key that this node needs besides, such as `p2p.persistent_peers`. */
  readonly changes?: Readonly<Record<string, TomlValue>>;
}

/** A value that differs from CometBFT's default, and why. */
interface Choice {
  readonly value: TomlValue;
  readonly why: string;
}

/** What every Echoin node sets. */
const always: Readonly<Record<string, Choice>> = {
  "rpc.experimental_subscription_buffer_size": {
    value: 10000,
    why: "a block publishes an event for each of its thousands of transactions at once; 200 would cut every subscriber",
  },
  "rpc.experimental_websocket_write_buffer_size": {
    value: 10000,
    why: "not below the buffer above, or connections that keep up would be dropped",
  },
  "rpc.experimental_close_on_slow_client": {
    value: true,
    why: "a client that misses events has to know it, and one that does not read may not hold memory",
  },
  "rpc.max_body_bytes": {
    value: 2000000,
    why: "a transaction of max_tx_bytes is 1.4 MB in base64, and must fit",
  },
  "mempool.size": {
    value: 50000,
    why: "some seconds of full blocks; with 5000 a burst of one second is refused",
  },
  "mempool.max_txs_bytes": {
    value: 268435456,
    why: "bounds the mempool's memory at 256 MiB instead of 1 GiB",
  },
  "mempool.cache_size": {
    value: 200000,
    why: "several times the mempool, so that what was just committed is not checked again when a peer repeats it",
  },
  "mempool.recheck_timeout": {
    value: "10s",
    why: "a full mempool of 50000 takes some seconds to recheck on a small machine",
  },
  "instrumentation.prometheus": {
    value: true,
    why: "an operator without metrics is blind, and they cost next to nothing",
  },
};

const production: Readonly<Record<string, Choice>> = {
  ...always,
  "p2p.flush_throttle_timeout": {
    value: "10ms",
    why: "votes wait for it at every step of a block; 100 ms would add half a second to each",
  },
  "p2p.send_rate": {
    value: 20480000,
    why: "a full block has to reach the other validators well within timeout_propose",
  },
  "p2p.recv_rate": { value: 20480000, why: "as send_rate" },
  "p2p.max_num_outbound_peers": {
    value: 20,
    why: "with 25 validators and their sentries, ten peers can all be of one operator",
  },
  "consensus.peer_gossip_sleep_duration": {
    value: "25ms",
    why: "a block goes from peer to peer in parts, and each hop waits for this",
  },
  "instrumentation.prometheus_listen_addr": {
    value: "127.0.0.1:26660",
    why: "metrics have no login; open them to your network on purpose, not by default",
  },
};

const devnet: Readonly<Record<string, Choice>> = {
  ...always,
  "p2p.laddr": { value: "tcp://127.0.0.1:26656", why: "nobody outside this machine is to connect" },
  "p2p.addr_book_strict": { value: false, why: "nodes on one machine have private addresses" },
  "p2p.allow_duplicate_ip": { value: true, why: "nodes on one machine share an address" },
  "p2p.pex": { value: false, why: "the peers of a local network are known" },
  "p2p.flush_throttle_timeout": { value: "10ms", why: "votes wait for it; loopback is fast" },
  "p2p.send_rate": { value: 51200000, why: "loopback has room" },
  "p2p.recv_rate": { value: 51200000, why: "loopback has room" },
  "rpc.cors_allowed_origins": {
    value: ["http://localhost:*", "http://127.0.0.1:*"],
    why: "pages that a developer serves from this machine may call the node; the rest of the web may not",
  },
  "consensus.timeout_propose": { value: "1s", why: "on one machine a proposal comes at once or not at all" },
  "consensus.timeout_commit": { value: "500ms", why: "two blocks a second: developers wait for every one" },
  "consensus.peer_gossip_sleep_duration": { value: "10ms", why: "loopback is fast" },
  "instrumentation.prometheus_listen_addr": {
    value: "127.0.0.1:26660",
    why: "nobody outside this machine is to connect",
  },
};

/**
 * Under load the index of transactions by event, some 20 entries for a bank send, is most of what CometBFT writes, and goleveldb moves it
 * about again and again in one goroutine: measured beside each other on two cores (`make bench`), CometBFT takes 380 to 480 us of CPU
 * a send with goleveldb, and 245 with Pebble.
 */
const withPebble: Readonly<Record<string, Choice>> = {
  db_backend: { value: PEBBLE, why: "its index of transactions costs half as much CPU under load" },
};

const choices: Readonly<Record<ConfigProfile, Readonly<Record<string, Choice>>>> = { devnet, production };

const width = 112;

/**
 * The whole text of config/config.toml, every setting with what it is for, and every one that differs from CometBFT's
 * default with the reason.
 * @throws RangeError when a change names a setting that CometBFT does not have, with the nearest one
 */
export function renderConfig(options: ConfigOptions): string {
  const changes: Record<string, TomlValue> = { ...portChanges(options), moniker: options.moniker, ...options.changes };
  requireKnown(changes);
  const chosen = { ...choices[options.profile], ...(options.database === PEBBLE && withPebble) };
  const lines = [
    `# CometBFT's settings of this node, as Echoin's "${options.profile}" profile has them. Paths are below the home.`,
    "# A line that begins with `# Why` gives the reason for a value other than CometBFT's default.",
  ];
  let section = "";
  for (const [key, defaultValue, comment] of configKeys) {
    const [table, name] = splitKey(key);
    if (table !== section) lines.push("", `[${table}]`);
    section = table;
    const choice = chosen[key];
    lines.push("", ...wrapped(comment));
    if (choice !== undefined) lines.push(...wrapped(`Why not ${formatToml(defaultValue)}: ${choice.why}.`));
    lines.push(`${name} = ${formatToml(changes[key] ?? choice?.value ?? defaultValue)}`);
  }
  return `${lines.join("\n")}\n`;
}

/**
 * The text of a config.toml with some values set; comments and everything else stay.
 * @throws RangeError when a change names a setting that CometBFT does not have, with the nearest one
 */
export function patchConfig(text: string, changes: Readonly<Record<string, TomlValue>>): string {
  requireKnown(changes);
  return patchToml(text, changes);
}

/** Changes that put a node's listeners on these ports, on the hosts that its profile has. */
export function portChanges({ profile, ports }: Pick<ConfigOptions, "profile" | "ports">): Record<string, TomlValue> {
  const { p2p, rpc, abci, metrics } = { ...defaultPorts, ...ports };
  const host = profile === "devnet" ? "127.0.0.1" : "0.0.0.0";
  return {
    proxy_app: `tcp://127.0.0.1:${abci}`,
    "p2p.laddr": `tcp://${host}:${p2p}`,
    "rpc.laddr": `tcp://127.0.0.1:${rpc}`,
    "instrumentation.prometheus_listen_addr": `127.0.0.1:${metrics}`,
  };
}

/** Keys of a config.toml that CometBFT 0.38.26 does not read, each with the nearest that it does. @throws TomlError */
export function unknownKeys(text: string): string[] {
  return [...parseToml(text).keys()].filter((key) => !known.has(key)).map((key) => `${key}${suggestion(key)}`);
}

const known = new Set(configKeys.map(([key]) => key));
const suggestion = (key: string): string => didYouMean(key, [...known]);

function requireKnown(changes: Readonly<Record<string, unknown>>): void {
  for (const key of Object.keys(changes))
    if (!known.has(key)) throw new RangeError(`CometBFT has no setting ${key}${suggestion(key)}`);
}

function splitKey(key: string): [string, string] {
  const dot = key.indexOf(".");
  return dot < 0 ? ["", key] : [key.slice(0, dot), key.slice(dot + 1)];
}

/** A comment of as many lines as it needs. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = "#";
  for (const word of text.split(" ")) {
    if (line.length + word.length >= width) {
      lines.push(line);
      line = "#";
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
