import { Database, type SqlValue } from "../../../abci/store/database.js";
import { isDamage, StoreOpenError } from "../../../abci/store/errors.js";

/** Changes with the tables: a file of another layout is made anew from CometBFT's blocks. */
const LAYOUT = 2;

/** Room for the numbers of a block's transactions and logs in a row's id. */
export const PER_BLOCK = 1 << 22;

/** Ids sort by height, then by place in the block: so a range of heights is a range of ids. Heights go up to 2^31. */
export const idOf = (height: number, position: number): number => height * PER_BLOCK + position;
export const heightOfId = (id: number): number => Math.floor(id / PER_BLOCK);
export const positionOfId = (id: number): number => id % PER_BLOCK;

const TABLES = `
  CREATE TABLE blocks (height INTEGER PRIMARY KEY, hash BLOB NOT NULL, header BLOB NOT NULL, size INTEGER NOT NULL) STRICT;
  CREATE UNIQUE INDEX blocks_by_hash ON blocks (hash);

  -- first_log is the number of its first log in the block; sponsorship and sponsor are of who paid for the gas, when that
  -- was not the sender.
  CREATE TABLE transactions (
    id INTEGER PRIMARY KEY, hash BLOB NOT NULL, raw BLOB NOT NULL, sender BLOB NOT NULL, success INTEGER NOT NULL,
    gas_used INTEGER NOT NULL, cumulative_gas INTEGER NOT NULL, gas_price TEXT NOT NULL, contract BLOB,
    first_log INTEGER NOT NULL, logs INTEGER NOT NULL, sponsorship TEXT, sponsor BLOB
  ) STRICT;
  CREATE UNIQUE INDEX transactions_by_hash ON transactions (hash);

  CREATE TABLE logs (
    id INTEGER PRIMARY KEY, position INTEGER NOT NULL, address BLOB NOT NULL, topic0 BLOB, topic1 BLOB, topic2 BLOB,
    topic3 BLOB, data BLOB NOT NULL
  ) STRICT;
  CREATE INDEX logs_by_address ON logs (address);
  CREATE INDEX logs_by_topic ON logs (topic0);

  -- Heights between known ones whose blocks are still to be fetched.
  CREATE TABLE gaps (first INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;
`;

/** Opens the file for writing; what it holds in another layout, or of no layout, is deleted. @throws StoreOpenError */
export async function openForWriting(file: string): Promise<Database> {
  const database = await Database.open(file);
  // What a power cut takes is fetched again.
  await database
    .exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000")
    .catch(async (error: Error) => {
      await database.close();
      const next = isDamage(error) ? ". Delete it and start again: it is made anew from CometBFT's blocks" : "";
      throw new StoreOpenError(file, `cannot be used (${error.message})${next}`);
    });
  const row = await database.get("PRAGMA user_version");
  if (row?.["user_version"] === LAYOUT) return database;
  const drop = ["blocks", "transactions", "logs", "gaps"].map((table) => `DROP TABLE IF EXISTS ${table};`).join("");
  await database.exec(`BEGIN; ${drop} ${TABLES} PRAGMA user_version = ${LAYOUT}; COMMIT`);
  return database;
}

/** How many rows one statement inserts: few statements, each prepared once. */
const ROWS = [64, 8, 1] as const;

/** Inserts rows, many to a statement, without waiting for one before the next is asked for. */
export function insert(
  database: Database,
  table: { readonly name: string; readonly columns: number },
  rows: readonly (readonly SqlValue[])[],
): Promise<void>[] {
  const one = `(${Array.from({ length: table.columns }, () => "?").join(",")})`;
  const done: Promise<void>[] = [];
  let at = 0;
  for (const count of ROWS) {
    const sql = `INSERT INTO ${table.name} VALUES ${Array.from({ length: count }, () => one).join(",")}`;
    for (; at + count <= rows.length; at += count) done.push(database.run(sql, rows.slice(at, at + count).flat()));
  }
  return done;
}
