import { setTimeout as pause } from "node:timers/promises";
import type { Network } from "./network.js";
import type { NetworkNode } from "./node.js";

/**
 * What can happen to a node. A stop that takes no time is a restart; `upgrade` is one after which another program goes on.
 * What comes after that happens on links, and needs a manifest with them.
 */
export const faultKinds = ["kill", "stop", "pause", "upgrade", "disconnect", "partition", "delay", "loss"] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Those that happen on links. */
export const linkFaults: readonly FaultKind[] = ["disconnect", "partition", "delay", "loss"];

/** The same happens to some nodes at once. */
export interface Fault {
  readonly kind: FaultKind;
  /** Of a partition: those on one side of it; all others are on the other. */
  readonly victims: readonly string[];
  /** Of a delay, in milliseconds; 300 unless told. */
  readonly delayMs?: number;
  /** Of a loss: the share of what is sent, 0 to below 1; 0.1 unless told. */
  readonly loss?: number;
  /** Of an upgrade: a folder with the other program, built. In a manifest's file: relative to the file. */
  readonly program?: string;
}

/** A fault of a manifest, counted from when the network has started. */
export interface ScheduledFault extends Fault {
  readonly afterSeconds: number;
  readonly forSeconds: number;
}

const DELAY_MS = 300;
const LOSS = 0.1;

/** Lets a fault happen. @throws Error when it needs links and the manifest has none */
export async function beginFault(network: Network, { kind, victims, ...how }: Fault): Promise<void> {
  if (kind === "partition") return network.partition(victims);
  await Promise.all(victims.map((name) => befall(network, network.node(name), { kind, ...how })));
}

async function befall(network: Network, node: NetworkNode, fault: Omit<Fault, "victims">): Promise<void> {
  switch (fault.kind) {
    case "kill":
      return node.kill();
    case "stop":
    case "upgrade":
      await node.stop();
      return;
    case "pause":
      return node.pause();
    case "disconnect":
      return network.disconnect(node.name);
    case "delay":
      return network.degrade({ delayMs: fault.delayMs ?? DELAY_MS }, node.name);
    case "loss":
      return network.degrade({ loss: fault.loss ?? LOSS }, node.name);
    case "partition":
      return network.partition([node.name]);
  }
}

/** Ends it: nodes that were down are started, and not waited for. */
export function endFault(network: Network, { kind, victims, program }: Fault): void {
  if (kind === "partition") return network.rejoin(victims);
  for (const name of victims) {
    const node = network.node(name);
    if (kind === "pause") node.resume();
    else if (kind === "disconnect") network.reconnect(name);
    else if (kind === "delay") network.degrade({ delayMs: 0 }, name);
    else if (kind === "loss") network.degrade({ loss: 0 }, name);
    else node.launch(kind === "upgrade" ? program : undefined);
  }
}

/**
 * Lets faults happen when their time comes; resolves when the last one has ended, or when it is interrupted: faults that
 * are under way then stay. `tell` hears of each.
 */
export async function runSchedule(
  network: Network,
  faults: readonly ScheduledFault[],
  { signal, tell }: { readonly signal?: AbortSignal; readonly tell?: (line: string) => void } = {},
): Promise<void> {
  const wait = (seconds: number): Promise<void> => pause(seconds * 1000, undefined, signal && { signal });
  const run = async (fault: ScheduledFault): Promise<void> => {
    const what = `${fault.kind} ${fault.victims.join(", ")}`;
    await wait(fault.afterSeconds);
    tell?.(what);
    await beginFault(network, fault);
    await wait(fault.forSeconds);
    endFault(network, fault);
    tell?.(`end of ${what}`);
  };
  try {
    await Promise.all(faults.map(run));
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}

/** @throws Error that says what is wrong with a fault of a manifest */
export function checkFault(
  fault: ScheduledFault,
  {
    names,
    cosmovisor,
    links,
  }: { readonly names: ReadonlySet<string>; readonly cosmovisor: ReadonlySet<string>; readonly links: boolean },
): void {
  const { kind, victims, delayMs = DELAY_MS, loss = LOSS, program, afterSeconds, forSeconds } = fault;
  if (!faultKinds.includes(kind)) throw new Error(`kind of a fault has to be one of ${faultKinds.join(", ")}`);
  if (!Array.isArray(victims) || victims.length === 0) throw new Error(`${kind}: victims has to list nodes`);
  for (const name of victims as readonly string[])
    if (!names.has(name)) throw new Error(`${kind}: there is no node ${name}`);
  if (linkFaults.includes(kind) && !links) throw new Error(`${kind}: it happens on links, so it needs links: true`);
  if (kind === "upgrade") {
    if (program === undefined) throw new Error("upgrade: program has to name a folder");
    const under = (victims as readonly string[]).find((name) => cosmovisor.has(name));
    if (under !== undefined) throw new Error(`upgrade: ${under} is under cosmovisor, which changes programs itself`);
  }
  for (const [field, value] of Object.entries({ afterSeconds, forSeconds, delayMs })) {
    if (!Number.isFinite(value) || value < 0) throw new Error(`${kind}: ${field} has to be 0 or more`);
  }
  if (!(loss >= 0 && loss < 1)) throw new Error(`${kind}: loss has to be 0 to below 1`);
}
