import { renameSync } from "node:fs";
import { Database } from "../../abci/store/database.js";
import { isDamage, StoreOpenError } from "../../abci/store/errors.js";
import type { Logger } from "../../abci/app/logger.js";
import { QueueState } from "../../proto/generated/echoin/node/v1/queue.js";

/** Changes with the table; the file of another layout is put aside. */
const LAYOUT = 1;

/** States 1 and 2 are open: the partial indexes below are over those. */
export const OPEN = `state IN (${QueueState.QUEUE_STATE_WAITING}, ${QueueState.QUEUE_STATE_OFFERED})`;

/**
 * `sequence` has twenty digits, so that it sorts as a number does, and is null for a transaction without a place. `due` is
 * the height from which it is offered again; null waits for its sender's turn. `tx` is empty once the state is final; it is the last
 * column, so that the others are read without it.
 */
const TABLE = `
  CREATE TABLE queue (
    id INTEGER PRIMARY KEY AUTOINCREMENT, hash BLOB NOT NULL, sender BLOB NOT NULL, sequence TEXT,
    size INTEGER NOT NULL, state INTEGER NOT NULL, reason INTEGER NOT NULL, codespace TEXT NOT NULL,
    code INTEGER NOT NULL, log TEXT NOT NULL, kept_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    timeout_height TEXT NOT NULL, attempts INTEGER NOT NULL, due INTEGER, height TEXT NOT NULL, ended_at INTEGER,
    tx BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX queue_by_hash ON queue (hash);
  CREATE INDEX queue_by_sender ON queue (sender, id);
  CREATE UNIQUE INDEX queue_places ON queue (sender, sequence) WHERE ${OPEN};
  CREATE INDEX queue_due ON queue (due, id) WHERE ${OPEN};
  CREATE INDEX queue_ended ON queue (ended_at) WHERE ended_at IS NOT NULL;
`;

/** Ethereum transactions wait by rules of their own (api/ethereum), and so in a table of their own, which came later. */
const ETHEREUM = `
  CREATE TABLE IF NOT EXISTS ethereum (
    hash BLOB NOT NULL UNIQUE, raw BLOB NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT;
`;

/**
 * Opens the queue's file for its one writer. What was answered as kept survives a power cut, so each commit is written
 * through. A file that is damaged, or of another layout, is put aside and a new one begun: a node starts without it.
 * @throws StoreOpenError when the file or its folder cannot be read or written, as on a full disk
 */
export async function openQueueFile(file: string, logger: Logger): Promise<Database> {
  try {
    return await openAt(file);
  } catch (error) {
    // A disk that is full or fails for a while damages nothing: what was promised to be kept stays.
    if ((error as { code?: unknown }).code !== undefined && !isDamage(error)) {
      throw new StoreOpenError(file, `cannot be opened (${String(error)}), and is left as it is`);
    }
    const aside = `${file}.unreadable`;
    logger.error("the queue of transactions cannot be read, and is begun anew", { file, aside, error: String(error) });
    for (const suffix of ["", "-wal", "-shm"]) {
      try {
        renameSync(file + suffix, aside + suffix);
      } catch (missing) {
        if ((missing as NodeJS.ErrnoException).code !== "ENOENT") throw missing;
      }
    }
    return openAt(file);
  }
}

async function openAt(file: string): Promise<Database> {
  const database = await Database.open(file);
  try {
    await database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000");
    const layout = (await database.get("PRAGMA user_version"))?.["user_version"];
    if (layout === 0) await database.exec(`BEGIN; ${TABLE} PRAGMA user_version = ${LAYOUT}; COMMIT`);
    else if (layout !== LAYOUT) throw new Error(`its layout is ${String(layout)}, and this program knows ${LAYOUT}`);
    await database.exec(ETHEREUM);
    const check = (await database.get("PRAGMA quick_check(1)"))?.["quick_check"];
    if (check !== "ok") throw new Error(String(check));
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
