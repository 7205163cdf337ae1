import { fromBech32 } from "@cosmjs/encoding";
import type { NodeKind } from "./network/manifest.js";
import type { Network } from "./network/network.js";
import type { NetworkNode } from "./network/node.js";

/** What the table shows of one node; undefined where it does not answer. */
export interface Row {
  readonly name: string;
  readonly state: string;
  readonly height?: bigint;
  readonly peers?: number;
  /** Voting power; 0 for a node that does not vote. */
  readonly power?: bigint;
  /** Blocks missed in the window that slashing looks at; undefined for a node that is no validator. */
  readonly missed?: bigint;
  readonly rpc: string;
}

/** How long a node may take to answer before its row stays empty. */
const ANSWER_MS = 1000;

/** One row for each node, in the network's order. Never throws: what does not answer has no values. */
export async function rows(network: Network): Promise<Row[]> {
  const missed = await missedBlocks(network).catch(() => new Map<string, bigint>());
  return Promise.all(network.nodes.map((node) => row(network, node, missed)));
}

async function row(network: Network, node: NetworkNode, missed: ReadonlyMap<string, bigint>): Promise<Row> {
  const known = { name: node.name, rpc: node.rpc };
  if (node.state === "paused") return { ...known, state: "paused" };
  try {
    const { sync_info: sync, validator_info: validator } = await node.status(ANSWER_MS);
    const { n_peers: peers } = await node.call<{ n_peers: string }>("net_info", {}, ANSWER_MS);
    const { manifest } = network.recordOf(node.name);
    const own = manifest.kind === "validator" ? missed.get(validator.address) : undefined;
    const active = BigInt(validator.voting_power) > 0n;
    return {
      ...known,
      state: stateOf(manifest.kind, sync.catching_up, active),
      height: BigInt(sync.latest_block_height),
      peers: Number(peers),
      power: BigInt(validator.voting_power),
      ...(own === undefined ? {} : { missed: own }),
    };
  } catch {
    return { ...known, state: node.state === "running" ? "no answer" : node.state };
  }
}

/** A seed tells others who there is, and fetches no blocks: that it has none yet is not being late. */
function stateOf(kind: NodeKind, catchingUp: boolean, active: boolean): string {
  if (kind === "seed") return "running";
  if (catchingUp) return "catching up";
  return kind === "validator" && !active ? "not active" : "running";
}

interface SigningInfos {
  readonly info: readonly { readonly address: string; readonly missed_blocks_counter: string }[];
}

/** Missed blocks by consensus address in hexadecimal, as the first node that answers has them. */
async function missedBlocks({ running }: Network): Promise<Map<string, bigint>> {
  for (const node of running) {
    const answer = await node.query<SigningInfos>(SIGNING_INFOS, ANSWER_MS).catch(() => undefined);
    if (answer === undefined) continue;
    return new Map(answer.info.map((each) => [hexOf(each.address), BigInt(each.missed_blocks_counter)]));
  }
  return new Map();
}

const SIGNING_INFOS = "/cosmos/slashing/v1beta1/signing_infos?pagination.limit=100";

const hexOf = (bech32: string): string => Buffer.from(fromBech32(bech32).data).toString("hex").toUpperCase();

const columns: readonly (readonly [title: string, value: (row: Row) => string, right: boolean])[] = [
  ["node", ({ name }) => name, false],
  ["height", ({ height }) => shown(height), true],
  ["peers", ({ peers }) => shown(peers), true],
  ["power", ({ power }) => shown(power), true],
  ["missed", ({ missed }) => shown(missed), true],
  ["state", ({ state }) => state, false],
  ["RPC", ({ rpc }) => rpc, false],
];

const shown = (value: bigint | number | undefined): string => (value === undefined ? "–" : String(value));

/** The rows as lines of text, with a line of titles. */
export function renderTable(rows: readonly Row[]): string[] {
  const texts = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, value]) => value(row)))];
  const widths = columns.map((_, at) => Math.max(...texts.map((line) => line[at]!.length)));
  return texts.map((line) =>
    line
      .map((text, at) => (columns[at]![2] ? text.padStart(widths[at]!) : text.padEnd(widths[at]!)))
      .join("  ")
      .trimEnd(),
  );
}
