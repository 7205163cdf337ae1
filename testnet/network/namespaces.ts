import { execFileSync } from "node:child_process";
import { type NodeAddress, usualPorts } from "./addresses.js";
import type { Command } from "./cosmovisor.js";

const PREFIX = "echoin-";

/** How many networks can have namespaces at once, and nodes one of them. */
const MAX_NETWORKS = 200;
const MAX_NODES = 60;

const ip = (...args: readonly string[]): string => execFileSync("ip", args, { encoding: "utf8" });

/**
 * A network namespace for each node. Each is joined to this process's by a pair of devices, and has no route beyond: a node
 * reaches its gateway, where its links are, and no other node.
 */
export class Namespaces {
  private constructor(
    readonly names: readonly string[],
    readonly addresses: readonly NodeAddress[],
  ) {}

  /** @throws Error with the words of `ip` when this process may not make them */
  static make(count: number): Namespaces {
    if (count > MAX_NODES) throw new RangeError(`${count} nodes are too many for namespaces; at most ${MAX_NODES}`);
    removeForsaken();
    const network = process.pid % MAX_NETWORKS;
    const names: string[] = [];
    const addresses: NodeAddress[] = [];
    for (let index = 0; index < count; index++) {
      const name = `${PREFIX}${process.pid}-${index}`;
      // Four addresses for each pair: the network's, the two ends', and the one for all.
      const [gateway, host] = [1, 2].map((end) => `10.213.${network}.${index * 4 + end}`) as [string, string];
      const device = `ech${process.pid}-${index}`;
      ip("netns", "add", name);
      names.push(name);
      ip("link", "add", device, "type", "veth", "peer", "name", "up0", "netns", name);
      ip("addr", "add", `${gateway}/30`, "dev", device);
      ip("link", "set", device, "up");
      for (const inside of [
        ["addr", "add", `${host}/30`, "dev", "up0"],
        ["link", "set", "up0", "up"],
        ["link", "set", "lo", "up"],
      ]) {
        ip("-n", name, ...inside);
      }
      addresses.push({ host, listen: host, ports: usualPorts, gateway });
    }
    return new Namespaces(names, addresses);
  }

  /** Deletes them, and with them the devices that lead into them. */
  remove(): void {
    for (const name of this.names) ip("netns", "delete", name);
  }
}

/** A command as it runs in a namespace; as it is without one. */
export const inNamespace = (namespace: string | undefined, command: Command): Command =>
  namespace === undefined
    ? command
    : { ...command, file: "ip", args: ["netns", "exec", namespace, command.file, ...command.args] };

/** Deletes namespaces of processes that ended before they could. */
function removeForsaken(): void {
  for (const line of ip("netns", "list").split("\n")) {
    const [, name, pid] = /^(echoin-(\d+)-\d+)/.exec(line) ?? [];
    if (name === undefined || isAlive(Number(pid))) continue;
    ip("netns", "delete", name);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
