import { Database } from "./database.js";
import { StoreOpenError } from "./errors.js";

/**
 * Keeps other processes, and other writers of this one, from writing to a store file. In WAL mode SQLite holds no lock
 * between two commits, so a second node, or a rollback under a running one, would go unnoticed. The lock is an open
 * transaction on an empty file beside the store: the operating system drops it when the process ends, however it ends.
 */
export class WriterLock {
  private constructor(private readonly database: Database | undefined) {}

  /** @throws StoreOpenError when another writer has the store open */
  static async take(file: string): Promise<WriterLock> {
    if (file === ":memory:") return new WriterLock(undefined);
    const database = await Database.open(`${file}.lock`);
    try {
      // A node that was told to end may take a moment to do so.
      await database.exec("PRAGMA busy_timeout = 2000; BEGIN EXCLUSIVE");
      return new WriterLock(database);
    } catch (error) {
      await database.close().catch(() => undefined);
      const { code } = error as { code?: unknown };
      if (code !== "SQLITE_BUSY" && code !== "SQLITE_LOCKED") throw error;
      throw new StoreOpenError(file, "is locked: another process uses it. Stop that one first");
    }
  }

  async release(): Promise<void> {
    await this.database?.close();
  }
}
