import { type Database, settle } from "./database.js";
import { writeError } from "./errors.js";
import { deletePagesAbove, insertPages, type PageRow, PAGES_PER_INSERT } from "./page-table.js";
import { insertVersion, type VersionRecord } from "./versions.js";

/**
 * Brings a whole version into a store from elsewhere. Pages are written above those of the last commit, in transactions
 * of their own: no version names them, so they are invisible, and the next open deletes them if it comes to nothing.
 * `finish` then replaces all that was there by the imported version, in one transaction.
 */
export class VersionImport {
  private highest: number;
  private open = true;

  /** `adopt` is called once the imported version is durable. */
  constructor(
    private readonly database: Database,
    private readonly lastPage: number,
    private readonly adopt: (record: VersionRecord) => void,
  ) {
    this.highest = lastPage;
  }

  /** The least number that a page of the import may have. */
  get firstPage(): number {
    return this.lastPage + 1;
  }

  /** Writes pages of numbers from `firstPage` on, no number twice. @throws StoreWriteError */
  async write(rows: readonly PageRow[]): Promise<void> {
    this.requireOpen();
    await this.transaction(async () => {
      const pending: Promise<void>[] = [];
      for (let at = 0; at < rows.length; at += PAGES_PER_INSERT) {
        pending.push(insertPages(this.database, rows.slice(at, at + PAGES_PER_INSERT)));
      }
      await settle(pending);
    });
    for (const { number } of rows) this.highest = Math.max(this.highest, number);
  }

  /** Makes the imported version the only one, atomically. @throws StoreWriteError, and then nothing has changed */
  async finish(version: Omit<VersionRecord, "lastPage">): Promise<void> {
    this.requireOpen();
    const record = { ...version, lastPage: this.highest };
    await this.transaction(async () => {
      await this.database.run("DELETE FROM versions");
      await this.database.run("DELETE FROM dropped");
      await this.database.run("DELETE FROM pages WHERE id <= ?", [this.lastPage]);
      await insertVersion(this.database, record, []);
    });
    this.open = false;
    this.adopt(record);
  }

  /** Removes what was written. Harmless after `finish`. @throws StoreWriteError */
  async discard(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    try {
      await deletePagesAbove(this.database, this.lastPage);
    } catch (error) {
      throw writeError(this.database.file, error);
    }
  }

  private requireOpen(): void {
    if (!this.open) throw new Error("this import is over: begin another one");
  }

  private async transaction(work: () => Promise<void>): Promise<void> {
    try {
      await this.database.exec("BEGIN IMMEDIATE");
      await work();
      await this.database.exec("COMMIT");
    } catch (error) {
      await this.database.exec("ROLLBACK").catch(() => undefined);
      throw writeError(this.database.file, error);
    }
  }
}
