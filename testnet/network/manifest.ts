import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { TomlValue } from "../../cometbft/toml.js";
import { checkFault, type ScheduledFault } from "./faults.js";

/** What a node is for: it signs blocks, follows them, or tells others who there is. */
export type NodeKind = "validator" | "full" | "seed";

/** How a node gets its state: it is there from the first block, or starts later and fetches blocks or a snapshot. */
export type JoinKind = "genesis" | "block-sync" | "state-sync";

/** One node of a network. */
export interface NodeManifest {
  /** Name of its folder, its moniker and, in containers, its host. */
  readonly name: string;
  readonly kind: NodeKind;
  /** `genesis` unless told. Others are made with the network and started by name. */
  readonly join?: JoinKind;
  /** What a validator stakes, in EC; 100,000 unless told. */
  readonly stake?: number;
  /** Another validator whose key this full node signs with too: what an operator must never do. */
  readonly keyOf?: string;
  /** A folder with another version of the project, built; this one unless told. In a file: relative to the file. */
  readonly program?: string;
  /**
   * Run by cosmovisor with these settings, such as DAEMON_SHUTDOWN_GRACE; the node's program is the one that it begins with.
   * `node testnet/cosmovisor/build.mjs` builds it.
   */
  readonly cosmovisor?: Readonly<Record<string, string>>;
  /** Changes to config.toml, by dotted key. */
  readonly config?: Readonly<Record<string, TomlValue>>;
  /** Changes to app.toml, by dotted key. */
  readonly app?: Readonly<Record<string, string | number | boolean>>;
}

/** A JSON object that is laid over another: objects are merged, everything else is replaced. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A network: its nodes, and where its genesis differs from the defaults. */
export interface NetworkManifest {
  readonly chainId: string;
  readonly nodes: readonly NodeManifest[];
  /** Laid over genesis.json before the genesis transactions are signed. */
  readonly genesis?: JsonObject;
  /** Changes to every node's config.toml and app.toml; those of the node itself come after. */
  readonly config?: Readonly<Record<string, TomlValue>>;
  readonly app?: Readonly<Record<string, string | number | boolean>>;
  /** Peers reach each other through links of this process, on which things can happen. Not together with seeds. */
  readonly links?: boolean;
  /** Each node runs in a network namespace of its own, out of which only links lead. Linux and root only, for tests. */
  readonly namespaces?: boolean;
  /** What happens to it while `make testnet` runs it. */
  readonly faults?: readonly ScheduledFault[];
}

/** What a validator stakes when nothing else is said, in EC. */
export const DEFAULT_STAKE_EC = 100_000;

/** Most nodes of one manifest: each is two processes. */
const MAX_NODES = 100;

const kinds: readonly string[] = ["validator", "full", "seed"] satisfies NodeKind[];
const joins: readonly string[] = ["genesis", "block-sync", "state-sync"] satisfies JoinKind[];

/** A network of `count` validators with equal stakes, there from the first block. @throws Error when count is not 1 to 25 */
export function validatorsManifest(count: number, chainId: string): NetworkManifest {
  if (!Number.isInteger(count) || count < 1 || count > 25)
    throw new Error(`a testnet has 1 to 25 validators, not ${count}`);
  const nodes = Array.from({ length: count }, (_, index): NodeManifest => ({
    name: `validator${index}`,
    kind: "validator",
  }));
  return { chainId, nodes };
}

/** The manifest in a JSON file, its programs' paths absolute. @throws Error that names the file and what is wrong in it */
export function readManifest(path: string): NetworkManifest {
  const located = <T extends { readonly program?: string }>(part: T): T =>
    part.program === undefined ? part : { ...part, program: resolve(dirname(path), part.program) };
  try {
    const manifest = checkManifest(JSON.parse(readFileSync(path, "utf8")) as NetworkManifest);
    const { nodes, faults } = manifest;
    return { ...manifest, nodes: nodes.map(located), ...(faults && { faults: faults.map(located) }) };
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** The manifest itself, when a network can be made of it. @throws Error that says what is wrong and what would be right */
export function checkManifest(manifest: NetworkManifest): NetworkManifest {
  const { chainId, nodes } = manifest;
  if (typeof chainId !== "string" || chainId === "") throw new Error("chainId is missing");
  if (!Array.isArray(nodes) || nodes.length === 0 || nodes.length > MAX_NODES) {
    throw new Error(`nodes has to list 1 to ${MAX_NODES} nodes`);
  }
  const names = new Set<string>();
  for (const node of manifest.nodes) {
    if (names.has(node.name)) throw new Error(`two nodes are named ${node.name}`);
    names.add(node.name);
    checkNode(node, manifest);
  }
  if (!manifest.nodes.some(startsChain))
    throw new Error("no validator is there from genesis: the chain would not start");
  if (manifest.links === true && manifest.nodes.some(({ kind }) => kind === "seed")) {
    throw new Error("links and seeds exclude each other: addresses that seeds pass on lead past the links");
  }
  if (manifest.namespaces === true && manifest.links !== true) {
    throw new Error("namespaces: true needs links: true, since nothing else leads from one to another");
  }
  const cosmovisor = new Set(manifest.nodes.filter((node) => node.cosmovisor !== undefined).map(({ name }) => name));
  for (const fault of manifest.faults ?? []) checkFault(fault, { names, cosmovisor, links: manifest.links === true });
  return manifest;
}

const startsChain = ({ kind, join = "genesis" }: NodeManifest): boolean => kind === "validator" && join === "genesis";

function checkNode(node: NodeManifest, { nodes }: NetworkManifest): void {
  const { name, kind, join = "genesis", stake = DEFAULT_STAKE_EC, keyOf } = node;
  if (typeof name !== "string" || !/^[a-z][a-z0-9-]{0,30}$/.test(name)) {
    throw new Error(`${JSON.stringify(name)} is no name of a node: small letters, digits and hyphens, a letter first`);
  }
  if (!kinds.includes(kind)) throw new Error(`${name}: kind has to be one of ${kinds.join(", ")}`);
  if (!joins.includes(join)) throw new Error(`${name}: join has to be one of ${joins.join(", ")}`);
  if (kind === "validator" && join !== "genesis") {
    throw new Error(
      `${name}: a validator of the manifest joins at genesis; a full node becomes one by create-validator`,
    );
  }
  if (!Number.isSafeInteger(stake) || stake < 1) throw new Error(`${name}: stake has to be a whole number of EC`);
  if (keyOf === undefined) return;
  if (kind !== "full" || !nodes.some((other) => other.name === keyOf && other.kind === "validator")) {
    throw new Error(`${name}: keyOf is for a full node, and names a validator`);
  }
}
