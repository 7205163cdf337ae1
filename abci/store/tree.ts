import { hashNode, Node, type NodeHash, type NodeId, sha256 } from "./node.js";
import type { Key } from "./types.js";

/** The hash of a tree without keys: SHA-256 of nothing. */
export const EMPTY_TREE_HASH: NodeHash = sha256(new Uint8Array(0));

/**
 * Changes one IAVL tree from a committed root, by the algorithm of IAVL's mutable tree: the shapes, and so the hashes,
 * are the same as Go's. Stored nodes are copied before they change; the ids of those that fell out are in `orphans`.
 * Synchronous: whoever calls `set` and `remove` has loaded what they will meet (see `loader.ts`).
 */
export class TreeChange {
  readonly orphans: NodeId[] = [];
  /** One for each `set`. */
  readonly leaves: Node[] = [];

  constructor(
    public root: Node | undefined,
    private readonly version: number,
  ) {}

  set(key: Key, value: Uint8Array): void {
    const leaf = Node.leaf(key, value, this.version);
    this.leaves.push(leaf);
    this.root = this.root === undefined ? leaf : this.setBelow(this.root, leaf);
  }

  /** Removes the key; nothing changes when it is absent. */
  remove(key: Key): void {
    if (this.root === undefined) return;
    const result = this.removeBelow(this.root, key);
    if (result !== undefined) this.root = result.node;
  }

  /** Hashes every new node, children before parents; returns the root's hash. */
  hash(): NodeHash {
    return this.root === undefined ? EMPTY_TREE_HASH : hashBelow(this.root);
  }

  private setBelow(node: Node, leaf: Node): Node {
    const { key } = leaf;
    if (node.height === 0) {
      if (key === node.key) {
        this.drop(node);
        return leaf;
      }
      return key < node.key
        ? Node.inner(node.key, leaf, node, this.version)
        : Node.inner(key, node, leaf, this.version);
    }
    const own = this.own(node);
    const size = own.size;
    if (key < own.key) own.left = this.setBelow(own.left as Node, leaf);
    else own.right = this.setBelow(own.right as Node, leaf);
    own.size = (own.left as Node).size + (own.right as Node).size;
    // A replaced value changes no shape.
    return own.size === size ? own : this.balance(own);
  }

  /** Undefined when the key is absent; `newKey` is the smallest key of what remains, where an ancestor needs it. */
  private removeBelow(node: Node, key: Key): { node: Node | undefined; newKey: Key | undefined } | undefined {
    if (node.height === 0) {
      if (node.key !== key) return undefined;
      this.drop(node);
      return { node: undefined, newKey: undefined };
    }
    if (key < node.key) {
      const result = this.removeBelow(node.left as Node, key);
      if (result === undefined) return undefined;
      if (result.node === undefined) {
        this.drop(node);
        return { node: node.right, newKey: node.key };
      }
      const own = this.own(node);
      own.left = result.node;
      return { node: this.balance(own), newKey: result.newKey };
    }
    const result = this.removeBelow(node.right as Node, key);
    if (result === undefined) return undefined;
    if (result.node === undefined) {
      this.drop(node);
      return { node: node.left, newKey: undefined };
    }
    const own = this.own(node);
    own.right = result.node;
    if (result.newKey !== undefined) own.key = result.newKey;
    return { node: this.balance(own), newKey: undefined };
  }

  private balance(node: Node): Node {
    measure(node);
    const left = node.left as Node;
    const right = node.right as Node;
    const lean = left.height - right.height;
    if (lean > 1) {
      if (leanOf(left) < 0) node.left = this.rotateLeft(left);
      return this.rotateRight(node);
    }
    if (lean < -1) {
      if (leanOf(right) > 0) node.right = this.rotateRight(right);
      return this.rotateLeft(node);
    }
    return node;
  }

  private rotateRight(node: Node): Node {
    const down = this.own(node);
    const up = this.own(down.left as Node);
    down.left = up.right;
    up.right = down;
    measure(down);
    measure(up);
    return up;
  }

  private rotateLeft(node: Node): Node {
    const down = this.own(node);
    const up = this.own(down.right as Node);
    down.right = up.left;
    up.left = down;
    measure(down);
    measure(up);
    return up;
  }

  /** The node itself when this change made it, else a copy of this version. */
  private own(node: Node): Node {
    if (node.id === 0) {
      node.hash = "";
      return node;
    }
    this.orphans.push(node.id);
    const copy = Node.inner(node.key, node.left as Node, node.right as Node, this.version);
    copy.epoch = node.epoch;
    return copy;
  }

  private drop(node: Node): void {
    if (node.id !== 0) this.orphans.push(node.id);
  }
}

/** Sets a node's height and size after its children's. */
export function measure(node: Node): void {
  const left = node.left as Node;
  const right = node.right as Node;
  node.height = Math.max(left.height, right.height) + 1;
  node.size = left.size + right.size;
}

function leanOf(node: Node): number {
  return (node.left as Node).height - (node.right as Node).height;
}

function hashBelow(node: Node): NodeHash {
  if (node.hash !== "") return node.hash;
  if (node.height > 0) {
    hashBelow(node.left as Node);
    hashBelow(node.right as Node);
  }
  return (node.hash = hashNode(node));
}
