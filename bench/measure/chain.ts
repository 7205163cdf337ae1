import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Chain, ChainSetup, RunningChain } from "../chains/chain.js";
import { freePorts } from "../chains/ports.js";
import type { AccountBook } from "../workload/accounts.js";
import { memoryOf } from "./proc.js";
import { reachHeight, Rpc } from "./rpc.js";
import { sumByRole } from "./usage.js";

/** A chain that makes blocks. */
export interface LiveChain {
  readonly setup: ChainSetup;
  readonly running: RunningChain;
  readonly rpc: Rpc;
  /** From the start of its processes to the first block, genesis included. */
  readonly firstBlockSeconds: number;
  /** Peak memory of each process until the first block, in bytes. */
  readonly genesisPeak: Readonly<Record<string, number>>;
}

/** Resident memory by role, in bytes. */
export function memory(chain: RunningChain, which: "now" | "peak"): Record<string, number> {
  return sumByRole(chain.watched.map(({ role, pid }) => [role, memoryOf(pid)[which]]));
}

export interface LiveOptions {
  /** Folder for the homes of a run. */
  readonly folder: string;
  readonly book: AccountBook;
  readonly settings?: Readonly<Record<string, string>>;
  /** It is to be filled with accounts before it is measured. */
  readonly filling?: boolean;
  /** Time for the first block, genesis included. */
  readonly timeoutMs: number;
  /** Leaves the home where it is, for a look at its logs. */
  readonly keep: boolean;
}

/** Makes a chain, lets it run while `work` measures it, ends it, and deletes its home. */
export async function withChain<T>(
  chain: Chain,
  { folder, book, settings, filling = false, timeoutMs, keep }: LiveOptions,
  work: (live: LiveChain) => Promise<T>,
): Promise<T> {
  const home = join(folder, `${chain.name}-${process.pid}-${Date.now()}`);
  const [ports, ...others] = await freePorts(chain.validators);
  const setup = { home, ports: ports!, others, book, filling, ...(settings === undefined ? {} : { settings }) };
  try {
    await chain.prepare(setup);
    const live = await startLive(chain, setup, timeoutMs);
    try {
      return await work(live);
    } finally {
      await live.running.stop();
    }
  } finally {
    if (!keep) rmSync(home, { recursive: true, force: true });
  }
}

/** Starts a prepared chain, the first time or again, and waits for a block that it makes now. */
export async function startLive(chain: Chain, setup: ChainSetup, timeoutMs: number, above = 0): Promise<LiveChain> {
  const begun = Date.now();
  const running = await chain.start(setup);
  const rpc = new Rpc(setup.ports.rpc);
  try {
    await reachHeight(rpc, above + 1, { timeoutMs, running: () => running.ended() });
  } catch (error) {
    await running.stop();
    throw error;
  }
  const firstBlockSeconds = (Date.now() - begun) / 1000;
  return { setup, running, rpc, firstBlockSeconds, genesisPeak: memory(running, "peak") };
}
