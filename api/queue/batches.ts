import type { Database } from "../../abci/store/database.js";

interface Change {
  readonly work: () => Promise<void>;
  readonly done: (error?: Error) => void;
}

/**
 * Changes of a SQLite file, one after the other. Those that come while others are written make one transaction together, so
 * that many cost one write through to the disk.
 */
export class Batches {
  private pending: Change[] = [];
  private writing: Promise<void> | undefined;

  /** @param undone called after a batch was rolled back */
  constructor(
    private readonly database: Database,
    private readonly undone: () => Promise<void>,
  ) {}

  /**
   * Runs `work` with nothing between its reads and its changes; they are on the disk when this returns. What `work` throws
   * is thrown here and leaves the others of its batch alone; what it had changed until then stays.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    let result!: T;
    const written = new Promise<void>((resolve, reject) => {
      this.pending.push({
        work: async () => {
          result = await work();
        },
        done: (error) => (error === undefined ? resolve() : reject(error)),
      });
    });
    this.writing ??= this.write().finally(() => (this.writing = undefined));
    await written;
    return result;
  }

  /** Waits for what was asked for. */
  async idle(): Promise<void> {
    await this.writing;
  }

  private async write(): Promise<void> {
    while (this.pending.length > 0) {
      const batch = this.pending.splice(0);
      try {
        await this.database.exec("BEGIN IMMEDIATE");
        const ended = await runAll(batch);
        await this.database.exec("COMMIT");
        for (const end of ended) end();
      } catch (error) {
        await this.database.exec("ROLLBACK").catch(() => undefined);
        await this.undone().catch(() => undefined);
        for (const { done } of batch) done(asError(error));
      }
    }
  }
}

async function runAll(batch: readonly Change[]): Promise<(() => void)[]> {
  const ended: (() => void)[] = [];
  for (const { work, done } of batch) {
    try {
      await work();
      ended.push(() => done());
    } catch (error) {
      if (isOfDatabase(error)) throw error;
      ended.push(() => done(asError(error)));
    }
  }
  return ended;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** SQLite's errors carry its code. */
const isOfDatabase = (error: unknown): boolean => {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === "string" && code.startsWith("SQLITE_");
};
