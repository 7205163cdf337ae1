import type { Logger } from "../../abci/app/logger.js";
import { broadcastTx } from "../comet/broadcast.js";
import type { CometClient } from "../comet/client.js";
import type { QueueConfig } from "../config.js";
import type { Metrics } from "../metrics.js";
import { Commits } from "./commits.js";
import type { EthereumTransactions } from "./ethereum.js";
import { Intake, type IntakeChain } from "./intake.js";
import { Offering } from "./offering.js";
import { outcomeOf } from "./outcome.js";
import { TransactionQueue } from "./queue.js";
import type { QueueServiceParts } from "./service.js";
import { QueueStore } from "./store.js";

/** Between two looks at the queue while no block comes: a CometBFT that did not answer may do so now. */
const LOOK_MS = 5_000;

export interface QueueStartParts {
  readonly config: QueueConfig;
  readonly comet: CometClient;
  readonly chain: IntakeChain;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Unix milliseconds. */
  readonly clock?: () => number;
}

/** A node's queue of transactions, with what runs it. */
export interface RunningQueue extends QueueServiceParts {
  /** Where Ethereum's pool writes down what waits in it. */
  readonly ethereum: EthereumTransactions;
  /** Looks through the queue after a commit. */
  onHeight(height: bigint): void;
  close(): Promise<void>;
}

/** Opens the queue's file and goes on where it was. @throws StoreOpenError */
export async function startQueue(parts: QueueStartParts): Promise<RunningQueue> {
  const { config, comet, chain, metrics, clock = Date.now } = parts;
  const logger = parts.logger.child({ part: "queue" });
  const store = await QueueStore.open(config.file, logger);
  await store.wakeAll();
  metrics.watchQueue(() => store.totals);
  const ended = metrics.queueEnded;
  const commits = new Commits({ comet, store, clock, ended, logger });
  const offering = new Offering({
    ...{ store, commits, chain, clock, logger },
    offer: async (bytes) => outcomeOf(await broadcastTx(comet, bytes, "sync")),
    offered: metrics.queueOffered,
    offerAgainBlocks: BigInt(config.offerAgainBlocks),
  });
  const queue = new TransactionQueue({
    store,
    commits,
    offering,
    chain,
    limits: config,
    clock,
    came: metrics.queueCame,
    ended,
  });
  const intake = new Intake({
    queue,
    chain,
    broadcast: (bytes) => broadcastTx(comet, bytes, "sync"),
    lookUp: (hash) => commits.lookUp(hash),
    logger,
  });
  const look = (): Promise<void> => chain.height().then((height) => offering.onHeight(height));
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_MS).unref();
  return {
    ...{ queue, intake, config, clock, ethereum: store.ethereum },
    onHeight: (height) => void offering.onHeight(height),
    async close() {
      clearInterval(timer);
      await intake.idle();
      await offering.idle();
      await store.close();
    },
  };
}
