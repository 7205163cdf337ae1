import type { Database, Row } from "./database.js";
import { CorruptStoreError } from "./errors.js";
import { Node, type NodeHash, type NodeId } from "./node.js";
import { Cursor, Scratch } from "./varint.js";

/** The roots of all stores in one version; a store without keys has none. */
export type Roots = ReadonlyMap<string, Node | undefined>;

/** A version as its row says. */
export interface VersionRecord {
  readonly version: number;
  readonly hash: NodeHash;
  readonly roots: Map<string, Node | undefined>;
  /** The last page that this version or an earlier one wrote. */
  readonly lastPage: number;
}

/** The schema's own version; a file with another one is refused. */
export const SCHEMA_VERSION = 1;

/** Marks the file as an Echoin store (SQLite's application_id): "ECHN". */
export const APPLICATION_ID = 0x4543484e;

export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS pages (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS versions (
    version INTEGER PRIMARY KEY,
    hash BLOB NOT NULL,
    roots BLOB NOT NULL,
    last_page INTEGER NOT NULL,
    orphans BLOB NOT NULL
  );
`;

export function encodeRoots(roots: Roots): Buffer {
  const out = new Scratch().uvarint(roots.size);
  for (const [name, root] of roots) {
    const key = Buffer.from(name, "utf8");
    out
      .uvarint(key.length)
      .raw(key)
      .byte(root === undefined ? 0 : 1);
    if (root !== undefined) out.uvarint(root.id).byte(root.height).uvarint(root.size).binary(root.hash);
  }
  return out.copy();
}

function decodeRoots(bytes: Buffer): Map<string, Node | undefined> {
  const input = new Cursor(bytes, 0);
  const roots = new Map<string, Node | undefined>();
  for (let left = input.uvarint(); left > 0; left--) {
    const name = input.raw(input.uvarint()).toString("utf8");
    if (input.byte() === 0) roots.set(name, undefined);
    else roots.set(name, Node.shell(input.uvarint(), input.byte(), input.uvarint(), input.binary(32)));
  }
  return roots;
}

/** Ids in rising order as differences: two or three bytes each. */
export function encodeOrphans(ids: readonly NodeId[]): Buffer {
  const rising = [...ids].sort((a, b) => a - b);
  const out = new Scratch().uvarint(rising.length);
  let last = 0;
  for (const id of rising) {
    out.uvarint(id - last);
    last = id;
  }
  return out.copy();
}

export function decodeOrphans(bytes: Buffer): NodeId[] {
  const input = new Cursor(bytes, 0);
  const ids: NodeId[] = [];
  let last = 0;
  for (let left = input.uvarint(); left > 0; left--) ids.push((last += input.uvarint()));
  return ids;
}

/** The row of a version (0: the latest), or undefined. @throws CorruptStoreError */
export async function readVersion(database: Database, version: number): Promise<VersionRecord | undefined> {
  const columns = "SELECT version, hash, roots, last_page FROM versions";
  const row =
    version === 0
      ? await database.get(`${columns} ORDER BY version DESC LIMIT 1`)
      : await database.get(`${columns} WHERE version = ?`, [version]);
  return row === undefined ? undefined : parseVersion(database.file, row);
}

function parseVersion(file: string, row: Row): VersionRecord {
  try {
    return {
      version: row["version"] as number,
      hash: (row["hash"] as Buffer).toString("latin1"),
      roots: decodeRoots(row["roots"] as Buffer),
      lastPage: row["last_page"] as number,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "malformed";
    throw new CorruptStoreError(file, `the row of version ${String(row["version"])} cannot be read: ${reason}`);
  }
}

export async function earliestVersion(database: Database): Promise<number> {
  const row = await database.get("SELECT version FROM versions ORDER BY version LIMIT 1");
  return row === undefined ? 0 : (row["version"] as number);
}
