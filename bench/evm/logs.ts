/** `eth_getLogs` over many logs, of which it finds those of one address and topic. */
import { hexOf } from "../../modules/evm/hex.js";
import { keccak256 } from "../../modules/evm/crypto.js";
import { type Summary, summarize } from "../measure/stats.js";
import { callData, contracts } from "./contracts.js";
import type { EvmNode } from "./nodes.js";
import type { Deployer } from "./prepare.js";

export interface LogResult {
  /** Logs in the blocks that are asked about. */
  readonly logs: number;
  readonly blocks: number;
  /** Those with the address and the topic. */
  readonly found: number;
  /** Milliseconds of a query, from the request to its answer. */
  readonly times: Summary;
}

/** Logs of a transaction, of ten kinds in turn. */
const AT_ONCE = 1000;
const KINDS = 10;
const QUERIES = 20;
const NOTE = keccak256(Buffer.from("Note(uint256,uint256)"));

/** Writes so many logs, nine tenths by the contract that is asked for, and times queries for one kind of them. */
export async function measureLogs({ rpc }: EvmNode, from: Deployer, logs: number): Promise<LogResult> {
  const first = (await rpc.height()) + 1;
  const count = Math.ceil(logs / AT_ONCE);
  const data = callData("Writer", "note", BigInt(AT_ONCE));
  const { writer, neighbour } = contracts;
  const writers = Array.from({ length: count }, (_, index) => (index % 10 === 9 ? neighbour : writer));
  await from.sendAll(writers.map((to) => ({ to, data, gasLimit: 4_000_000n })));
  const last = await rpc.height();
  const wanted = (AT_ONCE / KINDS) * writers.filter((each) => each === writer).length;
  const kind = `0x${"7".padStart(64, "0")}`;
  const filter = {
    fromBlock: `0x${first.toString(16)}`,
    toBlock: `0x${last.toString(16)}`,
    address: hexOf(writer),
    topics: [hexOf(NOTE), kind],
  };
  const times: number[] = [];
  for (let query = 0; query < QUERIES; query++) {
    const begun = performance.now();
    const found = await rpc.call<unknown[]>("eth_getLogs", filter);
    times.push(performance.now() - begun);
    if (found.length !== wanted) throw new Error(`eth_getLogs found ${found.length} logs, and there are ${wanted}`);
  }
  return { logs: count * AT_ONCE, blocks: last - first + 1, found: wanted, times: summarize(times) };
}
