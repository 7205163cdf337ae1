import type { Database, SqlValue } from "./database.js";

/** A row of the table `pages`. */
export interface PageRow {
  readonly number: number;
  readonly data: Buffer;
}

/** Rows in one INSERT: one statement for many pages costs a third of one for each. */
export const PAGES_PER_INSERT = 64;

/** Pages that one transaction deletes at most where the deletion need not be atomic: bounds the write-ahead log. */
const PAGES_PER_DELETE = 5_000;

/**
 * Queues one INSERT of up to `PAGES_PER_INSERT` rows, inside the transaction that is open. Their bytes are copied before
 * this returns.
 */
export function insertPages(database: Database, rows: readonly PageRow[]): Promise<void> {
  const values: SqlValue[] = [];
  for (const { number, data } of rows) values.push(number, data);
  return database.run(insertStatement(rows.length), values);
}

const statements = new Map<number, string>();

function insertStatement(rows: number): string {
  let sql = statements.get(rows);
  if (sql === undefined) {
    sql = `INSERT INTO pages (id, data) VALUES ${Array.from({ length: rows }, () => "(?,?)").join(",")}`;
    statements.set(rows, sql);
  }
  return sql;
}

/**
 * Removes pages that no version names: those of an import that did not finish, which all lie above `lastPage`. In
 * transactions of bounded size; a crash in between leaves the rest to the next open.
 */
export async function deletePagesAbove(database: Database, lastPage: number): Promise<void> {
  for (;;) {
    const row = await database.get("SELECT max(id) AS last FROM pages");
    const last = (row?.["last"] as number | null | undefined) ?? 0;
    if (last <= lastPage) return;
    await database.run("DELETE FROM pages WHERE id > ?", [Math.max(lastPage, last - PAGES_PER_DELETE)]);
  }
}
