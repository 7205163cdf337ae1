import { Database } from "./database.js";
import { DROPPED_SCHEMA, firstDropped, removeDropped } from "./dropped.js";
import { CorruptStoreError, isDamage, StoreOpenError, writeError } from "./errors.js";
import { NodeLoader } from "./loader.js";
import { WriterLock } from "./lock.js";
import { hashOf, TreeStore } from "./multistore.js";
import { deletePagesAbove } from "./page-table.js";
import { PRUNING, type Pruning, pruneTarget, pruneVersions } from "./pruning.js";
import {
  APPLICATION_ID,
  earliestVersion,
  readVersion,
  SCHEMA,
  SCHEMA_VERSION,
  type VersionRecord,
} from "./versions.js";

export interface StoreOptions {
  /** The SQLite file, or `:memory:`. */
  readonly file: string;
  /** Stores that a new file has. An existing file keeps its own; `applyUpgrades` changes them. */
  readonly storeNames: readonly string[];
  readonly pruning?: Pruning;
  readonly cacheNodes?: number;
  /** SQLite's synchronous level: FULL survives power loss, OFF is for tests. */
  readonly synchronous?: "FULL" | "NORMAL" | "OFF";
  /** Wraps the connection, so that tests can make it fail. */
  readonly wrap?: (database: Database) => Database;
}

/**
 * Nodes kept in memory unless set: about 170 MB, and twice that in a heap that V8 lets grow between collections. It holds
 * all of 60,000 accounts, and of a million the upper levels, so that each key costs one read. Twice as many save a tenth
 * of the time there, and take 150 MB more.
 */
export const DEFAULT_CACHE_NODES = 500_000;

/**
 * Opens the store for writing; a new file gets its schema.
 * @throws StoreOpenError when the file is another program's, another version's, or locked; CorruptStoreError when damaged
 */
export async function openMultiStore(options: StoreOptions): Promise<TreeStore> {
  return whileLocked(options.file, async (lock) => {
    const opened = await Database.open(options.file);
    return openLocked(options, { database: options.wrap?.(opened) ?? opened, lock });
  });
}

async function openLocked(options: StoreOptions, held: { database: Database; lock: WriterLock }): Promise<TreeStore> {
  const { database } = held;
  try {
    await prepare(database, options.synchronous ?? "FULL");
    const last = await readVersion(database, 0);
    // What a crash left of an import that did not finish.
    await deletePagesAbove(database, last?.lastPage ?? 0);
    if (last !== undefined) await verify(database, last);
    const roots = last?.roots ?? new Map(options.storeNames.map((name) => [name, undefined] as const));
    const committed = {
      version: last?.version ?? 0,
      hash: Buffer.from(hashOf(roots), "latin1"),
      roots,
      lastPage: last?.lastPage ?? 0,
    };
    const settings = {
      pruning: options.pruning ?? PRUNING.nothing,
      cacheNodes: options.cacheNodes ?? DEFAULT_CACHE_NODES,
    };
    const earliest = await earliestVersion(database);
    return TreeStore.create(held, settings, { committed, earliest, firstDropped: await firstDropped(database) });
  } catch (error) {
    await database.close().catch(() => undefined);
    throw asOpenError(options.file, error);
  }
}

/** Takes the writer's lock; `work` keeps it when it succeeds. @throws StoreOpenError */
async function whileLocked<T>(file: string, work: (lock: WriterLock) => Promise<T>): Promise<T> {
  const lock = await WriterLock.take(file);
  try {
    return await work(lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Opens a store that no other process writes to, runs `work`, and closes it. @throws StoreOpenError */
async function alone<T>(file: string, work: (database: Database) => Promise<T>): Promise<T> {
  const lock = await WriterLock.take(file);
  try {
    const database = await Database.open(file);
    try {
      await prepare(database, "FULL");
      return await work(database);
    } catch (error) {
      throw asOpenError(file, error);
    } finally {
      await database.close();
    }
  } finally {
    await lock.release();
  }
}

/**
 * Removes every version after `version` from a store that no process has open.
 * @throws RangeError when that version is not kept; StoreOpenError; StoreWriteError
 */
export function rollback(file: string, version: bigint): Promise<void> {
  return alone(file, async (database) => {
    const record = version > 0n ? await readVersion(database, Number(version)) : undefined;
    if (record === undefined) throw new RangeError(`version ${version} is not kept, so the store cannot go back to it`);
    try {
      await database.exec("BEGIN IMMEDIATE");
      // The versions first: without their rows nothing names the pages.
      await database.run("DELETE FROM versions WHERE version > ?", [record.version]);
      await database.run("DELETE FROM pages WHERE id > ?", [record.lastPage]);
      await database.run("DELETE FROM dropped WHERE version > ?", [record.version]);
      await database.exec("COMMIT");
    } catch (error) {
      throw writeError(file, error);
    }
  });
}

/**
 * Prunes a store that no process has open as far as `pruning` says, in bounded transactions, so that it may be interrupted.
 * @returns the versions left
 */
export function pruneStore(file: string, pruning: Pruning): Promise<{ earliest: bigint; latest: bigint }> {
  return alone(file, async (database) => {
    const latest = (await readVersion(database, 0))?.version ?? 0;
    const target = pruneTarget(pruning, latest);
    let earliest = await earliestVersion(database);
    while (earliest > 0 && earliest <= target) earliest = await pruneVersions(database, earliest, target);
    let dropped = await firstDropped(database);
    while (dropped > 0 && dropped <= earliest) dropped = await removeDropped(database, earliest);
    return { earliest: BigInt(earliest), latest: BigInt(latest) };
  });
}

/** Checks whose file it is before anything in it changes; gives a new file its schema. */
async function prepare(database: Database, synchronous: string): Promise<void> {
  await database.exec("PRAGMA busy_timeout = 2000; PRAGMA page_size = 16384;");
  const isNew = await isEmpty(database);
  // Readers on other threads go on while a commit is written; FULL makes each commit survive a loss of power. SQLite's
  // pages of 16 KB hold four rows of `pages` with little left over (8 KB: a file a tenth larger). Rows only come after those
  // there are, so a block that is larger than the cache is spilled, and hardly any page of it written twice.
  await database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA cache_size = -8000;`);
  // A file of before there were such rows gets their table.
  if (!isNew) return database.exec(DROPPED_SCHEMA);
  // As one: a first start that is killed leaves a file that the next one takes for new.
  await database.exec(
    `BEGIN IMMEDIATE; ${SCHEMA} ${DROPPED_SCHEMA} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`,
  );
}

/** Whether the file has no tables yet. @throws StoreOpenError when it is another program's, or another version's */
export async function isEmpty(database: Database): Promise<boolean> {
  const { file } = database;
  const id = (await database.get("PRAGMA application_id"))?.["application_id"];
  const schema = (await database.get("PRAGMA user_version"))?.["user_version"];
  if (id === APPLICATION_ID && schema === SCHEMA_VERSION) return false;
  if (id === APPLICATION_ID) {
    throw new StoreOpenError(
      file,
      `has schema version ${String(schema)}, this program reads ${SCHEMA_VERSION}; use the program that wrote it`,
    );
  }
  const tables = await database.all("SELECT name FROM sqlite_master WHERE type = 'table'");
  if (tables.length === 0 && id === 0) return true;
  throw new StoreOpenError(file, "is a database of another program; name another home");
}

/** Checks the last commit, if there is one. @throws CorruptStoreError */
export async function verifyLast(database: Database): Promise<void> {
  const last = await readVersion(database, 0);
  if (last !== undefined) await verify(database, last);
}

/** Cheap checks of the last commit: its app hash follows from its roots, and the roots are there. */
async function verify(database: Database, last: VersionRecord): Promise<void> {
  if (hashOf(last.roots) !== last.hash) {
    throw new CorruptStoreError(
      database.file,
      `the app hash of version ${last.version} does not follow from its stores`,
    );
  }
  const loader = new NodeLoader(database);
  for (const root of last.roots.values()) {
    if (root === undefined) continue;
    await loader.load([root]);
    await loader.load([root.left, root.right].filter((node) => node !== undefined));
  }
}

/** What a file that could not be opened because of `error` is to be told as. */
export function asOpenError(file: string, error: unknown): unknown {
  const code = (error as { code?: unknown }).code;
  const message = error instanceof Error ? error.message : String(error);
  if (code === "SQLITE_BUSY" || code === "SQLITE_LOCKED") {
    return new StoreOpenError(file, "is locked: another process uses it. Stop that one first");
  }
  if (code === "SQLITE_NOTADB")
    return new StoreOpenError(file, "is no database; name another home, or move the file away");
  if (isDamage(error)) return new CorruptStoreError(file, message);
  return error;
}
