import { open, mkdir, rename, rm, writeFile, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { bytesEqual } from "../bytes.js";
import { CHUNK_BYTES, SNAPSHOT_FORMAT, SnapshotMalformedError } from "./format.js";
import { describeSnapshot, parseManifest, sha256Of, type SnapshotInfo } from "./manifest.js";
import { chunkFile, MANIFEST_FILE, SnapshotNotFoundError, type SnapshotRegistry } from "./registry.js";

/** The first bytes of an archive file: what it is, and its version. */
const MAGIC = Buffer.from("echoin-snapshot-1\n", "ascii");

/** Longest manifest: what CometBFT's peers can carry. */
const MAX_MANIFEST_BYTES = 4_000_000;

const LENGTH_BYTES = 4;

/**
 * Writes a snapshot into one file: magic, then the manifest and each chunk after its length (four bytes, big-endian).
 * @throws SnapshotNotFoundError; SnapshotMalformedError when a chunk is missing or damaged
 */
export async function dumpSnapshot(
  registry: SnapshotRegistry,
  { height, format, file }: { height: bigint; format: number; file: string },
): Promise<void> {
  const info = await registry.find(height, format);
  if (info === undefined) throw new SnapshotNotFoundError(height, format);
  const temporary = `${file}.part`;
  const out = await open(temporary, "w", 0o644);
  try {
    await out.writeFile(MAGIC);
    await writePart(out, info.metadata);
    for (let index = 0; index < info.chunks; index++) {
      const chunk = await registry.loadChunk(height, format, index);
      if (chunk === undefined) throw new SnapshotMalformedError(`chunk ${index} of the snapshot is missing or damaged`);
      await writePart(out, chunk);
    }
    await out.sync();
    await out.close();
    await rename(temporary, file);
  } catch (error) {
    await out.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Takes a snapshot from a file that `dumpSnapshot` wrote, all of it verified. @throws SnapshotMalformedError */
export async function loadSnapshot(registry: SnapshotRegistry, file: string): Promise<SnapshotInfo> {
  const input = await open(file, "r");
  let temporary: string | undefined;
  try {
    const start = await readBytes(input, MAGIC.length);
    if (!start.equals(MAGIC)) throw new SnapshotMalformedError(`${file} is no snapshot archive`);
    const manifest = parseManifest(await readPart(input, MAX_MANIFEST_BYTES));
    const info = describeSnapshot(manifest);
    temporary = registry.temporary(info.height, SNAPSHOT_FORMAT);
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    for (const [index, hash] of manifest.chunkHashes.entries()) {
      const chunk = await readPart(input, CHUNK_BYTES);
      if (!bytesEqual(sha256Of(chunk), hash)) throw new SnapshotMalformedError(`chunk ${index} in ${file} is damaged`);
      await writeFile(join(temporary, chunkFile(index)), chunk, { flush: true });
    }
    await writeFile(join(temporary, MANIFEST_FILE), info.metadata, { flush: true });
    await registry.adopt(temporary, info);
    return info;
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    throw error;
  } finally {
    await input.close();
  }
}

async function writePart(out: FileHandle, bytes: Uint8Array): Promise<void> {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(bytes.length);
  await out.writeFile(length);
  await out.writeFile(bytes);
}

async function readPart(input: FileHandle, most: number): Promise<Buffer> {
  const length = (await readBytes(input, LENGTH_BYTES)).readUInt32BE();
  if (length > most) throw new SnapshotMalformedError(`the archive has a part of ${length} bytes, at most ${most} fit`);
  return readBytes(input, length);
}

async function readBytes(input: FileHandle, count: number): Promise<Buffer> {
  const buffer = Buffer.alloc(count);
  for (let at = 0; at < count;) {
    const { bytesRead } = await input.read(buffer, at, count - at);
    if (bytesRead === 0) throw new SnapshotMalformedError("the archive ends early");
    at += bytesRead;
  }
  return buffer;
}
