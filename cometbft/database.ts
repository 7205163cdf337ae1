import { open, readdir } from "node:fs/promises";
import { join } from "node:path";

/** The database of every CometBFT, and the default of its own `init`. */
export const LEVELDB = "goleveldb";
/** The one that CometBFT 1.0 chose as default; in 0.38 and 0.40 it is compiled in with Go's build tag of the same name. */
export const PEBBLE = "pebbledb";

/** What a node's blocks, state and index may be kept in: `db_backend` of config.toml. */
export type Database = typeof LEVELDB | typeof PEBBLE;

/** How Go names the module in the list that it leaves in every program: only what was compiled in is there. */
const MODULE = Buffer.from("dep\tgithub.com/cockroachdb/pebble\t");
const CHUNK_BYTES = 1 << 20;

/** The fastest of the two that a CometBFT binary was built with. @throws Error when it cannot be read */
export async function databaseOf(binary: string): Promise<Database> {
  const file = await open(binary);
  try {
    // What a chunk ends with stays before the next one, so that the name is found across their border.
    const window = Buffer.alloc(MODULE.length + CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(window, MODULE.length, CHUNK_BYTES);
      if (bytesRead === 0) return LEVELDB;
      const filled = window.subarray(0, MODULE.length + bytesRead);
      if (filled.includes(MODULE)) return PEBBLE;
      filled.copyWithin(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** What the blocks in a node's data folder are kept in; undefined when there are none yet. */
export async function databaseIn(dataDir: string): Promise<Database | undefined> {
  const files = await readdir(join(dataDir, "blockstore.db")).catch(() => []);
  if (files.length === 0) return undefined;
  // Pebble writes its options beside the tables; goleveldb has no such file.
  return files.some((name) => name.startsWith("OPTIONS-")) ? PEBBLE : LEVELDB;
}
