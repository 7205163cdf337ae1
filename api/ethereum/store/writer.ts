import type { EthereumBlock } from "../../../abci/app/ethereum-block.js";
import { type Database, settle } from "../../../abci/store/database.js";
import { rowsOf } from "./rows.js";
import { idOf, insert, openForWriting } from "./schema.js";

/** Heights from `first` to `last` whose blocks are to be fetched. */
export interface Gap {
  readonly first: number;
  readonly last: number;
}

/** Blocks deleted after each one that is added: so pruning never holds the file for long. */
const PRUNED_AT_ONCE = 64;

const BLOCKS = { name: "blocks", columns: 4 };
const TRANSACTIONS = { name: "transactions", columns: 13 };
const LOGS = { name: "logs", columns: 8 };

/**
 * The one writer of the index. Each change is one SQLite transaction, one after the other; blocks that were missed are
 * kept as gaps until they are fetched, so what is there is always told from what is not.
 */
export class IndexWriter {
  /** Changes wait for those before. */
  private last: Promise<unknown> = Promise.resolve();
  private top = 0;

  private constructor(
    private readonly database: Database,
    /** Blocks that are kept; 0 keeps all. */
    private readonly keepBlocks: number,
  ) {}

  /**
   * @param committed the state's height: blocks above it are dropped (the node was rolled back), missing ones are a gap
   * @throws StoreOpenError
   */
  static async open(file: string, options: { keepBlocks: number; committed: bigint }): Promise<IndexWriter> {
    const database = await openForWriting(file);
    const writer = new IndexWriter(database, options.keepBlocks);
    writer.top = await writer.highest();
    const committed = Number(options.committed);
    if (writer.top > committed) await writer.change(() => writer.truncate(committed + 1));
    if (writer.top < committed) {
      await writer.change(async () => writer.addGap({ first: writer.top + 1, last: committed }));
    }
    return writer;
  }

  /** The highest block that is there; 0 before the first. */
  get head(): number {
    return this.top;
  }

  /** Adds the block that was just committed; what stood at its height or above is replaced, what is missing below is a gap. */
  append(block: EthereumBlock): Promise<void> {
    const height = Number(block.height);
    return this.change(async () => {
      if (height <= this.top) await this.truncate(height);
      const gap = await this.lastGap();
      const known = Math.max(this.top, gap?.last ?? 0);
      if (known >= height) await this.truncate(height);
      if (known < height - 1) await this.addGap({ first: known + 1, last: height - 1 });
      await this.insert(block);
      await this.prune();
      return height;
    });
  }

  /** Adds the highest block of a gap, which gets smaller by it. */
  fill({ first, last }: Gap, block: EthereumBlock): Promise<void> {
    return this.change(async () => {
      const gap = await this.database.get("SELECT last FROM gaps WHERE first = ?", [first]);
      // A rollback meanwhile made it another one.
      if (gap?.["last"] !== last || block.height !== BigInt(last)) return this.top;
      await this.insert(block);
      if (first === last) await this.database.run("DELETE FROM gaps WHERE first = ?", [first]);
      else await this.database.run("UPDATE gaps SET last = ? WHERE first = ?", [last - 1, first]);
      return Math.max(this.top, last);
    });
  }

  /** Gives up on heights from `first` to `last`: their blocks are nowhere. */
  forget(gap: Gap): Promise<void> {
    return this.change(async () => {
      await this.database.run("DELETE FROM gaps WHERE first = ? AND last = ?", [gap.first, gap.last]);
      return this.top;
    });
  }

  /** Drops the blocks above a height: the state has gone back to it. */
  goBack(height: number): Promise<void> {
    return this.change(() => this.truncate(height + 1));
  }

  /** The highest gap; undefined when nothing is missing. Waits for changes under way. */
  async gap(): Promise<Gap | undefined> {
    await this.last.catch(() => undefined);
    return this.lastGap();
  }

  async close(): Promise<void> {
    await this.last.catch(() => undefined);
    await this.database.close();
  }

  /** Runs `work`, which says what is the highest block after it, in a transaction. */
  private change(work: () => Promise<number>): Promise<void> {
    const done = this.last
      .catch(() => undefined)
      .then(async () => {
        await this.database.exec("BEGIN IMMEDIATE");
        try {
          const top = await work();
          await this.database.exec("COMMIT");
          this.top = top;
        } catch (error) {
          // SQLite has done it by itself when the disk was full; what failed is said, not this.
          await this.database.exec("ROLLBACK").catch(() => undefined);
          this.top = await this.highest();
          throw error;
        }
      });
    this.last = done;
    return done;
  }

  private async insert(block: EthereumBlock): Promise<void> {
    const rows = rowsOf(block);
    // All of them, also when one fails: those that are still queued would come after the ROLLBACK, and stay.
    await settle([
      ...insert(this.database, BLOCKS, [rows.block]),
      ...insert(this.database, TRANSACTIONS, rows.transactions),
      ...insert(this.database, LOGS, rows.logs),
    ]);
  }

  private async lastGap(): Promise<Gap | undefined> {
    const row = await this.database.get("SELECT first, last FROM gaps ORDER BY first DESC LIMIT 1");
    return row && { first: row["first"] as number, last: row["last"] as number };
  }

  private async addGap({ first, last }: Gap): Promise<number> {
    await this.database.run("INSERT INTO gaps VALUES (?, ?)", [first, last]);
    return this.top;
  }

  /** Deletes everything from `height` on. */
  private async truncate(height: number): Promise<number> {
    await this.deleteRange(height, Number.MAX_SAFE_INTEGER);
    await this.database.run("DELETE FROM gaps WHERE first >= ?", [height]);
    await this.database.run("UPDATE gaps SET last = ? WHERE last >= ?", [height - 1, height]);
    this.top = await this.highest();
    return this.top;
  }

  private async highest(): Promise<number> {
    const row = await this.database.get("SELECT max(height) AS top FROM blocks");
    return (row?.["top"] as number | null) ?? 0;
  }

  /** Deletes the oldest blocks beyond those that are kept, some at a time. */
  private async prune(): Promise<void> {
    if (this.keepBlocks === 0) return;
    const row = await this.database.get("SELECT min(height) AS oldest, max(height) AS top FROM blocks");
    const end = ((row?.["top"] as number | null) ?? 0) - this.keepBlocks;
    const oldest = (row?.["oldest"] as number | null) ?? 0;
    if (oldest > end) return;
    await this.deleteRange(oldest, Math.min(oldest + PRUNED_AT_ONCE - 1, end));
    await this.database.run("DELETE FROM gaps WHERE last <= ?", [end]);
  }

  private async deleteRange(first: number, last: number): Promise<void> {
    const ids = [idOf(first, 0), last === Number.MAX_SAFE_INTEGER ? last : idOf(last + 1, 0) - 1];
    await this.database.run("DELETE FROM logs WHERE id BETWEEN ? AND ?", ids);
    await this.database.run("DELETE FROM transactions WHERE id BETWEEN ? AND ?", ids);
    await this.database.run("DELETE FROM blocks WHERE height BETWEEN ? AND ?", [first, last]);
  }
}
