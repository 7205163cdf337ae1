import { connect, createServer, type Server, type Socket } from "node:net";
import type { LinkRecord, NetworkRecord } from "./homes.js";

/** One direction of dialling between two nodes: what connects to its port is passed on to the other's p2p port. */
class Link {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private cut = false;

  constructor(
    readonly record: LinkRecord,
    private readonly target: number,
  ) {
    this.server = createServer((socket) => this.passOn(socket));
  }

  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(this.record.port, "127.0.0.1", resolve);
    });
  }

  /** Cut: open connections break, and new ones end at once. */
  setCut(cut: boolean): void {
    this.cut = cut;
    if (cut) this.closeAll();
  }

  async close(): Promise<void> {
    this.closeAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private closeAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private passOn(from: Socket): void {
    if (this.cut) {
      from.destroy();
      return;
    }
    const to = connect(this.target, "127.0.0.1");
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.pipe(other);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  }
}

/** All links of a network whose manifest has them: each can be cut without privileges, on any system. */
export class Links {
  private constructor(private readonly links: readonly Link[]) {}

  /** Opens the links' ports. @throws Error when one is taken */
  static async open({ links, nodes }: NetworkRecord): Promise<Links> {
    const ports = new Map(nodes.map(({ manifest, address }) => [manifest.name, address.ports.p2p]));
    const all = links.map((record) => new Link(record, ports.get(record.to)!));
    for (const link of all) await link.open();
    return new Links(all);
  }

  /** Cuts a node off from all others, in both directions. */
  disconnect(name: string): void {
    for (const link of this.of(name)) link.setCut(true);
  }

  /** Opens a node's links again; nodes find each other within CometBFT's pause between two dials, 5 to 8 s. */
  reconnect(name: string): void {
    for (const link of this.of(name)) link.setCut(false);
  }

  async close(): Promise<void> {
    for (const link of this.links) await link.close();
  }

  private of(name: string): Link[] {
    return this.links.filter(({ record: { from, to } }) => from === name || to === name);
  }
}
