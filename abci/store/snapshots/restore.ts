import type { SnapshotManifest } from "../../../proto/generated/echoin/store/v1/snapshot.js";
import { bytesEqual } from "../bytes.js";
import type { VersionImport } from "../import.js";
import type { Node } from "../node.js";
import { PagePacker } from "../packer.js";
import { TreeBuilder } from "./builder.js";
import {
  CHUNK_BYTES,
  nodesOf,
  SNAPSHOT_FORMAT,
  type SnapshotItem,
  SnapshotMalformedError,
  SnapshotParser,
} from "./format.js";
import { parseManifest, sha256Of, type SnapshotInfo } from "./manifest.js";

/** What a snapshot is restored into: a `TreeStore`. */
export interface ImportTarget {
  beginImport(): Promise<VersionImport>;
}

export type OfferResult =
  | { readonly kind: "accepted"; readonly restorer: SnapshotRestorer }
  | { readonly kind: "rejected" | "unknownFormat"; readonly reason: string };

/**
 * What became of a chunk:
 * - `accepted`, and more are to come, or `restored`: the last one was in, and the store has the snapshot's state;
 * - `refetch`: it is not the chunk that the manifest names, so it has to come from someone else; nothing is lost;
 * - `restart`: it came out of turn, and the restore has to be begun anew;
 * - `rejected`: no chunks can make this snapshot right; the store is as it was.
 */
export type ChunkResult =
  | { readonly kind: "accepted" | "restored" }
  | { readonly kind: "refetch"; readonly index: number; readonly reason: string }
  | { readonly kind: "restart" | "rejected"; readonly reason: string };

/** Pages written in one transaction: about 1 MB. */
const PAGES_PER_BATCH = 256;

/**
 * Restores a snapshot, chunk by chunk, into a store that keeps its own state until the end. Trust comes from the app hash
 * alone: the manifest's roots have to give it, each chunk has to have the manifest's hash, and each tree built from the
 * chunks has to have its root. Memory is bounded by one chunk and one batch of pages.
 */
export class SnapshotRestorer {
  private readonly parser = new SnapshotParser();
  private readonly packer: PagePacker;
  private readonly roots = new Map<string, Node | undefined>();
  private builder: TreeBuilder | undefined;
  private nodesLeft = 0;
  private next = 0;
  private over = false;

  private constructor(
    readonly manifest: SnapshotManifest,
    private readonly target: VersionImport,
  ) {
    this.packer = new PagePacker(target.firstPage);
  }

  /** Checks a snapshot that is offered, whose restored state must have `appHash`, and begins its restore. */
  static async offer(target: ImportTarget, snapshot: SnapshotInfo, appHash: Uint8Array): Promise<OfferResult> {
    if (snapshot.format !== SNAPSHOT_FORMAT) {
      return { kind: "unknownFormat", reason: `format ${snapshot.format} is not known, ${SNAPSHOT_FORMAT} is` };
    }
    try {
      const manifest = checkOffer(snapshot, appHash);
      return { kind: "accepted", restorer: new SnapshotRestorer(manifest, await target.beginImport()) };
    } catch (error) {
      if (error instanceof SnapshotMalformedError) return { kind: "rejected", reason: error.message };
      throw error;
    }
  }

  /** Chunks that are in. */
  get chunksApplied(): number {
    return this.next;
  }

  /** Takes the next chunk. @throws StoreWriteError when the disk refuses it */
  async applyChunk(index: number, chunk: Uint8Array): Promise<ChunkResult> {
    if (this.over) return { kind: "restart", reason: "this restore is over" };
    // One that is in already, asked for twice.
    if (index < this.next) return { kind: "accepted" };
    if (index > this.next) return { kind: "restart", reason: `chunk ${index} came when ${this.next} was due` };
    const { chunkHashes } = this.manifest;
    if (!bytesEqual(sha256Of(chunk), chunkHashes[index] as Uint8Array)) {
      return { kind: "refetch", index, reason: `chunk ${index} does not have the hash that the manifest names` };
    }
    try {
      const last = index === chunkHashes.length - 1;
      if (chunk.length > CHUNK_BYTES || (!last && chunk.length < CHUNK_BYTES)) {
        throw new SnapshotMalformedError(`chunk ${index} has ${chunk.length} bytes`);
      }
      await this.consume(chunk);
      this.next++;
      if (!last) return { kind: "accepted" };
      await this.finish();
      return { kind: "restored" };
    } catch (error) {
      await this.discard();
      if (error instanceof SnapshotMalformedError) return { kind: "rejected", reason: error.message };
      throw error;
    }
  }

  /** Gives the restore up; the store is as it was. */
  async discard(): Promise<void> {
    this.over = true;
    await this.target.discard();
  }

  private async consume(chunk: Uint8Array): Promise<void> {
    for (const item of this.parser.take(chunk)) {
      this.place(item);
      if (this.packer.ready >= PAGES_PER_BATCH) await this.target.write(this.packer.take());
    }
  }

  private place(item: SnapshotItem): void {
    if (item.kind === "store") return this.begin(item.name, item.leaves);
    const builder = this.builder as TreeBuilder;
    if (item.kind === "leaf") builder.leaf(item.key, item.value, item.version);
    else builder.inner(item.height, item.version);
    if (--this.nodesLeft === 0) this.endStore();
  }

  private begin(name: string, leaves: number): void {
    const expected = this.manifest.stores[this.roots.size];
    if (expected?.name !== name || expected.leaves !== BigInt(leaves)) {
      throw new SnapshotMalformedError(
        `the store ${name} with ${leaves} leaves is not the one that the manifest names`,
      );
    }
    this.builder = new TreeBuilder(name, Number(this.manifest.height), this.packer);
    this.nodesLeft = nodesOf(leaves);
    if (this.nodesLeft === 0) this.endStore();
  }

  private endStore(): void {
    const { root, hash } = (this.builder as TreeBuilder).finish();
    const expected = this.manifest.stores[this.roots.size];
    if (expected === undefined || hash !== Buffer.from(expected.root).toString("latin1")) {
      throw new SnapshotMalformedError(`the store ${expected?.name ?? "?"} does not have the root that it should`);
    }
    this.roots.set(expected.name, root);
    this.builder = undefined;
  }

  private async finish(): Promise<void> {
    if (!this.parser.complete || this.roots.size !== this.manifest.stores.length) {
      throw new SnapshotMalformedError("the chunks end before the last store does");
    }
    this.packer.end();
    await this.target.write(this.packer.take());
    await this.target.finish({
      version: Number(this.manifest.height),
      hash: Buffer.from(this.manifest.appHash).toString("latin1"),
      roots: this.roots,
    });
    this.over = true;
  }
}

function checkOffer(snapshot: SnapshotInfo, appHash: Uint8Array): SnapshotManifest {
  if (!bytesEqual(sha256Of(snapshot.metadata), snapshot.hash)) {
    throw new SnapshotMalformedError("the snapshot's hash is not that of its manifest");
  }
  const manifest = parseManifest(snapshot.metadata);
  if (manifest.height !== snapshot.height || manifest.chunkHashes.length !== snapshot.chunks) {
    throw new SnapshotMalformedError("the snapshot and its manifest differ in height or number of chunks");
  }
  if (!bytesEqual(manifest.appHash, appHash)) {
    throw new SnapshotMalformedError("the snapshot's app hash is not the one that the chain has at its height");
  }
  return manifest;
}
