import { createServer, type Server } from "node:net";

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

/** Addresses with free ports for tests. Another process could take one before the node does, which the node then says. */
export async function freeAddresses(count: number): Promise<NodeAddress[]> {
  const names = Object.keys(usualPorts) as (keyof NodePorts)[];
  const ports = await freePorts(count * names.length);
  const next = (): number => ports.pop()!;
  return Array.from({ length: count }, () =>
    loopback(Object.fromEntries(names.map((name) => [name, next()])) as unknown as NodePorts),
  );
}

/** So many free loopback ports, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ports.push((server.address() as { port: number }).port);
  }
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}
