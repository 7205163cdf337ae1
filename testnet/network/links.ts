import { connect, createServer, type Server, type Socket } from "node:net";
import { Random } from "../../abci/sim/random.js";
import type { LinkRecord, NetworkRecord } from "./homes.js";
import { CLEAR, type LinkState, Passage } from "./passage.js";

/** Where bytes are lost is the same each time, as far as the nodes send the same. */
const LOSS_SEED = 1;

/** One direction of dialling between two nodes: what connects to its port is passed on to the other's p2p port. */
class Link {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly passages = new Set<Passage>();
  private state = CLEAR;

  constructor(
    readonly record: LinkRecord,
    private readonly target: { readonly host: string; readonly port: number },
    private readonly random: Random,
  ) {
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.passOn(socket));
  }

  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(this.record.port, this.record.host, resolve);
    });
  }

  set(change: Partial<LinkState>): void {
    this.state = { ...this.state, ...change };
    if (this.state.cut) this.closeAll();
    for (const passage of this.passages) passage.deliver();
  }

  async close(): Promise<void> {
    this.closeAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private closeAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private passOn(from: Socket): void {
    if (this.state.cut) {
      from.destroy();
      return;
    }
    const { host, port } = this.target;
    const to = connect({ host, port, allowHalfOpen: true, noDelay: true });
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const passage = new Passage(socket, other, () => this.state, this.random);
      this.sockets.add(socket);
      this.passages.add(passage);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        passage.close();
        this.passages.delete(passage);
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  }
}

/** All links of a network whose manifest has them: what happens on them needs no privileges, and works on any system. */
export class Links {
  private constructor(private readonly links: readonly Link[]) {}

  /** Opens the links' ports. @throws Error when one is taken */
  static async open({ links, nodes }: NetworkRecord): Promise<Links> {
    const targets = new Map(
      nodes.map(({ manifest, address: { host, ports } }) => [manifest.name, { host, port: ports.p2p }]),
    );
    const all = links.map((record, index) => new Link(record, targets.get(record.to)!, new Random(LOSS_SEED + index)));
    for (const link of all) await link.open();
    return new Links(all);
  }

  /**
   * Changes the state of the links between two nodes, in both directions; without a second one between the first and all
   * others. After a cut nodes find each other within CometBFT's pause between two dials, 5 to 8 s.
   */
  set(change: Partial<LinkState>, name: string, other?: string): void {
    for (const link of this.links) {
      const ends = [link.record.from, link.record.to];
      if (ends.includes(name) && (other === undefined || ends.includes(other))) link.set(change);
    }
  }

  /** Changes the state of all links. */
  setAll(change: Partial<LinkState>): void {
    for (const link of this.links) link.set(change);
  }

  async close(): Promise<void> {
    for (const link of this.links) await link.close();
  }
}
