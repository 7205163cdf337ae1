import type { Node } from "./node.js";
import type { Key, StoreKey } from "./types.js";

/** Leaves remembered for one store: more than a block touches. */
const MOST_LEAVES = 200_000;

/** After so many commits a path is walked again, so that the cache of nodes sees that it is in use. */
const FRESH_COMMITS = 16;

/**
 * By store and key, the leaves that the paths of the last commit's trees end in. To walk the same paths for each check and
 * again for each block was a fifth of what a send took, with 20,000 accounts.
 *
 * A key's path ends in its own leaf, or in a neighbour's when it is absent. What either says of the key stays true until the
 * key is written, however the tree around it changes: a commit has to replace what it wrote, and nothing else.
 */
export class Leaves {
  private stores = new Map<string, Map<Key, Node>>();

  /** @param version that whose leaves these are: readers of others walk their own trees */
  constructor(private version: number) {}

  find(version: number, store: string, key: Key): Node | undefined {
    if (version !== this.version) return undefined;
    const leaf = this.stores.get(store)?.get(key);
    // The cache of nodes lets go of their content without asking here.
    return leaf?.loaded === true ? leaf : undefined;
  }

  /** Whether the key's leaf is at hand, and its path was walked not long ago; `epoch` counts commits. */
  isFresh({ store, key }: StoreKey, epoch: number): boolean {
    const leaf = this.find(this.version, store, key);
    return leaf !== undefined && epoch - leaf.epoch < FRESH_COMMITS;
  }

  /** Notes what a path of this version was found to end in; of no use, and no harm, when a later one is committed. */
  set(version: number, store: string, key: Key, leaf: Node): void {
    if (version !== this.version) return;
    let known = this.stores.get(store);
    if (known === undefined) this.stores.set(store, (known = new Map<Key, Node>()));
    if (known.size >= MOST_LEAVES) known.clear();
    known.set(key, leaf);
  }

  /** Goes on to the next version: what it removed, and the leaves that it wrote. */
  advance(version: number, removed: readonly StoreKey[], written: ReadonlyMap<string, readonly Node[]>): void {
    this.version = version;
    for (const { store, key } of removed) this.stores.get(store)?.delete(key);
    for (const [store, leaves] of written) for (const leaf of leaves) this.set(version, store, leaf.key, leaf);
  }

  /** Forgets all: also when nodes are let go of, as their content would stay in memory from here. */
  clear(version: number): void {
    this.version = version;
    this.stores = new Map();
  }
}
