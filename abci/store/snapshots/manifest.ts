import { createHash } from "node:crypto";
import { SnapshotManifest } from "../../../proto/generated/echoin/store/v1/snapshot.js";
import { decodeMessage } from "../../../proto/reader.js";
import { encodeMessage } from "../../../proto/writer.js";
import { bytesEqual } from "../bytes.js";
import { multistoreHash } from "../merkle.js";
import { EMPTY_TREE_HASH } from "../tree.js";
import { SNAPSHOT_FORMAT, SnapshotMalformedError } from "./format.js";

/** A snapshot as ABCI lists it: `hash` is the SHA-256 of `metadata`, which is the manifest's encoding. */
export interface SnapshotInfo {
  readonly height: bigint;
  readonly format: number;
  readonly chunks: number;
  readonly hash: Uint8Array;
  readonly metadata: Uint8Array;
}

const HASH_BYTES = 32;

export function sha256Of(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

export function describeSnapshot(manifest: SnapshotManifest): SnapshotInfo {
  const metadata = Uint8Array.from(encodeMessage(SnapshotManifest, manifest));
  return {
    height: manifest.height,
    format: SNAPSHOT_FORMAT,
    chunks: manifest.chunkHashes.length,
    hash: sha256Of(metadata),
    metadata,
  };
}

/**
 * Reads a manifest and checks all that it says of itself: canonical bytes, the shape of every field, and that its app
 * hash follows from its stores' roots. @throws SnapshotMalformedError
 */
export function parseManifest(metadata: Uint8Array): SnapshotManifest {
  const manifest = decoded(metadata);
  const malformed = (what: string): never => {
    throw new SnapshotMalformedError(`the manifest ${what}`);
  };
  if (!bytesEqual(encodeMessage(SnapshotManifest, manifest), metadata)) malformed("is not in canonical form");
  if (manifest.height < 1n || manifest.height > BigInt(Number.MAX_SAFE_INTEGER)) malformed("has an impossible height");
  if (manifest.chunkHashes.length === 0) malformed("has no chunks");
  for (const hash of manifest.chunkHashes)
    if (hash.length !== HASH_BYTES) malformed("has a chunk hash of wrong length");
  const roots = manifest.stores.map(({ name, root, leaves }, index) => {
    const before = manifest.stores[index - 1];
    if (name === "" || (before !== undefined && before.name >= name)) malformed("lists its stores out of order");
    if (root.length !== HASH_BYTES) malformed(`has a root of wrong length for the store ${name}`);
    const hash = Buffer.from(root).toString("latin1");
    if ((leaves === 0n) !== (hash === EMPTY_TREE_HASH)) malformed(`has a root of ${name} that its leaves do not allow`);
    return { name, hash };
  });
  if (!bytesEqual(Buffer.from(multistoreHash(roots), "latin1"), manifest.appHash)) {
    malformed("has an app hash that does not follow from its stores");
  }
  return manifest;
}

function decoded(metadata: Uint8Array): SnapshotManifest {
  try {
    return decodeMessage(SnapshotManifest, metadata);
  } catch (error) {
    throw new SnapshotMalformedError(
      `the manifest cannot be decoded (${error instanceof Error ? error.message : "malformed"})`,
    );
  }
}
