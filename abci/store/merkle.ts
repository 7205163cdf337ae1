import { type NodeHash, sha256 } from "./node.js";
import { Scratch } from "./varint.js";

/** A store's name with its tree's root hash: a leaf of the multistore's Merkle tree. */
export interface StoreRoot {
  readonly name: string;
  readonly hash: NodeHash;
}

/** One step from a leaf to the root: the hash beside it, and on which side that stands. */
export interface MerkleStep {
  readonly sibling: NodeHash;
  readonly siblingIsLeft: boolean;
}

const scratch = new Scratch();

function leafHash({ name, hash }: StoreRoot): NodeHash {
  const key = Buffer.from(name, "utf8").toString("latin1");
  const value = sha256(Buffer.from(hash, "latin1"));
  return sha256(scratch.reset().byte(0).uvarint(key.length).binary(key).byte(32).binary(value).view());
}

function innerHash(left: NodeHash, right: NodeHash): NodeHash {
  return sha256(scratch.reset().byte(1).binary(left).binary(right).view());
}

/** The largest power of two below `n`: where RFC 6962 splits a list. */
function splitPoint(n: number): number {
  let split = 1;
  while (split * 2 < n) split *= 2;
  return split;
}

function rootOf(leaves: readonly NodeHash[]): NodeHash {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0] as NodeHash;
  const split = splitPoint(leaves.length);
  return innerHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

function sorted(roots: readonly StoreRoot[]): StoreRoot[] {
  return [...roots].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The app hash over all stores: RFC 6962's Merkle tree over their names in order. */
export function multistoreHash(roots: readonly StoreRoot[]): NodeHash {
  return rootOf(sorted(roots).map(leafHash));
}

/** The steps from the leaf of `name` to the app hash, from the bottom. */
export function multistorePath(roots: readonly StoreRoot[], name: string): MerkleStep[] {
  const inOrder = sorted(roots);
  const steps: MerkleStep[] = [];
  collect(
    inOrder.map(leafHash),
    inOrder.findIndex((root) => root.name === name),
    steps,
  );
  return steps;
}

function collect(leaves: readonly NodeHash[], index: number, steps: MerkleStep[]): void {
  if (leaves.length < 2) return;
  const split = splitPoint(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  if (index < split) {
    collect(left, index, steps);
    steps.push({ sibling: rootOf(right), siblingIsLeft: false });
  } else {
    collect(right, index - split, steps);
    steps.push({ sibling: rootOf(left), siblingIsLeft: true });
  }
}
