import { checksum } from "./checksum.js";
import type { Database, Row, SqlValue } from "./database.js";
import { CorruptStoreError } from "./errors.js";
import { NodeLoader } from "./loader.js";
import { Node, type NodeId } from "./node.js";
import { removeNodes } from "./pruning.js";
import { Scratch } from "./varint.js";

/**
 * Subtrees whose nodes are to be removed: those of stores that an upgrade deleted. `version` is the first one without the
 * store; once it is the earliest that is kept, nothing can read them any more.
 */
export const DROPPED_SCHEMA = `
  CREATE TABLE IF NOT EXISTS dropped (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL, height INTEGER NOT NULL, checksum INTEGER NOT NULL
  );
`;

/** Nodes that one commit removes, and inner ones read at once. */
const NODES_PER_STEP = 2_000;
const NODES_PER_READ = 256;

const checksumOf = (id: NodeId, version: number, height: number): number =>
  checksum(new Scratch().uvarint(id).uvarint(version).byte(height).view());

/** Notes the trees that `version` does without, inside the transaction that is open. */
export async function insertDropped(database: Database, version: number, trees: Iterable<Node>): Promise<void> {
  for (const { id, height } of trees) {
    const row: SqlValue[] = [id, version, height, checksumOf(id, version, height)];
    await database.run("INSERT INTO dropped (id, version, height, checksum) VALUES (?,?,?,?)", row);
  }
}

/** The first version that did without a tree whose nodes are not all gone; 0 when there is none. */
export async function firstDropped(database: Database): Promise<number> {
  const row = await database.get("SELECT min(version) AS first FROM dropped");
  return (row?.["first"] as number | null | undefined) ?? 0;
}

/**
 * Removes some of the nodes that no version from `earliest` on has, in one transaction of bounded size: calling it again
 * and again removes them all. @returns what `firstDropped` says afterwards @throws CorruptStoreError
 */
export async function removeDropped(database: Database, earliest: number, most = NODES_PER_STEP): Promise<number> {
  const rows = await database.all(
    "SELECT id, version, height, checksum FROM dropped WHERE version <= ? ORDER BY version, height, id LIMIT ?",
    [earliest, most],
  );
  const [first] = rows;
  if (first === undefined) return firstDropped(database);
  // Of one upgrade at a time, so that what is left keeps its version.
  const version = first["version"] as number;
  // The smallest last, where the walk begins: so there are never many.
  const trees = rows
    .filter((row) => row["version"] === version)
    .map((row) => shellOf(database, row))
    .reverse();
  const { dead, left } = await walkDown(database, trees, most);
  await database.exec("BEGIN IMMEDIATE");
  await removeNodes(database, dead);
  await database.run("DELETE FROM dropped WHERE id IN (SELECT value FROM json_each(?))", [
    JSON.stringify(trees.map(({ id }) => id)),
  ]);
  await insertDropped(database, version, left);
  await database.exec("COMMIT");
  return firstDropped(database);
}

function shellOf(database: Database, row: Row): Node {
  const [id, version, height] = [row["id"], row["version"], row["height"]] as [number, number, number];
  if (row["checksum"] !== checksumOf(id, version, height)) {
    throw new CorruptStoreError(database.file, `the row of the dropped tree ${id} does not match its checksum`);
  }
  return Node.shell(id, height, 0, "");
}

/** The ids of about so many nodes below these, the deepest first, and the subtrees that were not reached. */
async function walkDown(database: Database, trees: Node[], most: number): Promise<{ dead: NodeId[]; left: Node[] }> {
  const loader = new NodeLoader(database);
  const dead: NodeId[] = [];
  const stack = [...trees];
  while (stack.length > 0 && dead.length < most) {
    const taken = stack.splice(-NODES_PER_READ);
    // A leaf's record is not needed to remove it.
    await loader.load(taken.filter(({ height }) => height > 0));
    for (const node of taken) {
      dead.push(node.id);
      if (node.height > 0) stack.push(node.left as Node, node.right as Node);
    }
  }
  return { dead, left: stack };
}
