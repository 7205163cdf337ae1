import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressesOn, freePorts, PORTS_OF_NODE } from "./addresses.js";
import { cosmovisorBinary } from "./cosmovisor.js";
import { linkCount, makeNetwork, type NetworkRecord, type NodeRecord } from "./homes.js";
import { Links } from "./links.js";
import type { NetworkManifest } from "./manifest.js";
import { Namespaces } from "./namespaces.js";
import { NetworkNode } from "./node.js";
import { CLEAR, type LinkState } from "./passage.js";
import { stateSyncSettings } from "./state-sync.js";

/** A network of real nodes on this machine: each is `echoind` with CometBFT, in processes of its own. */
export class Network {
  readonly nodes: readonly NetworkNode[];
  private links: Links | undefined;
  /** Set by whoever ends it: what is being started then is not started any more. */
  private ending = false;

  private constructor(
    readonly record: NetworkRecord,
    readonly folder: string,
    root: string,
    private readonly namespaces?: Namespaces,
  ) {
    this.nodes = record.nodes.map(
      ({ manifest, address }, index) =>
        new NetworkNode({
          name: manifest.name,
          root: manifest.program ?? root,
          home: join(folder, manifest.name),
          address,
          ...(manifest.cosmovisor !== undefined && {
            cosmovisor: { binary: cosmovisorBinary(root), settings: manifest.cosmovisor },
          }),
          ...(namespaces !== undefined && { namespace: namespaces.names[index]! }),
        }),
    );
  }

  /** The network that was made in this folder. Its links are open from here on. @throws Error when it needs namespaces */
  static async open(record: NetworkRecord, folder: string, root: string): Promise<Network> {
    if (record.manifest.namespaces === true) throw new Error("networks in namespaces end with whoever made them");
    return Network.withLinks(new Network(record, folder, root));
  }

  /** A new network on free ports, in a temporary folder; `destroy` ends and deletes it, and its namespaces. */
  static async temporary(manifest: NetworkManifest, root: string): Promise<Network> {
    const { length: count } = manifest.nodes;
    const namespaces = manifest.namespaces === true ? Namespaces.make(count) : undefined;
    // All in one go: those that are found first are still free when the next are looked for.
    const ports = await freePorts(count * PORTS_OF_NODE + linkCount(manifest));
    const addresses = namespaces?.addresses ?? addressesOn(ports.slice(0, count * PORTS_OF_NODE));
    const linkPorts = ports.slice(count * PORTS_OF_NODE);
    const folder = mkdtempSync(join(tmpdir(), "echoin-net-"));
    try {
      const record = await makeNetwork({ root, folder, manifest, addresses, linkPorts });
      return await Network.withLinks(new Network(record, folder, root, namespaces));
    } catch (error) {
      namespaces?.remove();
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private static async withLinks(network: Network): Promise<Network> {
    if (network.record.links.length > 0) network.links = await Links.open(network.record);
    return network;
  }

  /** A node by name. @throws Error with the names that there are */
  node(name: string): NetworkNode {
    const found = this.nodes.find((node) => node.name === name);
    if (found === undefined)
      throw new Error(`no node ${name}; there are ${this.nodes.map((node) => node.name).join(", ")}`);
    return found;
  }

  /** A node's record: its manifest, its operator and its addresses. */
  recordOf(name: string): NodeRecord {
    return this.record.nodes[this.nodes.indexOf(this.node(name))]!;
  }

  get running(): NetworkNode[] {
    return this.nodes.filter(({ state }) => state === "running");
  }

  /** Starts all nodes that are there from genesis; resolves when each has a block. */
  async start(): Promise<void> {
    const first = this.nodes.filter(({ name }) => (this.recordOf(name).manifest.join ?? "genesis") === "genesis");
    await Promise.all(first.map((node) => this.startNode(node)));
  }

  /** A seed has no block before it has peers that keep it: it is only waited for until it answers. */
  private async startNode(node: NetworkNode): Promise<void> {
    if (this.ending) throw new Error(`${node.name} is not started: the network has ended`);
    if (this.recordOf(node.name).manifest.kind !== "seed") return node.start();
    node.launch();
    await node.answers();
  }

  /** Starts a late joiner in the way of its manifest; resolves when it has caught up with the chain. */
  async join(name: string): Promise<NetworkNode> {
    const node = this.node(name);
    const sources = this.running.filter((each) => this.recordOf(each.name).manifest.kind !== "seed");
    if (this.recordOf(name).manifest.join === "state-sync") {
      const [one, two = one] = sources;
      if (one === undefined || two === undefined) throw new Error("state sync needs a running node");
      node.configure(await stateSyncSettings([one.rpc, two.rpc]));
    }
    await this.startNode(node);
    const caughtUp = async (): Promise<true | undefined> =>
      (await node.status()).sync_info.catching_up ? undefined : true;
    await node.until(caughtUp, { what: "the end of catching up" });
    return node;
  }

  /** Breaks a node's connections to its peers, and lets none come up. @throws Error when the manifest has no links */
  disconnect(name: string): void {
    this.requireLinks().set({ cut: true }, this.node(name).name);
  }

  /** Ends what `disconnect` did. @throws Error when the manifest has no links */
  reconnect(name: string): void {
    this.requireLinks().set({ cut: false }, this.node(name).name);
  }

  /**
   * Nothing passes any more between these nodes and the others; connections stay open, and nobody is told.
   * @throws Error when the manifest has no links
   */
  partition(side: readonly string[]): void {
    this.holdBetween(side, true);
  }

  /** Ends what `partition` did for these: what was sent meanwhile arrives. @throws Error when the manifest has no links */
  rejoin(side: readonly string[]): void {
    this.holdBetween(side, false);
  }

  /** Nothing passes any more between two nodes, as in a partition. @throws Error when the manifest has no links */
  hold(name: string, other: string, held = true): void {
    this.requireLinks().set({ held }, this.node(name).name, this.node(other).name);
  }

  private holdBetween(side: readonly string[], held: boolean): void {
    const others = this.nodes.map(({ name }) => name).filter((name) => !side.includes(name));
    for (const name of side) for (const other of others) this.hold(name, other, held);
  }

  /** All that a node sends and receives takes longer, or is lost. @throws Error when the manifest has no links */
  degrade(how: Partial<Pick<LinkState, "delayMs" | "loss">>, name: string): void {
    this.requireLinks().set(how, this.node(name).name);
  }

  /** All links are as they were at first, and what was held arrives. @throws Error when the manifest has no links */
  heal(): void {
    this.requireLinks().setAll(CLEAR);
  }

  private requireLinks(): Links {
    if (this.links === undefined) throw new Error("what happens on links needs links: true in the manifest");
    return this.links;
  }

  /** Waits until each of these nodes, or all that run, has a block of this height. */
  async waitForHeight(height: bigint, nodes: readonly NetworkNode[] = this.running): Promise<void> {
    await Promise.all(nodes.map((node) => node.waitForHeight(height)));
  }

  /**
   * Block and app hash at a height, the same on each of these nodes, or on all that run.
   * @throws Error that lists them when they differ
   */
  async agreedHashes(
    height: bigint,
    nodes: readonly NetworkNode[] = this.running,
  ): Promise<{ readonly block: string; readonly app: string }> {
    await this.waitForHeight(height, nodes);
    const hashes = new Map<string, string[]>();
    for (const node of nodes) {
      const key = `${await node.blockHashAt(height)} ${await node.appHashAt(height)}`;
      hashes.set(key, [...(hashes.get(key) ?? []), node.name]);
    }
    const [only, ...others] = hashes;
    if (only === undefined || others.length > 0) {
      const told = [...hashes].map(([key, names]) => `${names.join(", ")}: ${key}`).join("\n");
      throw new Error(`nodes differ at height ${height} (block and app hash):\n${told}`);
    }
    const [block, app] = only[0].split(" ") as [string, string];
    return { block, app };
  }

  /** Ends all nodes in order; resolves to how each that ran ended. */
  async stop(): Promise<Map<string, number | string>> {
    this.ending = true;
    const ends = new Map<string, number | string>();
    const running = this.nodes.filter(({ state }) => state !== "stopped");
    await Promise.all(running.map(async (node) => ends.set(node.name, await node.stop())));
    await this.links?.close();
    return ends;
  }

  /** Ends all nodes and deletes the network's folder. */
  async destroy(): Promise<void> {
    this.ending = true;
    await Promise.all(this.nodes.map((node) => node.kill()));
    await this.links?.close();
    this.namespaces?.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
