/** `eth_call` beside a load of sends, and block times beside calls that take long. */
import { hexOf } from "../../modules/evm/hex.js";
import { prepareLoad } from "../load/start.js";
import type { LiveChain } from "../measure/chain.js";
import type { Summary } from "../measure/stats.js";
import { startReaders } from "../readers/start.js";
import type { ReadResult } from "../readers/main.js";
import { longer, watchBlocks } from "../steady.js";
import { ethereumSender } from "./accounts.js";
import { callData, contracts } from "./contracts.js";
import type { EvmNode } from "./nodes.js";

export interface CallOptions {
  /** Sends a second while calls are measured. */
  readonly rate: number;
  /** Length of each span. */
  readonly seconds: number;
  /** Clients that ask for a balance, and how long each waits between two. */
  readonly clients: number;
  readonly everyMs: number;
  /** Clients that have a call of much gas under way all the time. */
  readonly heavy: number;
}

/** What calls came to beside a steady load of sends. */
export interface CallResult {
  /** Balances of a token, asked for beside the load alone. */
  readonly views: ReadResult;
  /** Block times beside the load alone, and with the calls of much gas. */
  readonly without: Summary;
  readonly beside: Summary;
  /** By what share blocks became longer. */
  readonly longer: number;
  readonly heavy: ReadResult;
  readonly end: string;
  readonly committed: number;
}

/** Gas of a heavy call. */
const HEAVY_GAS = 10_000_000;

/** Seconds in which nothing is measured: when the load starts, and when the first calls come. */
const SETTLE = 3;

/** Seconds that the load needs to last. */
export const callSeconds = (seconds: number): number => 2 * SETTLE + 3 * seconds + 10;

/** @param load a part of the workload that lasts for `callSeconds` at the rate */
export async function measureCalls(
  node: EvmNode,
  live: LiveChain,
  options: CallOptions,
  { root, workload, from, to }: { root: string; workload: string; from: number; to: number },
): Promise<CallResult> {
  const { rate, seconds, clients, everyMs, heavy: heavyClients } = options;
  const { port } = node.rpc;
  const deadlineMs = 1000 * callSeconds(seconds);
  const load = await prepareLoad(root, {
    ...{ workload, from, to, batch: 1, connections: 4, door: "ethereum" },
    options: { rpcPort: port, window: 64, inFlight: 20_000, rate, deadlineMs, stallMs: 60_000 },
  });
  const loaded = load.run();
  loaded.catch(() => undefined);
  await watchBlocks(live, SETTLE);
  const without = await watchBlocks(live, seconds);
  const readers = { port, concurrency: clients, everyMs, priority: "high", requests: views() } as const;
  // The first calls of a node's life wait for V8 to compile what they run.
  const stopFirst = startReaders(root, readers);
  await watchBlocks(live, SETTLE);
  await stopFirst();
  const stopViews = startReaders(root, readers);
  await watchBlocks(live, seconds);
  const viewsRead = await stopViews();
  const stopHeavy = startReaders(root, { port, concurrency: heavyClients, requests: [heavyCall()] });
  const beside = await watchBlocks(live, seconds);
  const heavy = await stopHeavy();
  const { result } = await loaded;
  const committed = result.blocks.reduce((sum, { txs }) => sum + txs, 0);
  return { views: viewsRead, without, beside, longer: longer(beside, without), heavy, end: result.end, committed };
}

const call = (to: Uint8Array, data: Uint8Array, more: object = {}): { path: string; body: string } => {
  const params = [{ to: hexOf(to), data: hexOf(data), ...more }, "latest"];
  return { path: "/", body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_call", params }) };
};

const views = (): { path: string; body: string }[] =>
  Array.from({ length: 1000 }, (_, index) =>
    call(contracts.token, callData("Token", "balanceOf", ethereumSender(index).address)),
  );

/** A loop that uses all its gas but a small rest. */
const heavyCall = (): { path: string; body: string } =>
  call(contracts.writer, callData("Writer", "spin", 100_000n), { gas: `0x${HEAVY_GAS.toString(16)}` });
