import { webcrypto } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { bytesEqual } from "../bytes.js";
import { describeSnapshot, parseManifest, type SnapshotInfo } from "./manifest.js";

/** The file that holds a snapshot's manifest, beside its chunks. */
export const MANIFEST_FILE = "manifest";

const TEMPORARY = ".making-";

export function chunkFile(index: number): string {
  return `chunk-${String(index).padStart(6, "0")}`;
}

/** There is no such snapshot, or it is not whole. */
export class SnapshotNotFoundError extends Error {
  constructor(height: bigint, format: number) {
    super(`there is no snapshot of height ${height} in format ${format}`);
    this.name = "SnapshotNotFoundError";
  }
}

/** The snapshots in a folder: `<height>/<format>/` with a manifest and chunks. */
export class SnapshotRegistry {
  constructor(readonly folder: string) {}

  /** All snapshots whose manifest is whole, the newest first. */
  async list(): Promise<SnapshotInfo[]> {
    const found: SnapshotInfo[] = [];
    for (const height of await numbers(this.folder)) {
      for (const format of await numbers(join(this.folder, height))) {
        const info = await this.find(BigInt(height), Number(format));
        if (info !== undefined) found.push(info);
      }
    }
    return found.sort((a, b) => (a.height === b.height ? b.format - a.format : a.height < b.height ? 1 : -1));
  }

  /** The snapshot, or undefined when it is not there or its manifest is damaged. */
  async find(height: bigint, format: number): Promise<SnapshotInfo | undefined> {
    const metadata = await readIfThere(join(this.path(height, format), MANIFEST_FILE));
    if (metadata === undefined) return undefined;
    try {
      const manifest = parseManifest(metadata);
      return manifest.height === height ? { ...describeSnapshot(manifest), format } : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * A chunk, or undefined when there is none or it is not the one that the manifest names: a damaged chunk is not served.
   * The hash is taken on another thread.
   */
  async loadChunk(height: bigint, format: number, index: number): Promise<Uint8Array | undefined> {
    const info = await this.find(height, format);
    const expected = info && parseManifest(info.metadata).chunkHashes[index];
    if (expected === undefined) return undefined;
    const chunk = await readIfThere(join(this.path(height, format), chunkFile(index)));
    if (chunk === undefined) return undefined;
    const hash = await webcrypto.subtle.digest("SHA-256", chunk);
    return bytesEqual(new Uint8Array(hash), expected) ? chunk : undefined;
  }

  /** Removes a snapshot. @throws SnapshotNotFoundError */
  async delete(height: bigint, format: number): Promise<void> {
    const doomed = this.temporary(height, format);
    await rm(doomed, { recursive: true, force: true });
    try {
      // Out of sight first: nobody finds half a snapshot.
      await rename(this.path(height, format), doomed);
    } catch (error) {
      if (isMissing(error)) throw new SnapshotNotFoundError(height, format);
      throw error;
    }
    await rm(doomed, { recursive: true, force: true });
    await rmdir(join(this.folder, String(height))).catch(() => undefined);
  }

  /** Removes all but the newest `count` snapshots (0: keeps all). @returns how many went */
  async keepRecent(count: number): Promise<number> {
    if (count === 0) return 0;
    const old = (await this.list()).slice(count);
    for (const { height, format } of old) await this.delete(height, format);
    return old.length;
  }

  /** Where a snapshot is put together before `adopt` shows it. */
  temporary(height: bigint, format: number): string {
    return join(this.folder, `${TEMPORARY}${height}-${format}`);
  }

  /** Makes the snapshot in `temporary` visible, in place of one of the same height that may be there. */
  async adopt(temporary: string, { height, format }: SnapshotInfo): Promise<void> {
    const path = this.path(height, format);
    await mkdir(join(this.folder, String(height)), { recursive: true });
    await rm(path, { recursive: true, force: true });
    await syncFolder(temporary);
    await rename(temporary, path);
    await syncFolder(join(this.folder, String(height)));
    await syncFolder(this.folder);
  }

  /** Removes what a crash left half made. To be called while nothing is being made. */
  async removeTemporary(): Promise<void> {
    for (const name of await entries(this.folder)) {
      if (name.startsWith(TEMPORARY)) await rm(join(this.folder, name), { recursive: true, force: true });
    }
  }

  private path(height: bigint, format: number): string {
    return join(this.folder, String(height), String(format));
  }
}

async function entries(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function numbers(folder: string): Promise<string[]> {
  return (await entries(folder)).filter((name) => /^[1-9]\d{0,15}$/.test(name));
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Makes the names in a folder survive a loss of power. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === "ENOENT" || code === "ENOTDIR";
}
