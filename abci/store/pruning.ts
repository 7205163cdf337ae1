import type { Database, Row } from "./database.js";
import { CorruptStoreError } from "./errors.js";
import type { NodeId } from "./node.js";
import { type PageRow, PAGES_PER_INSERT } from "./page-table.js";
import { Page, pageOf, slotOf } from "./pages.js";
import { decodeOrphans } from "./versions.js";

/** Which versions are kept: the last `keepRecent` (0n: all), and old ones go every `interval` versions. */
export interface Pruning {
  readonly keepRecent: bigint;
  readonly interval: bigint;
}

/** The named strategies of the Cosmos SDK: three weeks of five-second blocks, all, or the last two. */
export const PRUNING = {
  default: { keepRecent: 362_880n, interval: 10n },
  nothing: { keepRecent: 0n, interval: 0n },
  everything: { keepRecent: 2n, interval: 10n },
} as const satisfies Readonly<Record<string, Pruning>>;

/** Versions, and bytes of their lists of unneeded nodes (two or three a node), that one commit works off at most. */
const VERSIONS_PER_COMMIT = 20;
const ORPHAN_BYTES_PER_COMMIT = 256 * 1024;

/** Pages in memory at once. */
const PAGES_PER_READ = 512;

/** The last version that is to go after `version` was committed (0: none). */
export function pruneTarget({ keepRecent, interval }: Pruning, version: number): number {
  if (keepRecent === 0n) return 0;
  const due = interval > 1n ? version - (version % Number(interval)) : version;
  return due - Number(keepRecent);
}

/**
 * Removes versions from `earliest` up to `target`, in one transaction of bounded size: one version at least, so that
 * calling it again and again gets there. A node goes when the first version that did without it becomes the earliest: a
 * page loses the node's record, or goes when it was the last.
 * @returns the new earliest version
 */
export async function pruneVersions(
  database: Database,
  earliest: number,
  target: number,
  orphanBytes = ORPHAN_BYTES_PER_COMMIT,
): Promise<number> {
  const next = await boundedNext(database, { earliest, target, orphanBytes });
  const rows = await database.all("SELECT version, orphans FROM versions WHERE version > ? AND version <= ?", [
    earliest,
    next,
  ]);
  const dead: NodeId[] = [];
  for (const row of rows) dead.push(...orphansOf(database, row));
  await database.exec("BEGIN IMMEDIATE");
  await removeNodes(database, dead);
  await database.run("DELETE FROM versions WHERE version < ?", [next]);
  await database.exec("COMMIT");
  return next;
}

/** The version that becomes the earliest: after `target` where the work for that is within bounds. */
async function boundedNext(
  database: Database,
  { earliest, target, orphanBytes }: { earliest: number; target: number; orphanBytes: number },
): Promise<number> {
  const farthest = Math.min(target, earliest + VERSIONS_PER_COMMIT - 1) + 1;
  const rows = await database.all(
    "SELECT version, length(orphans) AS bytes FROM versions WHERE version > ? AND version <= ? ORDER BY version",
    [earliest, farthest],
  );
  let bytes = 0;
  for (const row of rows) {
    bytes += row["bytes"] as number;
    if (bytes > orphanBytes) return Math.max(earliest + 1, (row["version"] as number) - 1);
  }
  return farthest;
}

function orphansOf(database: Database, row: Row): NodeId[] {
  try {
    return decodeOrphans(row["orphans"] as Buffer);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "malformed";
    throw new CorruptStoreError(
      database.file,
      `what version ${String(row["version"])} made unneeded cannot be read: ${reason}`,
    );
  }
}

/** Removes these nodes from their pages, inside the transaction that is open; a page without any goes. @throws CorruptStoreError */
export async function removeNodes(database: Database, ids: readonly NodeId[]): Promise<void> {
  const dead = new Map<number, Set<number>>();
  for (const id of ids) {
    const slots = dead.get(pageOf(id));
    if (slots === undefined) dead.set(pageOf(id), new Set([slotOf(id)]));
    else slots.add(slotOf(id));
  }
  // In the order of the table, so that neighbouring pages are read and written together.
  const numbers = [...dead.keys()].sort((a, b) => a - b);
  for (let at = 0; at < numbers.length; at += PAGES_PER_READ) {
    const rows = await database.all("SELECT id, data FROM pages WHERE id IN (SELECT value FROM json_each(?))", [
      JSON.stringify(numbers.slice(at, at + PAGES_PER_READ)),
    ]);
    const empty: number[] = [];
    const smaller: PageRow[] = [];
    for (const row of rows) {
      const number = row["id"] as number;
      const rest = pageAt(database, number, row["data"] as Buffer).without(dead.get(number) as ReadonlySet<number>);
      if (rest === undefined) empty.push(number);
      else smaller.push({ number, data: rest });
    }
    // One statement after the other: what follows a failed one may not be carried out outside the transaction.
    if (empty.length > 0) {
      await database.run("DELETE FROM pages WHERE id IN (SELECT value FROM json_each(?))", [JSON.stringify(empty)]);
    }
    for (let first = 0; first < smaller.length; first += PAGES_PER_INSERT) {
      await replacePages(database, smaller.slice(first, first + PAGES_PER_INSERT));
    }
  }
}

function replacePages(database: Database, rows: readonly PageRow[]): Promise<void> {
  const places = rows.map(() => "(?,?)").join(",");
  return database.run(
    `INSERT INTO pages (id, data) VALUES ${places} ON CONFLICT (id) DO UPDATE SET data = excluded.data`,
    rows.flatMap(({ number, data }) => [number, data]),
  );
}

function pageAt(database: Database, number: number, data: Buffer): Page {
  try {
    return new Page(number, data);
  } catch (error) {
    throw new CorruptStoreError(database.file, error instanceof Error ? error.message : `page ${number} is malformed`);
  }
}
