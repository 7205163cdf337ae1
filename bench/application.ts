/**
 * `make bench-application`: what a bank send costs the application alone, without CometBFT and the sockets between them.
 * Where `make bench` varies by a tenth from run to run, two versions of the application are told apart here by a fiftieth.
 *
 * Each round checks as many transactions as a block holds, in the order in which they come and told of ahead as a connection
 * tells of them, then proposes them, judges the proposal, executes and commits. The first round finds code and accounts
 * cold.
 */
import { join } from "node:path";
import { ResponseFinalizeBlock } from "cosmjs-types/tendermint/abci/types";
import { silentLogger } from "../abci/app/logger.js";
import { startSignatureThreads } from "../abci/app/signatures/threads.js";
import { Turns } from "../abci/app/turns.js";
import { AHEAD, TOLD_TOGETHER } from "../abci/server/connection.js";
import { defaultLimits } from "../abci/server/limits.js";
import { AddressCodec } from "../abci/state/addresses.js";
import { boundHeap } from "../cli/node/memory.js";
import { decodeMessage } from "../proto/reader.js";
import { INNER_NAMES, InnerChain } from "./inner/chain.js";
import { appState } from "./inner/state.js";
import { cpuMicros, mainThreadMicros, memoryOf } from "./measure/proc.js";
import { megabytes, table } from "./report/format.js";
import { projectRoot } from "./root.js";
import { command, say } from "./setup.js";
import { type Sender, senderAt } from "./workload/accounts.js";
import { signTransaction } from "./workload/transaction.js";

const OPTIONS = {
  accounts: [20_000, "accounts, all of which send"],
  block: [5_000, "sends in a block"],
  rounds: [8, "blocks"],
} as const;

const NEW = 0;

/** Signs the sends of one round; accounts take turns. */
function signRound(
  senders: readonly Sender[],
  addresses: readonly string[],
  { round, block }: { round: number; block: number },
): Uint8Array[] {
  return Array.from({ length: block }, (_, at) => {
    const nth = round * block + at;
    const index = nth % senders.length;
    return signTransaction(senders[index]!, INNER_NAMES, {
      action: "send",
      from: addresses[index]!,
      to: addresses[(index * 7919 + round + 1) % senders.length]!,
      amount: 1 + (nth % 1000),
      fee: 1,
      sequence: Math.floor(nth / senders.length),
      accountNumber: index,
    });
  });
}

async function checkAll({ app }: InnerChain, txs: readonly Uint8Array[]): Promise<void> {
  const turns = new Turns(defaultLimits.turnMillis);
  let told = 0;
  for (let at = 0; at < txs.length; at++) {
    if (at % TOLD_TOGETHER === 0) {
      const until = Math.min(at + AHEAD, txs.length);
      void app.expectChecks(txs.slice(told, until));
      told = until;
    }
    const answer = await app.checkTx({ tx: txs[at]!, type: NEW });
    // The code, field 1, is left out when it is 0.
    if (answer[0] === 0x08) throw new Error(`a send was refused: ${Buffer.from(answer).toString("latin1")}`);
    const pending = turns.over();
    if (pending !== undefined) await pending;
  }
}

/** @throws Error when a transaction of a block failed: what was measured would be no send */
function requireExecuted(answer: readonly Uint8Array[]): void {
  const { txResults } = decodeMessage(ResponseFinalizeBlock, Buffer.concat(answer));
  const failed = txResults.find(({ code }) => code !== 0);
  if (failed !== undefined) throw new Error(`a send failed in its block: ${failed.log}`);
}

command(OPTIONS, async ({ accounts, block, rounds }) => {
  boundHeap();
  const root = projectRoot();
  const signatures = startSignatureThreads(join(root, "dist", "abci", "app", "signatures", "worker.js"), silentLogger);
  const chain = await InnerChain.open(signatures);
  try {
    say(`making ${accounts} accounts`);
    const senders = Array.from({ length: accounts }, (_, index) => senderAt(index));
    const codec = new AddressCodec(INNER_NAMES.prefix);
    const addresses = senders.map(({ address }) => codec.format(address));
    await chain.init(appState(accounts, (index) => senders[index]!.address));
    await chain.finalize([]);
    await chain.app.commit();
    const rows: string[][] = [];
    for (let round = 0; round < rounds; round++) {
      const txs = signRound(senders, addresses, { round, block });
      const before = { process: cpuMicros(process.pid), main: mainThreadMicros(process.pid) };
      const times = [performance.now()];
      const lap = (): unknown => times.push(performance.now());
      await checkAll(chain, txs);
      lap();
      const proposed = await chain.propose(txs);
      lap();
      if (proposed.length !== block)
        throw new Error(`${proposed.length} of ${block} sends were proposed: take smaller blocks`);
      const answer = await chain.finalize(proposed);
      lap();
      await chain.app.commit();
      lap();
      const used = {
        process: cpuMicros(process.pid) - before.process,
        main: mainThreadMicros(process.pid) - before.main,
      };
      requireExecuted(answer);
      const each = (micros: number): string => (micros / block).toFixed(0);
      rows.push([
        String(round + 1),
        each(used.process),
        each(used.main),
        ...times.slice(1).map((time, at) => each((time - times[at]!) * 1000)),
        megabytes(memoryOf(process.pid).now),
      ]);
      say(`block ${round + 1} of ${rounds}`);
    }
    const header = ["block", "CPU µs/send", "main thread", "check", "propose", "execute", "commit", "RSS"];
    process.stdout.write(`${table(header, rows)}\n`);
    return 0;
  } finally {
    await chain.close();
    await signatures.close();
  }
});
