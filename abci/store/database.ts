import sqlite3 from "sqlite3";
import { StoreOpenError } from "./errors.js";

export type Row = Readonly<Record<string, unknown>>;
export type SqlValue = string | number | Buffer | null;

/** One SQLite connection with promises. Statements are prepared once each and run in the order of the calls. */
export class Database {
  private readonly prepared = new Map<string, sqlite3.Statement>();

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
      this.statement(sql).run(values, (error: Error | null) => (error === null ? resolve() : reject(error)));
    });
  }

  get(sql: string, values: readonly SqlValue[] = []): Promise<Row | undefined> {
    return this.all(sql, values).then((rows) => rows[0]);
  }

  all(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      this.statement(sql).all(values, (error: Error | null, rows: Row[]) =>
        error === null ? resolve(rows) : reject(error),
      );
    });
  }

  async close(): Promise<void> {
    for (const statement of this.prepared.values()) {
      await new Promise<void>((resolve) => statement.finalize(() => resolve()));
    }
    this.prepared.clear();
    await new Promise<void>((resolve, reject) =>
      this.db.close((error) => (error === null ? resolve() : reject(error))),
    );
  }

  private statement(sql: string): sqlite3.Statement {
    let statement = this.prepared.get(sql);
    if (statement === undefined) this.prepared.set(sql, (statement = this.db.prepare(sql)));
    return statement;
  }
}
