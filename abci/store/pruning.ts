import type { Database, Row } from "./database.js";
import { CorruptStoreError } from "./errors.js";
import type { NodeId } from "./node.js";
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

/** Versions that one commit prunes at most, so that a change of strategy is worked off block by block. */
const VERSIONS_PER_COMMIT = 20;

/** The last version that is to go after `version` was committed (0: none). */
export function pruneTarget({ keepRecent, interval }: Pruning, version: number): number {
  if (keepRecent === 0n) return 0;
  const due = interval > 1n ? version - (version % Number(interval)) : version;
  return due - Number(keepRecent);
}

/**
 * Removes versions from `earliest` up to `target`, a bounded number of them, in one transaction. A node goes when the
 * first version that did without it becomes the earliest: a page loses the node's record, or goes when it was the last.
 * @returns the new earliest version
 */
export async function pruneVersions(database: Database, earliest: number, target: number): Promise<number> {
  const last = Math.min(target, earliest + VERSIONS_PER_COMMIT - 1);
  const next = last + 1;
  const rows = await database.all("SELECT version, orphans FROM versions WHERE version > ? AND version <= ?", [
    earliest,
    next,
  ]);
  const dead = new Map<number, Set<number>>();
  for (const row of rows) for (const id of orphansOf(database, row)) mark(dead, id);
  await database.exec("BEGIN IMMEDIATE");
  await removeNodes(database, dead);
  await database.run("DELETE FROM versions WHERE version < ?", [next]);
  await database.exec("COMMIT");
  return next;
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

function mark(dead: Map<number, Set<number>>, id: NodeId): void {
  const slots = dead.get(pageOf(id));
  if (slots === undefined) dead.set(pageOf(id), new Set([slotOf(id)]));
  else slots.add(slotOf(id));
}

async function removeNodes(database: Database, dead: ReadonlyMap<number, ReadonlySet<number>>): Promise<void> {
  const numbers = [...dead.keys()];
  for (let at = 0; at < numbers.length; at += 500) {
    const rows = await database.all("SELECT id, data FROM pages WHERE id IN (SELECT value FROM json_each(?))", [
      JSON.stringify(numbers.slice(at, at + 500)),
    ]);
    for (const row of rows) {
      const number = row["id"] as number;
      const rest = pageAt(database, number, row["data"] as Buffer).without(dead.get(number) as ReadonlySet<number>);
      if (rest === undefined) await database.run("DELETE FROM pages WHERE id = ?", [number]);
      else await database.run("UPDATE pages SET data = ? WHERE id = ?", [rest, number]);
    }
  }
}

function pageAt(database: Database, number: number, data: Buffer): Page {
  try {
    return new Page(number, data);
  } catch (error) {
    throw new CorruptStoreError(database.file, error instanceof Error ? error.message : `page ${number} is malformed`);
  }
}
