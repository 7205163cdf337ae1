import type { VersionImport } from "./import.js";
import { BAND } from "./layout.js";
import { hashNode, Node } from "./node.js";
import { PagePacker } from "./packer.js";
import { measure } from "./tree.js";
import type { Key, StoreWrite } from "./types.js";

/** Pages that are written to the disk in one transaction: about 4 MB. */
const PAGES_PER_BATCH = 1024;

/**
 * Makes the trees of a first version from all that is in it, and writes their pages as they come, so that memory holds a
 * path of each tree and one batch of pages. No version names them yet.
 */
export class FirstVersion {
  private readonly packer: PagePacker;

  constructor(
    private readonly version: number,
    private readonly target: VersionImport,
  ) {
    this.packer = new PagePacker(target.firstPage);
  }

  /**
   * The root of a store's tree, a shell, or undefined for one without keys.
   * @throws RangeError when the keys do not rise, StoreWriteError
   */
  async build(writes: Iterable<StoreWrite>): Promise<Node | undefined> {
    const tree = new AscendingTree(this.version, this.packer);
    for (const [key, value] of writes) {
      // A first version has nothing to remove.
      if (value === undefined) continue;
      tree.append(key, value);
      if (this.packer.ready >= PAGES_PER_BATCH) await this.target.write(this.packer.take());
    }
    return tree.finish();
  }

  /** Gives the last nodes their pages; to be called after the last tree. */
  end(): void {
    this.packer.end();
  }

  /** Makes this the store's only version, with what is not written yet. @throws StoreWriteError */
  async commit(hash: string, roots: ReadonlyMap<string, Node | undefined>): Promise<void> {
    await this.target.write(this.packer.take());
    await this.target.finish({ version: this.version, hash, roots });
  }
}

/**
 * The tree that `TreeChange` makes from a tree without keys when keys are set in rising order: the same shape, and so the
 * same hash. Each key then goes to the right end. What hangs to the left of the path there never changes again: it is
 * hashed, and laid into pages together with all of its band, as a commit lays it.
 */
class AscendingTree {
  /** The inner nodes from the root to the right end; the right child of each is the next, of the last one `leaf`. */
  private readonly path: Node[] = [];
  private leaf: Node | undefined;

  constructor(
    private readonly version: number,
    private readonly packer: PagePacker,
  ) {}

  append(key: Key, value: Uint8Array): void {
    const { leaf: before } = this;
    this.leaf = Node.leaf(key, value, this.version);
    if (before === undefined) return;
    if (key <= before.key) throw new RangeError("the keys of a first version have to rise");
    this.settle(before);
    this.path.push(Node.inner(key, before, this.leaf, this.version));
    this.balance();
  }

  finish(): Node | undefined {
    const { leaf, path } = this;
    if (leaf === undefined) return undefined;
    const root = path[0] ?? leaf;
    this.settle(leaf);
    for (let node = path.pop(); node !== undefined; node = path.pop()) this.settle(node);
    this.place(root);
    return root;
  }

  /** From the end of the path up: links each node to the next, and turns those left that lean right too far. */
  private balance(): void {
    const { path } = this;
    for (let at = path.length - 2; at >= 0; at--) {
      const node = path[at] as Node;
      const right = path[at + 1] as Node;
      node.right = right;
      measure(node);
      if (right.height - (node.left as Node).height < 2) continue;
      // The right side grew on its own right: one turn is always enough.
      node.right = right.left;
      measure(node);
      this.settle(node);
      right.left = node;
      measure(right);
      path.splice(at, 1);
    }
  }

  /** Hashes a node below which nothing changes any more. */
  private settle(node: Node): void {
    node.hash = hashNode(node);
    if (node.height % BAND === BAND - 1) this.place(node);
  }

  /** Gives a settled node, and what below it has none yet, their places, children before parents. */
  private place(node: Node): void {
    if (node.id !== 0) return;
    if (node.height > 0) {
      this.place(node.left as Node);
      this.place(node.right as Node);
    }
    this.packer.add(node);
  }
}
