import type { EthereumCheck } from "../../abci/app/application.js";
import type { Echoin } from "../../abci/app/echoin.js";
import type { EthereumBlock } from "../../abci/app/ethereum-block.js";
import type { Logger } from "../../abci/app/logger.js";
import type { VersionSource } from "../../abci/app/query.js";
import type { PendingValues } from "../../abci/app/simulate.js";
import { Broadcasts } from "../comet/broadcasts.js";
import type { CometClient } from "../comet/client.js";
import type { EthereumConfig, NodeFacts } from "../config.js";
import type { Reads } from "../reads.js";
import { Arrivals } from "./arrivals.js";
import { EthereumChain } from "./chain.js";
import { DevNode } from "./dev-node.js";
import { Dispatcher } from "./dispatch.js";
import { allMethods } from "./methods/all.js";
import { Journal, type JournalFile } from "./journal.js";
import { Pool } from "./pool.js";
import { Replays } from "./replays.js";
import { Sender } from "./sender.js";
import { startEthereumServer } from "./server.js";
import { cometBlocks } from "./store/comet-blocks.js";
import { EthereumIndex } from "./store/ethereum-index.js";
import { Subscriptions } from "./subscriptions.js";

/** What Ethereum's methods need of the chain, beside what all doors share. */
export interface EthereumState {
  readonly echoin: Echoin;
  readonly versions: VersionSource;
  readonly pending: PendingValues;
  /** To be called when the store has gone back to an earlier version: in dev nodes. */
  readonly rolledBack: () => void;
}

export interface EthereumParts extends EthereumState {
  readonly config: EthereumConfig;
  readonly node: NodeFacts;
  readonly reads: Reads;
  readonly comet: CometClient;
  /** Where the pool writes down what waits in it; undefined when it forgets all of it with its process. */
  readonly kept: JournalFile | undefined;
  readonly logger: Logger;
}

/** Between two looks at what is held while no block comes: a CometBFT that did not answer may do so now. */
const LOOK_MS = 5_000;

/** Ethereum's JSON-RPC, with the index and the pool behind it. */
export interface EthereumApi {
  readonly port: number;
  /** Takes a committed block. Never throws: a block that cannot be kept is fetched again. */
  append(block: EthereumBlock): Promise<void>;
  /** Takes what CheckTx found. */
  note(checks: readonly EthereumCheck[]): void;
  close(): Promise<void>;
}

/** @throws Error when the address is taken, StoreOpenError for the index's file */
export async function startEthereum(parts: EthereumParts): Promise<EthereumApi> {
  const { config, comet, node, reads, versions, echoin, pending } = parts;
  const logger = parts.logger.child({ part: "ethereum" });
  const index = await EthereumIndex.open({
    file: config.indexFile,
    keepBlocks: config.keepBlocks,
    committed: await versions.latestVersion(),
    fetch: cometBlocks(comet),
    logger,
  });
  try {
    const journal = parts.kept && new Journal(parts.kept, logger);
    const pool = new Pool({ journal });
    await restore(pool, journal, logger);
    const chain = new EthereumChain({ echoin, versions, index, pending });
    const sender = new Sender({ chain, broadcasts: new Broadcasts(comet), pool, journal, logger });
    const look = setInterval(() => void sender.retry().catch(() => undefined), LOOK_MS).unref();
    const replays = new Replays({ comet, versions, logger });
    const dev = config.dev && new DevNode({ ...config.dev, chain, comet, pool, rolledBack: parts.rolledBack });
    const arrivals = new Arrivals(index, logger);
    const methodParts = { chain, replays, pool, sender, arrivals, comet, config, node, logger, dev };
    const dispatcher = new Dispatcher({ methods: allMethods(methodParts), reads, limits: config, logger });
    const subscriptions = new Subscriptions(methodParts);
    const server = await startEthereumServer({ config, dispatcher, subscriptions, logger });
    return {
      port: server.port,
      async append(block) {
        try {
          await index.append(block);
          pool.mined(block.transactions.map(({ raw }) => pool.decode(raw)));
          await sender.retry();
        } catch (error) {
          logger.error("a block was not indexed", { height: block.height, error: String(error) });
        }
      },
      note(checks) {
        for (const check of checks) pool.note(check);
      },
      async close() {
        clearInterval(look);
        arrivals.close();
        await server.close();
        await dispatcher.idle();
        await journal?.written();
        await index.close();
      },
    };
  } catch (error) {
    await index.close();
    throw error;
  }
}

/** Takes in what the last process wrote down. */
async function restore(pool: Pool, journal: Journal | undefined, logger: Logger): Promise<void> {
  const all = (await journal?.read()) ?? [];
  for (const { key, raw, expiresAt } of all) {
    try {
      pool.restore(pool.decode(raw), expiresAt);
    } catch (error) {
      journal?.drop(key);
      logger.error("a waiting transaction cannot be read", { error: String(error) });
    }
  }
  if (all.length > 0) logger.info("transactions wait from before the start", { count: all.length });
}
