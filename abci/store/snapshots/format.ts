import { Cursor, type Scratch } from "../varint.js";
import type { Node } from "../node.js";

/** The number of this format in ABCI's snapshots; another one is another set of bytes. */
export const SNAPSHOT_FORMAT = 1;

/** Every chunk has this many bytes, but the last. CometBFT carries up to 16 MB. */
export const CHUNK_BYTES = 8 * 1024 * 1024;

/** Longest key and value that a snapshot carries: bounds what a lying peer can make a node hold in memory. */
export const MAX_KEY_BYTES = 128 * 1024;
export const MAX_VALUE_BYTES = 64 * 1024 * 1024;

const MAX_NAME_BYTES = 256;

/** More than any piece of the stream has. */
const MAX_RECORD_BYTES = MAX_KEY_BYTES + MAX_VALUE_BYTES + 64;

/** No AVL tree of fewer than 2^52 leaves is higher. */
const MAX_HEIGHT = 80;

/** One piece of the stream: a store's head, then its nodes in post-order. */
export type SnapshotItem =
  | { readonly kind: "store"; readonly name: string; readonly leaves: number }
  | { readonly kind: "leaf"; readonly version: number; readonly key: string; readonly value: Uint8Array }
  | { readonly kind: "inner"; readonly version: number; readonly height: number };

/** The bytes are no snapshot of this format, whatever their hashes say. */
export class SnapshotMalformedError extends Error {
  constructor(what: string) {
    super(what);
    this.name = "SnapshotMalformedError";
  }
}

export function writeStoreHead(out: Scratch, name: string, leaves: number): void {
  const bytes = Buffer.from(name, "utf8");
  out.uvarint(bytes.length).raw(bytes).uvarint(leaves);
}

/**
 * Appends a node: height, version and, of a leaf, key and value. An inner node's key is left out: it is the smallest key
 * of its right subtree, no hash covers it, and a restoring node must not take it from a stranger.
 */
export function writeSnapshotNode(out: Scratch, node: Node): void {
  out.byte(node.height).uvarint(node.version);
  if (node.height > 0) return;
  const value = node.value as string;
  if (node.key.length > MAX_KEY_BYTES || value.length > MAX_VALUE_BYTES) {
    throw new RangeError(
      `a key of ${node.key.length} bytes with a value of ${value.length} is too long for a snapshot ` +
        `(at most ${MAX_KEY_BYTES} and ${MAX_VALUE_BYTES})`,
    );
  }
  out.uvarint(node.key.length).binary(node.key).uvarint(value.length).binary(value);
}

/** How many nodes a tree of so many leaves has. */
export function nodesOf(leaves: number): number {
  return leaves === 0 ? 0 : 2 * leaves - 1;
}

/** Takes the stream apart, chunk by chunk; a piece may lie across two. */
export class SnapshotParser {
  private rest: Buffer = Buffer.alloc(0);
  /** Nodes that are still to come of the store at hand. */
  private nodesLeft = 0;

  /** Whether the stream may end here. */
  get complete(): boolean {
    return this.rest.length === 0 && this.nodesLeft === 0;
  }

  /** The pieces that this chunk completes. @throws SnapshotMalformedError */
  *take(chunk: Uint8Array): Generator<SnapshotItem> {
    const input = new Cursor(Buffer.concat([this.rest, chunk]), 0);
    let start = 0;
    while (start < input.bytes.length) {
      const item = this.next(input);
      if (item === undefined) break;
      start = input.at;
      this.nodesLeft += item.kind === "store" ? nodesOf(item.leaves) : -1;
      yield item;
    }
    this.rest = Buffer.from(input.bytes.subarray(start));
    if (this.rest.length > MAX_RECORD_BYTES) throw new SnapshotMalformedError("a piece of the stream has no end");
  }

  /** The next piece, or undefined when it is not there as a whole. */
  private next(input: Cursor): SnapshotItem | undefined {
    try {
      return this.nodesLeft > 0 ? readNode(input) : readHead(input);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }
}

function readHead(input: Cursor): SnapshotItem {
  const name = input.raw(bounded(input, MAX_NAME_BYTES, "a store's name")).toString("utf8");
  return { kind: "store", name, leaves: bounded(input, Number.MAX_SAFE_INTEGER / 4, "a number of leaves") };
}

function readNode(input: Cursor): SnapshotItem {
  const height = input.byte();
  if (height > MAX_HEIGHT) throw new SnapshotMalformedError(`a node has height ${height}`);
  const version = bounded(input, Number.MAX_SAFE_INTEGER / 4, "a node's version");
  if (height > 0) return { kind: "inner", version, height };
  const key = input.binary(bounded(input, MAX_KEY_BYTES, "a key"));
  return { kind: "leaf", version, key, value: input.raw(bounded(input, MAX_VALUE_BYTES, "a value")) };
}

function bounded(input: Cursor, most: number, what: string): number {
  const start = input.at;
  const value = input.uvarint();
  if (value > most || input.at - start > 8) throw new SnapshotMalformedError(`${what} is too large (${value})`);
  return value;
}
