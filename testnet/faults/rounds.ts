import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "../../abci/sim/random.js";
import { beginFault, endFault, type Fault, faultKinds } from "../network/faults.js";
import type { Network } from "../network/network.js";
import type { NetworkNode } from "../network/node.js";

/** One round: the same happens to some nodes at once, and ends after a while. */
export interface Round extends Fault {
  readonly durationMs: number;
}

/** How a round went. */
export interface RoundResult extends Round {
  /** From the fault's end until all nodes had the same new block. */
  readonly recoveryMs: number;
  readonly height: bigint;
}

/** All but `upgrade`, for which there would have to be another program. */
export const kindsOfRounds = faultKinds.filter((kind) => kind !== "upgrade");

const SHORTEST_MS = 500;
const LONGEST_MS = 4000;

/** The next round: one victim; once in five rounds two, with which four validators make no blocks meanwhile. */
export function nextRound(random: Random, names: readonly string[]): Round {
  const kind = random.pick(kindsOfRounds);
  const rest = [...names];
  const victims = Array.from({ length: random.oneIn(5) ? 2 : 1 }, () => rest.splice(random.below(rest.length), 1)[0]!);
  return { kind, victims, durationMs: SHORTEST_MS + random.below(LONGEST_MS - SHORTEST_MS) };
}

/**
 * Lets a fault happen, and waits until the network has recovered: every node votes, and has a block above all that there
 * were at the fault's end, the same one.
 * @throws Error when it has not within `limitMs`, or when nodes differ
 */
export async function runRound(network: Network, round: Round, limitMs: number): Promise<RoundResult> {
  const victims = round.victims.map((name) => network.node(name));
  await beginFault(network, round);
  await pause(round.durationMs);
  const reached = await highest(network, victims);
  const since = performance.now();
  endFault(network, round);
  const height = reached + 1n;
  await Promise.all(
    network.nodes.map(async (node) => {
      await node.answers(limitMs);
      const left = Math.max(1, limitMs - (performance.now() - since));
      await node.until(() => recovered(node, height), { what: `height ${height}, voting again`, timeoutMs: left });
    }),
  );
  const recoveryMs = performance.now() - since;
  await network.agreedHashes(height);
  return { ...round, recoveryMs, height };
}

/**
 * A node that has the block but still fetches others does not vote yet. CometBFT's block sync asks a peer that has gone for
 * 30 s before it asks another: a next fault on top of it would measure that.
 */
async function recovered(node: NetworkNode, height: bigint): Promise<true | undefined> {
  const { sync_info: sync } = await node.status();
  return !sync.catching_up && BigInt(sync.latest_block_height) >= height ? true : undefined;
}

/** The highest block among the nodes that the fault did not befall. */
async function highest(network: Network, victims: readonly NetworkNode[]): Promise<bigint> {
  let height = 0n;
  for (const node of network.nodes) {
    if (victims.includes(node)) continue;
    const own = await node.height();
    if (own > height) height = own;
  }
  return height;
}
