import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { freeAddresses, freePorts } from "./addresses.js";
import type { NetworkRecord } from "./homes.js";
import { Links } from "./links.js";
import { validatorsManifest } from "./manifest.js";
import { CLEAR, RETRANSMIT_MS } from "./passage.js";

let servers: Server[] = [];
let links: Links;
let record: NetworkRecord;

// Two nodes that echo what they hear, and a link in each direction.
beforeEach(async () => {
  const manifest = { ...validatorsManifest(2, "c-1"), links: true };
  const addresses = await freeAddresses(2);
  const [there, back] = (await freePorts(2)) as [number, number];
  servers = addresses.map(({ ports }) => createServer((socket) => socket.pipe(socket)).listen(ports.p2p, "127.0.0.1"));
  record = {
    manifest,
    nodes: manifest.nodes.map((node, index) => ({ manifest: node, id: "", address: addresses[index]! })),
    links: [
      { from: "validator0", to: "validator1", host: "127.0.0.1", port: there },
      { from: "validator1", to: "validator0", host: "127.0.0.1", port: back },
    ],
  };
  links = await Links.open(record);
});
afterEach(async () => {
  await links.close();
  for (const server of servers) server.close();
});

const dial = (index: number): Socket => connect(record.links[index]!.port, "127.0.0.1").on("error", () => {});

async function echo(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [heard] = (await once(socket, "data")) as [Buffer];
  return heard.toString();
}

test("a link passes on what is sent, both ways", async () => {
  const socket = dial(0);
  expect(await echo(socket, "hello")).toBe("hello");
  socket.destroy();
});

test("a cut ends what is open in both directions, refuses what is new, and heals", async () => {
  const [out, back] = [dial(0), dial(1)];
  expect([await echo(out, "a"), await echo(back, "b")]).toEqual(["a", "b"]);
  const closed = [once(out, "close"), once(back, "close")];
  links.set({ cut: true }, "validator1");
  await Promise.all(closed);
  await once(dial(0), "close");
  links.set({ cut: false }, "validator1");
  const again = dial(0);
  expect(await echo(again, "c")).toBe("c");
  again.destroy();
});

test("a node that is down is a closed connection, not a hanging one", async () => {
  servers[1]!.close();
  await once(servers[1]!, "close");
  await once(dial(0), "close");
});

test("what is held arrives in order when it is released, and the connection stays open", async () => {
  const socket = dial(0);
  expect(await echo(socket, "a")).toBe("a");
  links.set({ held: true }, "validator0", "validator1");
  let heard = "";
  socket.on("data", (bytes: Buffer) => (heard += bytes.toString()));
  socket.write("b");
  socket.write("c");
  await pause(100);
  expect(heard).toBe("");
  links.setAll(CLEAR);
  while (heard !== "bc") await once(socket, "data");
  socket.destroy();
});

test("more than the link carries at once waits at the sender, and none of it is lost", async () => {
  const socket = dial(0);
  const sent = Buffer.alloc(5 * 1024 * 1024, "0123456789");
  links.set({ held: true }, "validator1");
  socket.write(sent);
  await pause(100);
  links.setAll(CLEAR);
  const parts: Buffer[] = [];
  socket.on("data", (bytes: Buffer) => parts.push(bytes));
  while (parts.reduce((sum, { length }) => sum + length, 0) < sent.length) await once(socket, "data");
  expect(Buffer.concat(parts).equals(sent)).toBe(true);
  socket.destroy();
});

test("a delay counts in each direction, and a loss is the time until TCP sends again", async () => {
  const socket = dial(0);
  await echo(socket, "a");
  const roundTrip = async (): Promise<number> => {
    const since = performance.now();
    await echo(socket, "b");
    return performance.now() - since;
  };
  links.set({ delayMs: 50 }, "validator0");
  expect(await roundTrip()).toBeGreaterThan(95);
  links.set({ delayMs: 0, loss: 0.9 }, "validator0");
  let longest = 0;
  for (let n = 0; n < 3; n++) longest = Math.max(longest, await roundTrip());
  expect(longest).toBeGreaterThan(RETRANSMIT_MS - 5);
  socket.destroy();
});
