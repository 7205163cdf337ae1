import { checksum, CHECKSUM_BYTES } from "./checksum.js";
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
  readonly roots: Roots;
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

/** Makes the row of a version, with what it made unneeded. The statement is awaited by the caller. */
export function insertVersion(database: Database, record: VersionRecord, orphans: readonly NodeId[]): Promise<void> {
  return database.run("INSERT INTO versions (version, hash, roots, last_page, orphans) VALUES (?,?,?,?,?)", [
    record.version,
    Buffer.from(record.hash, "latin1"),
    encodeRoots(record),
    record.lastPage,
    encodeOrphans(orphans),
  ]);
}

/** The roots, with a checksum over them and the row's other columns. */
function encodeRoots(record: VersionRecord): Buffer {
  const out = new Scratch().uvarint(record.roots.size);
  for (const [name, root] of record.roots) {
    const key = Buffer.from(name, "utf8");
    out
      .uvarint(key.length)
      .raw(key)
      .byte(root === undefined ? 0 : 1);
    if (root !== undefined) out.uvarint(root.id).byte(root.height).uvarint(root.size).binary(root.hash);
  }
  return out.uint32(checksumOfRow(record, out.view())).copy();
}

function checksumOfRow({ version, lastPage, hash }: Omit<VersionRecord, "roots">, roots: Uint8Array): number {
  return checksum(new Scratch().uvarint(version).uvarint(lastPage).binary(hash).raw(roots).view());
}

function decodeRoots(bytes: Buffer, row: Omit<VersionRecord, "roots">): Map<string, Node | undefined> {
  const body = unsealed(bytes, (content) => checksumOfRow(row, content));
  const input = new Cursor(body, 0);
  const roots = new Map<string, Node | undefined>();
  for (let left = input.uvarint(); left > 0; left--) {
    const name = input.raw(input.uvarint()).toString("utf8");
    if (input.byte() === 0) roots.set(name, undefined);
    else roots.set(name, Node.shell(input.uvarint(), input.byte(), input.uvarint(), input.binary(32)));
  }
  return roots;
}

/** `bytes` without the checksum at their end. @throws RangeError when they are not those that were written */
function unsealed(bytes: Buffer, checksumOf: (content: Buffer) => number): Buffer {
  const end = bytes.length - CHECKSUM_BYTES;
  if (end < 0) throw new RangeError("it is too short");
  const content = bytes.subarray(0, end);
  if (bytes.readUInt32LE(end) !== checksumOf(content)) throw new RangeError("it does not match its checksum");
  return content;
}

/** Ids in rising order as differences, two or three bytes each, and a checksum. */
function encodeOrphans(ids: readonly NodeId[]): Buffer {
  const rising = new Float64Array(ids).sort();
  const out = new Scratch().uvarint(rising.length);
  let last = 0;
  for (const id of rising) {
    out.uvarint(id - last);
    last = id;
  }
  return out.uint32(checksum(out.view())).copy();
}

/** The ids of the nodes that a version made unneeded. @throws RangeError when they are not those that were written */
export function decodeOrphans(bytes: Buffer): NodeId[] {
  const input = new Cursor(unsealed(bytes, checksum), 0);
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
    const columns = {
      version: row["version"] as number,
      hash: (row["hash"] as Buffer).toString("latin1"),
      lastPage: row["last_page"] as number,
    };
    return { ...columns, roots: decodeRoots(row["roots"] as Buffer, columns) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "malformed";
    throw new CorruptStoreError(file, `the row of version ${String(row["version"])} cannot be read: ${reason}`);
  }
}

export async function earliestVersion(database: Database): Promise<number> {
  const row = await database.get("SELECT version FROM versions ORDER BY version LIMIT 1");
  return row === undefined ? 0 : (row["version"] as number);
}
