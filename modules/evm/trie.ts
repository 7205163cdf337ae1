import { keccak256 } from "./crypto.js";
import { encodeList, encodeString } from "./rlp.js";

/** The root of a trie that holds nothing: the hash of the empty string in RLP. */
export const EMPTY_ROOT = keccak256(Uint8Array.of(0x80));

/** The empty string in RLP. */
const NOTHING = Uint8Array.of(0x80);

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
  return keccak256(node(sorted, 0));
}

/** The nodes from the root on that lead to a key, or to where it would be. */
export interface TrieProof {
  readonly root: Uint8Array;
  /** In RLP; nodes so short that they are inside another are not told by themselves. Empty for an empty trie. */
  readonly nodes: readonly Uint8Array[];
}

/** Proves what the trie over the entries has under a key, or that it has nothing. */
export function trieProof(
  entries: Iterable<readonly [key: Uint8Array, value: Uint8Array]>,
  key: Uint8Array,
): TrieProof {
  const sorted = [...entries].map(([each, value]) => ({ path: nibbles(each), value }));
  if (sorted.length === 0) return { root: EMPTY_ROOT, nodes: [] };
  sorted.sort((a, b) => Buffer.compare(a.path, b.path));
  const way = { path: nibbles(key), nodes: [] as Uint8Array[] };
  const top = node(sorted, 0, way);
  return { root: keccak256(top), nodes: [top, ...way.nodes.reverse()] };
}

/** A key whose way through the trie is noted: encoded nodes below the root, the lowest first. */
interface Way {
  readonly path: Uint8Array;
  readonly nodes: Uint8Array[];
}

/** The node over sorted entries that agree up to `depth`, in RLP. */
function node(entries: readonly Entry[], depth: number, way?: Way): Uint8Array {
  const [first] = entries as readonly [Entry];
  const last = entries[entries.length - 1]!;
  if (entries.length === 1) {
    return encodeList([encodeString(compact(first.path.subarray(depth), true)), encodeString(first.value)]);
  }

  let shared = depth;
  while (shared < first.path.length && first.path[shared] === last.path[shared]) shared++;
  if (shared > depth) {
    const below = samePath(first.path, way, depth, shared) ? way : undefined;
    const path = encodeString(compact(first.path.subarray(depth, shared), false));
    return encodeList([path, reference(node(entries, shared, below), below)]);
  }

  const items: Uint8Array[] = [];
  // A key that ends here comes first, for it is shorter than the others.
  const value = first.path.length === depth ? encodeString(first.value) : NOTHING;
  let start = value === NOTHING ? 0 : 1;
  for (let nibble = 0; nibble < 16; nibble++) {
    let end = start;
    while (end < entries.length && entries[end]!.path[depth] === nibble) end++;
    const below = way?.path[depth] === nibble ? way : undefined;
    items.push(end === start ? NOTHING : reference(node(entries.slice(start, end), depth + 1, below), below));
    start = end;
  }
  items.push(value);
  return encodeList(items);
}

/** Whether the way goes along the path from one depth to another. */
function samePath(path: Uint8Array, way: Way | undefined, from: number, to: number): boolean {
  if (way === undefined) return false;
  return Buffer.compare(path.subarray(from, to), way.path.subarray(from, to)) === 0;
}

/** What stands for a node in its parent, in RLP: the node itself when it is short, else its hash. */
function reference(encoded: Uint8Array, way?: Way): Uint8Array {
  if (encoded.length < 32) return encoded;
  way?.nodes.push(encoded);
  return encodeString(keccak256(encoded));
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
