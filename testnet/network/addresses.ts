import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Ports of one node. */
export interface NodePorts {
  readonly p2p: number;
  readonly rpc: number;
  readonly cometMetrics: number;
  readonly rest: number;
  readonly grpc: number;
  readonly metrics: number;
  readonly ethereum: number;
}

/** Where a node listens and by which name others reach it. */
export interface NodeAddress {
  readonly host: string;
  /** The address that its servers are bound to. */
  readonly listen: string;
  readonly ports: NodePorts;
  /** The one address that it can reach; it is `host` where nodes share a network. */
  readonly gateway?: string;
}

/** The ports that a node has when nothing else is said, and explorers and wallets look at. */
export const usualPorts: NodePorts = {
  p2p: 26656,
  rpc: 26657,
  cometMetrics: 26660,
  rest: 1317,
  grpc: 9090,
  metrics: 26661,
  ethereum: 8545,
};

/** Distance between the ports of two nodes on one machine: 26657, 26757, 26857. */
const PORT_STEP = 100;

/** Addresses of nodes on this machine: the first has the usual ports, each other one those of the node before plus 100. */
export function usualAddresses(count: number, offset = 0): NodeAddress[] {
  return Array.from({ length: count }, (_, index) => loopback(shifted(usualPorts, offset + index * PORT_STEP)));
}

const shifted = (ports: NodePorts, by: number): NodePorts =>
  Object.fromEntries(
    Object.entries(ports).map(([name, port]: [string, number]) => [name, port + by]),
  ) as unknown as NodePorts;

/** Addresses of nodes in containers of their own, each reached by its name. */
export const containerAddresses = (names: readonly string[]): NodeAddress[] =>
  names.map((host) => ({ host, listen: "0.0.0.0", ports: usualPorts }));

const loopback = (ports: NodePorts): NodeAddress => ({ host: "127.0.0.1", listen: "127.0.0.1", ports });

/** Ports that each node needs. */
export const PORTS_OF_NODE = Object.keys(usualPorts).length;

/** Addresses with free ports, for tests. */
export const freeAddresses = async (count: number): Promise<NodeAddress[]> =>
  addressesOn(await freePorts(count * PORTS_OF_NODE));

/** Addresses of as many nodes as these ports are enough for. */
export function addressesOn(ports: readonly number[]): NodeAddress[] {
  const names = Object.keys(usualPorts);
  return Array.from({ length: Math.floor(ports.length / PORTS_OF_NODE) }, (_, node) =>
    loopback(
      Object.fromEntries(names.map((name, n) => [name, ports[node * PORTS_OF_NODE + n]!])) as unknown as NodePorts,
    ),
  );
}

/** Below the ports that systems give to connections, of which one could take a node's before it starts, and below `usualPorts`. */
const LOWEST_PORT = 10_000;
const HIGHEST_PORT = 25_999;
/** Workers of jest that look for ports each in a part of their own. */
const PARTS = 8;

/** So many free loopback ports, all different. @throws Error when there are not so many */
export async function freePorts(count: number): Promise<number[]> {
  const size = (HIGHEST_PORT - LOWEST_PORT + 1) / PARTS;
  // A port is free until its node starts, and while it is away: files that run beside each other must not share any.
  const lowest = LOWEST_PORT + (Number(process.env["JEST_WORKER_ID"] ?? "0") % PARTS) * size;
  // Elsewhere each time: other runs of tests look for ports too.
  const start = randomInt(size);
  const ports: number[] = [];
  for (let tried = 0; ports.length < count; tried++) {
    if (tried === size) throw new Error(`there are no ${count} free ports from ${lowest} to ${lowest + size - 1}`);
    const port = lowest + ((start + tried) % size);
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => resolve(true));
  });
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}
