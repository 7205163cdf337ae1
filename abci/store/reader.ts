import { Database } from "./database.js";
import { CorruptStoreError, VersionNotFoundError } from "./errors.js";
import { NodeLoader } from "./loader.js";
import { TreeReader } from "./multistore.js";
import { asOpenError, isEmpty, verifyLast } from "./open.js";
import { earliestVersion, readVersion } from "./versions.js";

/** Nodes that one reader keeps in memory before it lets go of all and starts anew: about 50 MB. */
const MAX_NODES = 200_000;

/** Committed versions of a store file that another thread or process writes. */
export interface StoreReader {
  latestVersion(): Promise<bigint>;
  /** @throws VersionNotFoundError */
  at(version: bigint): Promise<TreeReader>;
  earliestVersion(): Promise<bigint>;
  /** The loader that walks of this reader's trees take. */
  readonly loader: NodeLoader;
  /** Forgets what was read: for a store that was rolled back, and whose versions and pages come again as others. */
  reset(): void;
  close(): Promise<void>;
}

export interface ReaderOptions {
  /**
   * Nodes kept in memory, and shared by all versions that have them in common; 0 keeps none beyond those that the caller
   * holds.
   */
  readonly cacheNodes?: number;
}

/**
 * Opens a store file for reading.
 * @throws StoreOpenError when the file is not there, or another program's; CorruptStoreError when its last version is damaged
 */
export async function openReader(file: string, { cacheNodes = MAX_NODES }: ReaderOptions = {}): Promise<StoreReader> {
  const database = await Database.open(file, { readOnly: true });
  try {
    // One view of the file, whatever another process commits or prunes meanwhile.
    await database.exec("PRAGMA busy_timeout = 2000; BEGIN; SELECT count(*) FROM sqlite_master");
    if (!(await isEmpty(database))) await verifyLast(database);
    await database.exec("COMMIT");
  } catch (error) {
    await database.close().catch(() => undefined);
    throw asOpenError(file, error);
  }
  return new FileReader(database, cacheNodes);
}

class FileReader implements StoreReader {
  loader: NodeLoader;
  private last: TreeReader | undefined;

  constructor(
    private readonly database: Database,
    private readonly cacheNodes: number,
  ) {
    this.loader = new NodeLoader(database, cacheNodes);
  }

  async latestVersion(): Promise<bigint> {
    const row = await this.database.get("SELECT max(version) AS version FROM versions");
    return BigInt((row?.["version"] as number | null) ?? 0);
  }

  async earliestVersion(): Promise<bigint> {
    return BigInt(await earliestVersion(this.database));
  }

  async at(version: bigint): Promise<TreeReader> {
    if (this.last?.version === version) return this.last;
    const record = version > 0n ? await readVersion(this.database, Number(version)) : undefined;
    if (record === undefined) {
      throw new VersionNotFoundError(version, await this.earliestVersion(), await this.latestVersion());
    }
    const roots = new Map([...record.roots].map(([name, root]) => [name, this.loader.intern(root)]));
    const reader = new TreeReader(this.loader, version, roots);
    if (this.last === undefined || version > this.last.version) this.last = reader;
    return reader;
  }

  reset(): void {
    this.last = undefined;
    this.loader = new NodeLoader(this.database, this.cacheNodes);
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

/** Whether a read failed because its version was pruned meanwhile: what was read is gone, not damaged. */
export async function prunedMeanwhile(reader: StoreReader, version: bigint, error: unknown): Promise<boolean> {
  return error instanceof CorruptStoreError && version < (await reader.earliestVersion());
}
