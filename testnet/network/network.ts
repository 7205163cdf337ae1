import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freeAddresses, freePorts } from "./addresses.js";
import { linkCount, makeNetwork, type NetworkRecord, type NodeRecord } from "./homes.js";
import { Links } from "./links.js";
import type { NetworkManifest } from "./manifest.js";
import { NetworkNode } from "./node.js";
import { stateSyncSettings } from "./state-sync.js";

/** A network of real nodes on this machine: each is `echoind` with CometBFT, in processes of its own. */
export class Network {
  readonly nodes: readonly NetworkNode[];
  private links: Links | undefined;

  private constructor(
    readonly record: NetworkRecord,
    readonly folder: string,
    root: string,
  ) {
    this.nodes = record.nodes.map(
      ({ manifest, address }) =>
        new NetworkNode({
          name: manifest.name,
          root: manifest.program ?? root,
          home: join(folder, manifest.name),
          address,
        }),
    );
  }

  /** The network that was made in this folder. Its links are open from here on. */
  static async open(record: NetworkRecord, folder: string, root: string): Promise<Network> {
    const network = new Network(record, folder, root);
    if (record.links.length > 0) network.links = await Links.open(record);
    return network;
  }

  /** A new network on free ports, in a temporary folder; `destroy` ends and deletes it. */
  static async temporary(manifest: NetworkManifest, root: string): Promise<Network> {
    const folder = mkdtempSync(join(tmpdir(), "echoin-net-"));
    const addresses = await freeAddresses(manifest.nodes.length);
    const linkPorts = await freePorts(linkCount(manifest));
    const record = await makeNetwork({ root, folder, manifest, addresses, linkPorts });
    return Network.open(record, folder, root);
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
    await node.start();
    const caughtUp = async (): Promise<true | undefined> =>
      (await node.status()).sync_info.catching_up ? undefined : true;
    await node.until(caughtUp, { what: "the end of catching up" });
    return node;
  }

  /** Cuts a node off from its peers. @throws Error when the manifest has no links */
  disconnect(name: string): void {
    this.requireLinks().disconnect(this.node(name).name);
  }

  /** Ends what `disconnect` did. @throws Error when the manifest has no links */
  reconnect(name: string): void {
    this.requireLinks().reconnect(this.node(name).name);
  }

  private requireLinks(): Links {
    if (this.links === undefined) throw new Error("nodes can be disconnected when the manifest has links: true");
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
    const ends = new Map<string, number | string>();
    const running = this.nodes.filter(({ state }) => state !== "stopped");
    await Promise.all(running.map(async (node) => ends.set(node.name, await node.stop())));
    await this.links?.close();
    return ends;
  }

  /** Ends all nodes and deletes the network's folder. */
  async destroy(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
    await this.links?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
