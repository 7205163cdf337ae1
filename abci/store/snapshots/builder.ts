import { hashNode, Node } from "../node.js";
import type { PagePacker } from "../packer.js";
import { EMPTY_TREE_HASH } from "../tree.js";
import type { Key } from "../types.js";
import { SnapshotMalformedError } from "./format.js";

interface Subtree {
  readonly node: Node;
  readonly smallest: Key;
}

/**
 * Builds one tree from its nodes in post-order, and refuses what no IAVL tree is: keys out of order, a height that does
 * not follow from the children's, a side more than one higher than the other, a version of the future.
 */
export class TreeBuilder {
  private readonly stack: Subtree[] = [];
  private last: Key | undefined;

  constructor(
    private readonly store: string,
    private readonly latest: number,
    private readonly packer: PagePacker,
  ) {}

  leaf(key: Key, value: Uint8Array, version: number): void {
    if (this.last !== undefined && key <= this.last) throw this.malformed("has keys out of order");
    this.last = key;
    this.push(Node.leaf(key, value, version), key);
  }

  inner(height: number, version: number): void {
    const right = this.stack.pop();
    const left = this.stack.pop();
    if (left === undefined || right === undefined) throw this.malformed("has an inner node without two children");
    const node = Node.inner(right.smallest, left.node, right.node, version);
    const lean = left.node.height - right.node.height;
    if (node.height !== height || lean > 1 || lean < -1) throw this.malformed("is not balanced as IAVL trees are");
    this.push(node, left.smallest);
  }

  /** The root, as a shell once it is packed; undefined for a tree without keys. */
  finish(): { root: Node | undefined; hash: string } {
    if (this.stack.length > 1) throw this.malformed("has nodes that no root holds together");
    const root = this.stack[0]?.node;
    return { root, hash: root?.hash ?? EMPTY_TREE_HASH };
  }

  private push(node: Node, smallest: Key): void {
    if (node.version < 1 || node.version > this.latest) throw this.malformed(`has a node of version ${node.version}`);
    node.hash = hashNode(node);
    this.packer.add(node);
    this.stack.push({ node, smallest });
  }

  private malformed(what: string): Error {
    return new SnapshotMalformedError(`the store ${this.store} ${what}`);
  }
}
