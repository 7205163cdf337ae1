import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { freeAddresses, freePorts } from "./addresses.js";
import type { NetworkRecord } from "./homes.js";
import { Links } from "./links.js";
import { validatorsManifest } from "./manifest.js";

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
      { from: "validator0", to: "validator1", port: there },
      { from: "validator1", to: "validator0", port: back },
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
  links.disconnect("validator1");
  await Promise.all(closed);
  await once(dial(0), "close");
  links.reconnect("validator1");
  const again = dial(0);
  expect(await echo(again, "c")).toBe("c");
  again.destroy();
});

test("a node that is down is a closed connection, not a hanging one", async () => {
  servers[1]!.close();
  await once(servers[1]!, "close");
  await once(dial(0), "close");
});
