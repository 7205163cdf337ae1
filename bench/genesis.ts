/**
 * What a genesis of many accounts costs the application:
 *
 *     node dist/bench/genesis.js [accounts]
 *
 * Each account has a balance. Prints time and resident memory of InitChain, the first block and its commit, and what is
 * left after it, without CometBFT and its connection.
 */
import { InnerChain } from "./inner/chain.js";
import { appState } from "./inner/state.js";
import { memoryOf } from "./measure/proc.js";
import { idleAddressAt } from "./workload/accounts.js";

const accounts = Number(process.argv[2] ?? 100_000);

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  const { rss, heapUsed, external } = process.memoryUsage();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const { peak } = memoryOf(process.pid);
  const memory = `rss ${megabytes(rss)} (at most ${megabytes(peak)}), heap ${megabytes(heapUsed)}, external ${megabytes(external)}`;
  console.log(`${what.padEnd(14)} ${seconds.padStart(6)} s  ${memory}`);
  return result;
}

async function main(): Promise<void> {
  const chain = await InnerChain.open();
  try {
    const state = { bytes: appState(accounts, idleAddressAt) };
    await timed(megabytes(state.bytes.length), () => chain.app.load());
    await timed("InitChain", () => chain.init(state.bytes));
    state.bytes = Buffer.alloc(0);
    for (let height = 1; height <= 5; height++) {
      await timed(`block ${height}`, () => chain.finalize([]));
      await timed("commit", () => chain.app.commit());
    }
    console.log(`app hash ${Buffer.from(chain.store.lastCommit.hash).toString("hex")}`);
  } finally {
    await chain.close();
  }
}

void main();
