import type { NodeLoader } from "./loader.js";
import type { Node } from "./node.js";
import type { Entry, Key, KeyRange, MaybePromise } from "./types.js";

/** The value of `key` below `root`; no promise when the path is in memory. Calls `found` with the leaf that it ends in. */
export function lookUp(
  loader: NodeLoader,
  root: Node | undefined,
  key: Key,
  found?: (leaf: Node) => void,
): MaybePromise<Uint8Array | undefined> {
  let node = root;
  while (node !== undefined) {
    if (!node.loaded) return lookUpFrom(loader, node, key, found);
    node.epoch = loader.epoch;
    if (node.height === 0) {
      found?.(node);
      return valueIn(node, key);
    }
    node = key < node.key ? node.left : node.right;
  }
  return undefined;
}

/** The value of `key`, whose path ends in this leaf. */
export function valueIn(leaf: Node, key: Key): Uint8Array | undefined {
  return leaf.key === key ? leaf.valueBytes : undefined;
}

async function lookUpFrom(
  loader: NodeLoader,
  node: Node,
  key: Key,
  found: ((leaf: Node) => void) | undefined,
): Promise<Uint8Array | undefined> {
  await loader.one(node);
  return lookUp(loader, node, key, found);
}

/** The entries of a range in byte order or its reverse; children of a node are read together with it when both are due. */
export async function* walk(loader: NodeLoader, root: Node | undefined, range: KeyRange): AsyncIterable<Entry> {
  if (root === undefined) return;
  const { start, end, reverse = false } = range;
  const stack: Node[] = [root];
  while (stack.length > 0) {
    const node = stack.pop() as Node;
    node.epoch = loader.epoch;
    // Again, if a cache that was full let go of it before this walk went on.
    while (!node.loaded) await loader.load([node]);
    if (node.height === 0) {
      const inside = (start === undefined || node.key >= start) && (end === undefined || node.key < end);
      if (inside) yield [node.key, node.valueBytes];
      continue;
    }
    // The left subtree holds keys below node.key, the right one the rest.
    const left = start === undefined || start < node.key ? node.left : undefined;
    const right = end === undefined || end > node.key ? node.right : undefined;
    const [first, second] = reverse ? [right, left] : [left, right];
    if (second !== undefined) stack.push(second);
    if (first !== undefined) stack.push(first);
  }
}

/** How many keys of a tree are below `key`. */
export async function rankOf(loader: NodeLoader, root: Node | undefined, key: Key): Promise<number> {
  let below = 0;
  let node = root;
  while (node !== undefined && node.height > 0) {
    node.epoch = loader.epoch;
    while (!node.loaded) await loader.load([node]);
    if (key < node.key) {
      node = node.left;
    } else {
      below += (node.left as Node).size;
      node = node.right;
    }
  }
  if (node === undefined) return below;
  while (!node.loaded) await loader.load([node]);
  return node.key < key ? below + 1 : below;
}

/** The key that has `rank` keys of the tree below it; undefined when there is none. */
export async function keyOfRank(loader: NodeLoader, root: Node | undefined, rank: number): Promise<Key | undefined> {
  if (root === undefined || rank < 0 || rank >= root.size) return undefined;
  let node = root;
  while (node.height > 0) {
    node.epoch = loader.epoch;
    while (!node.loaded) await loader.load([node]);
    const { left, right } = node as { left: Node; right: Node };
    if (rank < left.size) {
      node = left;
    } else {
      rank -= left.size;
      node = right;
    }
  }
  while (!node.loaded) await loader.load([node]);
  return node.key;
}
