import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { packTransactions } from "../workload/file.js";
import { LoadGenerator, type LoadOptions } from "./generator.js";
import { buildRequests } from "./requests.js";

/** Takes calls as CometBFT's RPC does, and commits what is pending when told to. */
class FakeComet {
  readonly taken: string[] = [];
  readonly sockets: Socket[] = [];
  mostPending = 0;
  /** Which transactions are answered; the others are taken all the same. */
  answers: (text: string) => boolean = () => true;
  private pending = 0;
  private height = 0;
  private websocket: Socket | undefined;
  private subscribed: () => void = () => undefined;
  readonly ready = new Promise<void>((resolve) => (this.subscribed = resolve));
  private readonly server: Server;

  constructor(onCall: (comet: FakeComet, socket: Socket) => boolean) {
    this.server = createServer((request, response) => {
      let body = "";
      request.on("data", (piece: Buffer) => (body += piece.toString()));
      request.on("end", () => {
        // What was pipelined behind the request that lost the connection is lost with it.
        if (request.socket.destroyed) return;
        const { params } = JSON.parse(body) as { params: { tx: string } };
        if (!onCall(this, request.socket)) return;
        const text = Buffer.from(params.tx, "base64").toString();
        if (!this.taken.includes(text)) this.mostPending = Math.max(this.mostPending, ++this.pending);
        this.taken.push(text);
        if (this.answers(text)) response.end('{"jsonrpc":"2.0","id":1,"result":{"code":0}}');
      });
    });
    this.server.on("upgrade", (_request, socket: Socket) => {
      this.websocket = socket;
      socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
      socket.once("data", () => this.subscribed());
    });
    this.server.on("connection", (socket: Socket) => this.sockets.push(socket));
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return (this.server.address() as AddressInfo).port;
  }

  commit(): void {
    const value = { height: String(++this.height), num_txs: String(this.pending) };
    this.pending = 0;
    const text = JSON.stringify({ result: { data: { type: "tendermint/event/NewBlockEvents", value } } });
    this.websocket?.write(
      Buffer.concat([Buffer.from([0x81, 126, text.length >> 8, text.length & 255]), Buffer.from(text)]),
    );
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

const texts = Array.from({ length: 40 }, (_, index) => `tx ${index}`);
const requests = buildRequests(packTransactions(texts.map((text) => Buffer.from(text))), {
  from: 0,
  to: 40,
  batch: 1,
  connections: 2,
});

async function generatorFor(comet: FakeComet, options: Partial<LoadOptions>): Promise<LoadGenerator> {
  const limits = { window: 4, inFlight: 1000, rate: 0, deadlineMs: 20_000, stallMs: 20_000 };
  const generator = new LoadGenerator(requests, { rpcPort: await comet.listen(), ...limits, ...options });
  await generator.open();
  await comet.ready;
  return generator;
}

test("everything is sent once, and no more is pending than allowed", async () => {
  // A block whenever the node has all that may be pending.
  const comet = new FakeComet((self) => {
    if (self.taken.length % 10 === 9) setImmediate(() => self.commit());
    return true;
  });
  const result = await (await generatorFor(comet, { inFlight: 10 })).run();
  comet.close();
  expect(result).toMatchObject({ end: "done", sent: 40, faults: 0, losses: 0 });
  expect([...comet.taken].sort()).toEqual([...texts].sort());
  expect(comet.mostPending).toBeLessThanOrEqual(10);
  expect(result.blocks.reduce((sum, { txs }) => sum + txs, 0)).toBe(40);
  expect(result.sentAt).toHaveLength(40);
  expect(Math.min(...result.sentAt)).toBeGreaterThanOrEqual(result.startedAt);
});

test("a connection that is lost is opened again, and what it had under way is sent again", async () => {
  let calls = 0;
  const comet = new FakeComet((self, socket) => {
    if (++calls === 15) {
      socket.destroy();
      return false;
    }
    if (new Set(self.taken).size === 39) setImmediate(() => self.commit());
    return true;
  });
  const result = await (await generatorFor(comet, {})).run();
  comet.close();
  expect(result).toMatchObject({ end: "done", sent: 40, losses: 1 });
  expect(new Set(comet.taken).size).toBe(40);
  // Each connection's own order is kept: the first time that a transaction is taken, all before it in its lane were.
  for (const parity of [0, 1]) {
    const numbers = [...new Set(comet.taken)].map((text) => Number(text.slice(3))).filter((n) => n % 2 === parity);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  }
});

test("no connection gets far ahead of one that is not answered", async () => {
  // The second has its window full of unanswered calls from the start.
  const comet = new FakeComet(() => true);
  comet.answers = (text) => Number(text.slice(3)) % 2 === 0;
  const result = await (await generatorFor(comet, { inFlight: 20, stallMs: 300 })).run();
  comet.close();
  expect(result.end).toBe("stalled");
  expect(result.reason).toBe("nothing was committed for 0.3 s: 14 of 14 sent are missing, and 4 requests unanswered");
  const numbers = comet.taken.map((text) => Number(text.slice(3)));
  expect(numbers.filter((n) => n % 2 === 1)).toEqual([1, 3, 5, 7]);
  // Its next is number 9: the first may send those before number 19.
  expect(numbers.filter((n) => n % 2 === 0)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
});

test("when the node goes, the run ends and says so", async () => {
  const comet = new FakeComet((self) => {
    if (self.taken.length === 20) self.close();
    return true;
  });
  const result = await (await generatorFor(comet, {})).run();
  expect(result.end).toBe("lost");
  expect(result.reason).not.toBe("");
});
