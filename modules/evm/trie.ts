import { RLP } from "@ethereumjs/rlp";
import { keccak256 } from "./crypto.js";

/** The root of a trie that holds nothing: the hash of the empty string in RLP. */
export const EMPTY_ROOT = keccak256(Uint8Array.of(0x80));

/** A node as RLP takes it: its items, or what stands for it in its parent. */
type Item = Uint8Array | Item[];

interface Entry {
  /** Half bytes. */
  readonly path: Uint8Array;
  readonly value: Uint8Array;
}

/**
 * The root of Ethereum's Merkle Patricia trie over the entries, whose keys differ and whose values are not empty. It is
 * built once from all of them: for the transactions and receipts of a block.
 */
export function trieRoot(entries: Iterable<readonly [key: Uint8Array, value: Uint8Array]>): Uint8Array {
  const sorted = [...entries].map(([key, value]) => ({ path: nibbles(key), value }));
  if (sorted.length === 0) return EMPTY_ROOT;
  sorted.sort((a, b) => Buffer.compare(a.path, b.path));
  return keccak256(RLP.encode(node(sorted, 0)));
}

/** The node over sorted entries that agree up to `depth`. */
function node(entries: readonly Entry[], depth: number): Item {
  const [first] = entries as readonly [Entry];
  const last = entries[entries.length - 1]!;
  if (entries.length === 1) return [compact(first.path.subarray(depth), true), first.value];

  let shared = depth;
  while (shared < first.path.length && first.path[shared] === last.path[shared]) shared++;
  if (shared > depth) return [compact(first.path.subarray(depth, shared), false), reference(node(entries, shared))];

  const children: Item[] = [];
  let start = 0;
  // A key that ends here comes first, for it is shorter than the others.
  const value = first.path.length === depth ? first.value : new Uint8Array(0);
  if (first.path.length === depth) start = 1;
  for (let nibble = 0; nibble < 16; nibble++) {
    let end = start;
    while (end < entries.length && entries[end]!.path[depth] === nibble) end++;
    children.push(end === start ? new Uint8Array(0) : reference(node(entries.slice(start, end), depth + 1)));
    start = end;
  }
  return [...children, value];
}

/** What stands for a node in its parent: the node itself when it is short, else its hash. */
function reference(item: Item): Item {
  const encoded = RLP.encode(item);
  return encoded.length < 32 ? item : keccak256(encoded);
}

/** A path's half bytes two to a byte, with a mark for leaves and for an odd number. */
function compact(path: Uint8Array, leaf: boolean): Uint8Array {
  const odd = path.length % 2;
  const packed = new Uint8Array(1 + (path.length >> 1));
  packed[0] = (leaf ? 0x20 : 0) | (odd === 1 ? 0x10 | path[0]! : 0);
  for (let at = 1, i = odd; i < path.length; i += 2) packed[at++] = (path[i]! << 4) | path[i + 1]!;
  return packed;
}

function nibbles(key: Uint8Array): Uint8Array {
  const path = new Uint8Array(key.length * 2);
  for (let i = 0; i < key.length; i++) {
    path[2 * i] = key[i]! >> 4;
    path[2 * i + 1] = key[i]! & 15;
  }
  return path;
}
