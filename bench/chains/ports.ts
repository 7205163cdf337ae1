import { createServer } from "node:net";
import type { Ports } from "./chain.js";

/** Ports of so many nodes that were free on loopback a moment ago, all different. */
export async function freePorts(nodes: number): Promise<Ports[]> {
  // All are held at once, so that no two are the same.
  const servers = await Promise.all(Array.from({ length: 7 * nodes }, listen));
  const ports = servers.map(({ port }) => port);
  await Promise.all(servers.map(({ close }) => close()));
  return Array.from({ length: nodes }, (_, node) => {
    const [rpc = 0, p2p = 0, abci = 0, rest = 0, grpc = 0, metrics = 0, ethereum = 0] = ports.slice(7 * node);
    return { rpc, p2p, abci, rest, grpc, metrics, ethereum };
  });
}

function listen(): Promise<{ port: number; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve({ port, close: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}
