import { hash as digest } from "node:crypto";
import type { Logger } from "../../abci/app/logger.js";
import { QueueState } from "../../proto/generated/echoin/node/v1/queue.js";
import { type CometClient, CometError } from "../comet/client.js";
import type { BlockResult, TxJson, TxResultJson } from "../comet/json.js";
import type { Ending, QueueStore } from "./store.js";

/** Blocks that are looked through after a pause; what is older is asked for by hash when it matters. */
const MAX_BLOCKS_BACK = 100n;

export interface CommitsParts {
  readonly comet: Pick<CometClient, "call">;
  readonly store: QueueStore;
  readonly clock: () => number;
  readonly ended: (state: QueueState) => void;
  readonly logger: Logger;
}

/** Finds the queue's transactions in blocks. */
export class Commits {
  /** The last block that was looked through; and the one after which all are to be, for an entry that came since. */
  private followed = 0n;
  private again: bigint | undefined;

  constructor(private readonly parts: CommitsParts) {}

  /** Ends what the blocks up to `height` have. @throws RpcError UNAVAILABLE when CometBFT does not answer */
  async follow(height: bigint): Promise<void> {
    const { waiting, offered } = this.parts.store.totals;
    if (this.again !== undefined && this.again < this.followed) this.followed = this.again;
    this.again = undefined;
    const oldest = height - MAX_BLOCKS_BACK;
    if (waiting + offered === 0) this.followed = height;
    else if (this.followed < oldest) this.followed = oldest;
    for (; this.followed < height; this.followed++) await this.look(this.followed + 1n);
  }

  /** Has the blocks after `height` looked through, again if they were: an entry was added that they may have. */
  revisit(height: bigint): void {
    if (this.again === undefined || height < this.again) this.again = height;
  }

  /**
   * What CometBFT's index of transactions has of a hash; undefined also when it keeps none, or prunes.
   * @throws RpcError UNAVAILABLE when CometBFT does not answer
   */
  async lookUp(hash: Uint8Array): Promise<Ending | undefined> {
    try {
      const name = Buffer.from(hash).toString("base64");
      const found = await this.parts.comet.call<TxJson>("tx", { hash: name, prove: false });
      return this.ending(BigInt(found.height), found.tx_result);
    } catch (error) {
      if (error instanceof CometError) return undefined;
      throw error;
    }
  }

  /** Ends entries that are open, all in one write, and counts them. */
  async end(endings: readonly (Ending & { readonly id: number })[]): Promise<void> {
    const { store, ended } = this.parts;
    const states = await store.change(async () => {
      const done: QueueState[] = [];
      for (const { id, ...ending } of endings) if (await store.end(id, ending)) done.push(ending.state);
      return done;
    });
    for (const state of states) ended(state);
  }

  private async look(height: bigint): Promise<void> {
    const { comet, store, logger } = this.parts;
    const at = { height: height.toString() };
    try {
      const { block } = await comet.call<BlockResult>("block", at);
      const open = await store.openHashes();
      const found = (block?.data.txs ?? []).flatMap((tx, place) => {
        const id = open.get(digest("sha256", Buffer.from(tx, "base64"), "hex").toUpperCase());
        return id === undefined ? [] : [{ id, place }];
      });
      if (found.length === 0) return;
      const { txs_results: results } = await comet.call<{ txs_results: TxResultJson[] | null }>("block_results", at);
      await this.end(
        found.flatMap(({ id, place }) => {
          const result = results?.[place];
          return result === undefined ? [] : [{ id, ...this.ending(height, result) }];
        }),
      );
    } catch (error) {
      if (!(error instanceof CometError)) throw error;
      // Pruned, or from before a state sync: what it had is asked for by hash when the mempool refuses it.
      logger.debug("a block is not there to look for queued transactions", { height, error: error.message });
    }
  }

  private ending(height: bigint, { codespace = "", code = 0, log = "" }: TxResultJson): Ending {
    const verdict = { codespace, code, log };
    return { state: QueueState.QUEUE_STATE_COMMITTED, verdict, height, at: this.parts.clock() };
  }
}
