import sqlite3 from "sqlite3";
import { StoreOpenError } from "./errors.js";

export type Row = Readonly<Record<string, unknown>>;
export type SqlValue = string | number | Buffer | null;

type Reject = (error: Error) => void;

interface Prepared {
  readonly statement: sqlite3.Statement;
  /** Calls made of it before it is known whether it can be prepared; SQLite answers none of them when it can't. */
  waiting: Reject[] | undefined;
}

/**
 * One SQLite connection with promises. Statements are prepared once each. Whoever needs an order waits for each call: one that has to
 * prepare its statement runs after those made meanwhile that find theirs prepared.
 */
export class Database {
  private readonly prepared = new Map<string, Prepared>();

  private constructor(
    readonly file: string,
    private readonly db: sqlite3.Database,
  ) {
    db.serialize();
  }

  /** @throws StoreOpenError */
  static open(file: string, { readOnly = false }: { readOnly?: boolean } = {}): Promise<Database> {
    const mode = readOnly ? sqlite3.OPEN_READONLY : sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE;
    return new Promise((resolve, reject) => {
      const db = new sqlite3.Database(file, mode, (error) => {
        if (error === null) resolve(new Database(file, db));
        else reject(new StoreOpenError(file, `cannot be opened (${error.message})`));
      });
    });
  }

  /** Runs statements without parameters. */
  exec(sql: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.db.exec(sql, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  run(sql: string, values: readonly SqlValue[] = []): Promise<void> {
    return new Promise((resolve, reject) => {
      this.statement(sql, reject).run(values, (error: Error | null) => (error === null ? resolve() : reject(error)));
    });
  }

  get(sql: string, values: readonly SqlValue[] = []): Promise<Row | undefined> {
    return this.all(sql, values).then((rows) => rows[0]);
  }

  all(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      this.statement(sql, reject).all(values, (error: Error | null, rows: Row[]) =>
        error === null ? resolve(rows) : reject(error),
      );
    });
  }

  async close(): Promise<void> {
    for (const { statement } of this.prepared.values()) {
      await new Promise<void>((resolve) => statement.finalize(() => resolve()));
    }
    this.prepared.clear();
    await new Promise<void>((resolve, reject) =>
      this.db.close((error) => (error === null ? resolve() : reject(error))),
    );
  }

  /** `reject` hears of it when the statement cannot be prepared. */
  private statement(sql: string, reject: Reject): sqlite3.Statement {
    const prepared = this.prepared.get(sql) ?? this.prepare(sql);
    prepared.waiting?.push(reject);
    return prepared.statement;
  }

  private prepare(sql: string): Prepared {
    const waiting: Reject[] = [];
    const statement = this.db.prepare(sql, (error: Error | null) => {
      prepared.waiting = undefined;
      if (error === null) return;
      this.prepared.delete(sql);
      for (const reject of waiting) reject(error);
    });
    const prepared: Prepared = { statement, waiting };
    this.prepared.set(sql, prepared);
    return prepared;
  }
}

/** Awaits all calls, then throws the first one's error, if any failed: none is left running. */
export async function settle(pending: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(pending)).find(({ status }) => status === "rejected");
  if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
}
