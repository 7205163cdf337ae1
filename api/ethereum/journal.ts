import type { Logger } from "../../abci/app/logger.js";
import type { EthereumTransactions, KeptEthereum } from "../queue/ethereum.js";

/** Transactions that are written down at most. */
const MAX_KEPT = 8192;
/** Bytes of all of them. */
const MAX_BYTES = 128 * 1024 * 1024;

export type JournalFile = Pick<EthereumTransactions, "all" | "write">;

/** What a pool writes down of its transactions, so that a restart loses none of them. */
export interface PoolJournal {
  /** Writes one down, unless it is or there is no room; nothing waits for the disk. */
  keep(kept: KeptEthereum): void;
  /** Forgets one, if it was written down. */
  drop(key: string): void;
}

/** For a pool that ends with its process. */
export const noJournal: PoolJournal = { keep() {}, drop() {} };

/**
 * Transactions of a pool in the queue's file. Changes that come while others are written make one write together, and what
 * is forgotten before it was written is never written.
 */
export class Journal implements PoolJournal {
  /** Of those that are in the file, or on their way: their bytes. */
  private readonly sizes = new Map<string, number>();
  private changes = new Map<string, KeptEthereum | undefined>();
  private bytes = 0;
  /** Ends with the last write that was asked for. */
  private last: Promise<void> = Promise.resolve();
  /** Whether a write is to come that takes the changes of now. */
  private awaited = false;

  constructor(
    private readonly file: JournalFile,
    private readonly logger: Logger,
  ) {}

  /** What the last process left, those that are forgotten first at the front; to be called once, before all else. */
  async read(): Promise<KeptEthereum[]> {
    const all = await this.file.all();
    for (const { key, raw } of all) this.count(key, raw.length);
    return all;
  }

  keep(kept: KeptEthereum): void {
    const { key, raw } = kept;
    if (this.sizes.has(key) || this.sizes.size >= MAX_KEPT || this.bytes + raw.length > MAX_BYTES) return;
    this.count(key, raw.length);
    this.change(key, kept);
  }

  drop(key: string): void {
    const size = this.sizes.get(key);
    if (size === undefined) return;
    this.sizes.delete(key);
    this.bytes -= size;
    this.change(key, undefined);
  }

  /** Waits until all that was asked for until now is on the disk, or was given up because it cannot be written. */
  async written(): Promise<void> {
    await this.last;
  }

  private count(key: string, size: number): void {
    this.sizes.set(key, size);
    this.bytes += size;
  }

  private change(key: string, kept: KeptEthereum | undefined): void {
    this.changes.set(key, kept);
    if (this.awaited) return;
    this.awaited = true;
    this.last = this.last.then(() => this.write());
  }

  private async write(): Promise<void> {
    const changes = this.changes;
    this.changes = new Map();
    this.awaited = false;
    try {
      await this.file.write(changes);
    } catch (error) {
      this.logger.error("waiting transactions cannot be written down", { count: changes.size, error: String(error) });
    }
  }
}
