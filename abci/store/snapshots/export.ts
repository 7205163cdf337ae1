import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { SnapshotManifest } from "../../../proto/generated/echoin/store/v1/snapshot.js";
import type { NodeLoader } from "../loader.js";
import { hashOf, type TreeReader } from "../multistore.js";
import type { Node } from "../node.js";
import { openReader } from "../reader.js";
import { EMPTY_TREE_HASH } from "../tree.js";
import { Scratch } from "../varint.js";
import { CHUNK_BYTES, nodesOf, SNAPSHOT_FORMAT, writeSnapshotNode, writeStoreHead } from "./format.js";
import { describeSnapshot, sha256Of, type SnapshotInfo } from "./manifest.js";
import { chunkFile, MANIFEST_FILE, SnapshotRegistry } from "./registry.js";

export interface MakeSnapshotOptions {
  /** The store's SQLite file; another thread may be writing to it. */
  readonly file: string;
  /** The version to export, which nobody may prune meanwhile (`TreeStore.retain`). */
  readonly version: bigint;
  /** Where snapshots are kept. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  /** Called after each batch of nodes. */
  readonly onProgress?: ((progress: SnapshotProgress) => void) | undefined;
}

export interface SnapshotProgress {
  readonly nodes: number;
  readonly totalNodes: number;
  readonly chunks: number;
}

/** Subtrees up to this height (4,096 leaves at most) are read in one go, level by level, and let go together. */
const BATCH_HEIGHT = 12;

/**
 * Exports a version into `folder`/<height>/<format>/, which appears as a whole or not at all. The bytes depend on the
 * state alone, and so are the same on all nodes. Memory is bounded by one batch and one chunk.
 * @throws VersionNotFoundError, CorruptStoreError, or the signal's reason
 */
export async function makeSnapshot(options: MakeSnapshotOptions): Promise<SnapshotInfo> {
  const { file, version, folder, signal } = options;
  const registry = new SnapshotRegistry(folder);
  // Each node is read once, and let go by the export itself.
  const reader = await openReader(file, { cacheNodes: 0 });
  const temporary = registry.temporary(version, SNAPSHOT_FORMAT);
  try {
    const tree = await reader.at(version);
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    const exporter = new Exporter(reader.loader, new ChunkWriter(temporary), options);
    const info = describeSnapshot(await exporter.export(tree));
    await writeDurably(join(temporary, MANIFEST_FILE), info.metadata);
    signal?.throwIfAborted();
    await registry.adopt(temporary, info);
    return info;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  } finally {
    await reader.close();
  }
}

class Exporter {
  private readonly out = new Scratch();
  private nodes = 0;
  private totalNodes = 0;

  constructor(
    private readonly loader: NodeLoader,
    private readonly chunks: ChunkWriter,
    private readonly options: MakeSnapshotOptions,
  ) {}

  async export(tree: TreeReader): Promise<SnapshotManifest> {
    const stores = [...tree.roots].sort(([a], [b]) => (a < b ? -1 : 1));
    if (stores.length === 0) throw new Error("there are no stores, so there is nothing to make a snapshot of");
    for (const [, root] of stores) this.totalNodes += nodesOf(root?.size ?? 0);
    const manifest: SnapshotManifest = {
      height: tree.version,
      appHash: Buffer.from(hashOf(tree.roots), "latin1"),
      chunkHashes: [],
      stores: [],
    };
    for (const [name, root] of stores) {
      const leaves = root?.size ?? 0;
      writeStoreHead(this.out, name, leaves);
      manifest.stores.push({
        name,
        root: Buffer.from(root?.hash ?? EMPTY_TREE_HASH, "latin1"),
        leaves: BigInt(leaves),
      });
      if (root !== undefined) await this.tree(root);
    }
    await this.flush();
    manifest.chunkHashes = await this.chunks.finish();
    return manifest;
  }

  /** The nodes of a tree in post-order. */
  private async tree(node: Node): Promise<void> {
    this.options.signal?.throwIfAborted();
    if (node.height <= BATCH_HEIGHT) {
      await loadAll(this.loader, node);
      this.emit(node);
      await this.flush();
    } else {
      await this.loader.one(node);
      const { left, right } = node;
      await this.tree(left as Node);
      await this.tree(right as Node);
      this.one(node);
    }
    node.unload();
  }

  private emit(node: Node): void {
    if (node.height > 0) {
      this.emit(node.left as Node);
      this.emit(node.right as Node);
    }
    this.one(node);
  }

  private one(node: Node): void {
    writeSnapshotNode(this.out, node);
    this.nodes++;
  }

  private async flush(): Promise<void> {
    await this.chunks.write(this.out.view());
    this.out.reset();
    const { nodes, totalNodes } = this;
    this.options.onProgress?.({ nodes, totalNodes, chunks: this.chunks.count });
  }
}

async function loadAll(loader: NodeLoader, root: Node): Promise<void> {
  let level: Node[] = [root];
  while (level.length > 0) {
    await loader.load(level);
    const next: Node[] = [];
    for (const node of level) if (node.height > 0) next.push(node.left as Node, node.right as Node);
    level = next;
  }
}

/** Cuts a stream of bytes into chunk files of `CHUNK_BYTES`. */
class ChunkWriter {
  private readonly hashes: Buffer[] = [];
  private readonly buffer = Buffer.alloc(CHUNK_BYTES);
  private used = 0;

  constructor(private readonly folder: string) {}

  get count(): number {
    return this.hashes.length;
  }

  async write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const taken = bytes.copy(this.buffer, this.used, at);
      at += taken;
      this.used += taken;
      if (this.used === CHUNK_BYTES) await this.cut();
    }
  }

  /** Writes what is left; returns the hashes of all chunks. */
  async finish(): Promise<Buffer[]> {
    if (this.used > 0) await this.cut();
    return this.hashes;
  }

  private async cut(): Promise<void> {
    const chunk = this.buffer.subarray(0, this.used);
    await writeDurably(join(this.folder, chunkFile(this.hashes.length)), chunk);
    this.hashes.push(sha256Of(chunk));
    this.used = 0;
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "w", 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
