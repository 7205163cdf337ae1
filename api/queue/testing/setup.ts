import { silentLogger } from "../../../abci/app/logger.js";
import { defaultQueue, type QueueConfig } from "../../config.js";
import { Commits } from "../commits.js";
import { Offering } from "../offering.js";
import { outcomeOf } from "../outcome.js";
import { TransactionQueue } from "../queue.js";
import { QueueStore } from "../store.js";
import { candidateOf, type ModelNode, type ModelTx } from "./model-node.js";

/** A queue over a model of a node, and a clock that stands still. */
export interface TestQueue {
  readonly queue: TransactionQueue;
  readonly store: QueueStore;
  readonly offering: Offering;
  readonly time: { now: number };
  /** Hands a transaction in as a client that wants it kept does. @returns whether the mempool or the queue has it */
  submit(tx: ModelTx, options?: { ttlMs?: number; timeoutHeight?: bigint; timeoutMs?: number }): Promise<boolean>;
  /** Makes a block, and looks through the queue. */
  block(count?: number): Promise<void>;
  close(): Promise<void>;
}

export async function openTestQueue(
  file: string,
  node: ModelNode,
  changes: Partial<QueueConfig> = {},
): Promise<TestQueue> {
  const limits: QueueConfig = { ...defaultQueue, file, ...changes };
  const time = { now: 1_700_000_000_000 };
  const clock = (): number => time.now;
  const store = await QueueStore.open(file, silentLogger);
  await store.wakeAll();
  const nothing = (): void => undefined;
  const commits = new Commits({ comet: node, store, clock, ended: nothing, logger: silentLogger });
  const offering = new Offering({
    ...{ store, commits, clock, chain: node, logger: silentLogger, offered: nothing },
    offer: async (bytes) => outcomeOf(await node.broadcast(bytes)),
    offerAgainBlocks: BigInt(limits.offerAgainBlocks),
  });
  const queue = new TransactionQueue({
    store,
    commits,
    offering,
    chain: node,
    limits,
    clock,
    came: nothing,
    ended: nothing,
  });
  return {
    ...{ queue, store, offering, time },
    async submit(tx, { ttlMs, ...timeouts } = {}) {
      const candidate = candidateOf(tx, timeouts);
      const height = await node.height();
      const outcome = outcomeOf(await node.broadcast(candidate.bytes));
      if (outcome.kind === "taken") await queue.watch(candidate, height);
      if (outcome.kind === "later") await queue.keep(candidate, outcome, ttlMs);
      return outcome.kind !== "never";
    },
    async block(count) {
      node.commit(count);
      await offering.onHeight(await node.height());
    },
    async close() {
      await offering.idle();
      await store.close();
    },
  };
}
