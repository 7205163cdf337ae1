import {
  CommitmentProof,
  ExistenceProof,
  HashOp,
  type InnerOp,
  LengthOp,
  type LeafOp,
} from "cosmjs-types/cosmos/ics23/v1/proofs";
import type { ProofOp } from "cosmjs-types/tendermint/crypto/proof";
import { encodeMessage } from "../../proto/writer.js";
import { keyToBytes } from "./bytes.js";
import { UnprovableError } from "./errors.js";
import type { NodeLoader } from "./loader.js";
import { multistorePath, type StoreRoot } from "./merkle.js";
import type { TreeReader } from "./multistore.js";
import { Node } from "./node.js";
import { EMPTY_TREE_HASH } from "./tree.js";
import type { Key } from "./types.js";
import { Scratch } from "./varint.js";

/** The two operations that prove a key against the app hash: in its IAVL tree, and that tree among the stores. */
export type ProofOps = readonly [iavl: ProofOp, simple: ProofOp];

/**
 * Proves that `key` has its value in this version, or that it is absent (ICS-23).
 * @throws UnprovableError for an empty value, and for absence in a store without keys
 */
export async function proveKey(loader: NodeLoader, reader: TreeReader, store: string, key: Key): Promise<ProofOps> {
  const root = reader.root(store);
  if (root === undefined) throw new UnprovableError(`the store ${store} has no keys, so nothing can be proved of it`);
  const proof = await proveInTree(loader, root, key);
  const bytes = Buffer.from(keyToBytes(key));
  return [
    { type: "ics23:iavl", key: bytes, data: encodeMessage(CommitmentProof, proof) },
    {
      type: "ics23:simple",
      key: Buffer.from(store, "utf8"),
      data: encodeMessage(CommitmentProof, proveStore(reader, store)),
    },
  ];
}

async function proveInTree(loader: NodeLoader, root: Node, key: Key): Promise<CommitmentProof> {
  const path = await pathTo(loader, root, key);
  const leaf = path[path.length - 1] as Node;
  if (leaf.key === key) return CommitmentProof.fromPartial({ exist: existence(path) });
  // The leaf that the search ends in is one neighbour; the other lies on its far side.
  const left = leaf.key < key ? path : await neighbour(loader, path, "left");
  const right = leaf.key < key ? await neighbour(loader, path, "right") : path;
  return CommitmentProof.fromPartial({
    nonexist: {
      key: keyToBytes(key),
      left: left === undefined ? undefined : existence(left),
      right: right === undefined ? undefined : existence(right),
    },
  });
}

async function pathTo(loader: NodeLoader, root: Node, key: Key): Promise<Node[]> {
  const path: Node[] = [];
  let node: Node | undefined = root;
  while (node !== undefined) {
    const held = await hold(loader, node);
    path.push(held);
    if (held.height === 0) break;
    node = key < held.key ? held.left : held.right;
  }
  return path;
}

/** The content of a node as it is now: a cache that gets full while the rest of the proof is read may unload the node. */
async function hold(loader: NodeLoader, node: Node): Promise<Node> {
  node.epoch = loader.epoch;
  while (!node.loaded) await loader.load([node]);
  return Object.assign(Node.shell(node.id, node.height, node.size, node.hash), node);
}

/** The path to the next leaf on one side of the leaf that `path` ends in, or undefined at the tree's edge. */
async function neighbour(
  loader: NodeLoader,
  path: readonly Node[],
  side: "left" | "right",
): Promise<Node[] | undefined> {
  const away = side === "left" ? "right" : "left";
  for (let at = path.length - 2; at >= 0; at--) {
    const parent = path[at] as Node;
    if (parent[away]?.id !== path[at + 1]?.id) continue;
    const found = path.slice(0, at + 1);
    let node: Node | undefined = parent[side];
    while (node !== undefined) {
      const held: Node = await hold(loader, node);
      found.push(held);
      node = held[away];
    }
    return found;
  }
  return undefined;
}

const scratch = new Scratch();

function existence(path: readonly Node[]): ExistenceProof {
  const leaf = path[path.length - 1] as Node;
  const value = leaf.valueBytes;
  if (value.length === 0) throw new UnprovableError("the value is empty, and ICS-23 cannot prove empty values");
  return ExistenceProof.fromPartial({
    key: keyToBytes(leaf.key),
    value,
    leaf: leafOp(scratch.reset().byte(0).byte(2).zigzag(leaf.version).copy()),
    path: path
      .slice(0, -1)
      .map((node, index) => innerOp(node, path[index + 1] as Node))
      .reverse(),
  });
}

function leafOp(prefix: Uint8Array): LeafOp {
  return {
    hash: HashOp.SHA256,
    prehashKey: HashOp.NO_HASH,
    prehashValue: HashOp.SHA256,
    length: LengthOp.VAR_PROTO,
    prefix,
  };
}

function innerOp(node: Node, child: Node): InnerOp {
  const head = scratch.reset().zigzag(node.height).zigzag(node.size).zigzag(node.version);
  const left = node.left as Node;
  if (child.id === left.id) {
    const prefix = head.byte(32).copy();
    const suffix = scratch
      .reset()
      .byte(32)
      .binary((node.right as Node).hash)
      .copy();
    return { hash: HashOp.SHA256, prefix, suffix };
  }
  return { hash: HashOp.SHA256, prefix: head.byte(32).binary(left.hash).byte(32).copy(), suffix: new Uint8Array(0) };
}

function proveStore(reader: TreeReader, store: string): CommitmentProof {
  const roots: StoreRoot[] = [...reader.roots].map(([name, root]) => ({ name, hash: root?.hash ?? EMPTY_TREE_HASH }));
  const own = roots.find(({ name }) => name === store) as StoreRoot;
  return CommitmentProof.fromPartial({
    exist: {
      key: Buffer.from(store, "utf8"),
      value: Buffer.from(own.hash, "latin1"),
      leaf: leafOp(Uint8Array.of(0)),
      path: multistorePath(roots, store).map(({ sibling, siblingIsLeft }) => ({
        hash: HashOp.SHA256,
        prefix: siblingIsLeft ? scratch.reset().byte(1).binary(sibling).copy() : Uint8Array.of(1),
        suffix: siblingIsLeft ? new Uint8Array(0) : Buffer.from(sibling, "latin1"),
      })),
    },
  });
}
