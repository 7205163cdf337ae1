import type { Database, Row } from "./database.js";
import { CorruptStoreError, isDamage } from "./errors.js";
import type { Node, NodeId } from "./node.js";
import { Page, pageOf } from "./pages.js";
import type { Key } from "./types.js";

/**
 * Pages kept as read: the next ones of a walk are mostly in one of the last; who loads many paths holds the pages of them all.
 * V8 marks the whole heap whenever another 64 MB outside of it have grown old. Where 1,024 pages of 5 KB were kept they lived
 * long enough for that: with 300,000 accounts each block of 5,000 sends had the heap marked, and a send took
 * 570 us instead of 460 (`make bench-application`, `--trace-incremental-marking`: external memory pressure).
 */
const RECENT_PAGES = 32;

/** Shells whose pages one statement reads: bounds what is in memory of them at once. */
const SHELLS_PER_READ = 1024;

/** Reads stored nodes, whole levels of a tree at a time. */
export class NodeLoader {
  private recent = new Map<number, Page>();
  private older = new Map<number, Page>();
  /** Nodes filled since the count was last reset: what the cache's bound goes by. */
  loadedNodes = 0;
  epoch = 1;

  private known = new Map<NodeId, Node>();

  /**
   * @param shared how many stored nodes are known by id, so that the trees of different versions share what they have in
   * common (readers of many versions; a writer has one tree and needs none).
   */
  constructor(
    private readonly database: Database,
    private readonly shared = 0,
  ) {}

  /** The node of this id that is in memory, if there is one: to be taken instead of a new shell. */
  intern(node: Node | undefined): Node | undefined {
    if (node === undefined || this.shared === 0) return node;
    const known = this.known.get(node.id);
    if (known !== undefined) return known;
    this.known.set(node.id, node);
    return node;
  }

  /**
   * Lets go of all shared nodes once there are too many. Whoever holds one finds it a shell, and loads it again. At the
   * start of a load only: the nodes that it brings are there when it ends.
   */
  private makeRoom(): void {
    if (this.shared === 0 || this.known.size < this.shared) return;
    for (const node of this.known.values()) if (node.loaded) node.unload();
    this.known = new Map();
    this.loadedNodes = 0;
  }

  /** Fills the shells among `nodes`. @throws CorruptStoreError when one cannot be read as it was written */
  async load(nodes: readonly Node[]): Promise<void> {
    this.makeRoom();
    const pages = await this.pagesOf(nodes);
    // Another load may have filled some while this one waited.
    for (const node of nodes) if (!node.loaded) this.fill(node, pages.get(pageOf(node.id)));
  }

  /** The node with its content; without a promise when it, or its page, is in memory. @throws CorruptStoreError */
  one(node: Node): Promise<void> | undefined {
    node.epoch = this.epoch;
    if (node.loaded) return undefined;
    const page = this.page(pageOf(node.id));
    if (page === undefined) return this.load([node]);
    this.fill(node, page);
    return undefined;
  }

  /**
   * Loads the paths from `root` to all of `keys` (sorted): one read for each page on them that is not in memory, many
   * pages at a time. Calls `found` with the leaf that each key's path ends in.
   */
  async paths(root: Node | undefined, keys: readonly Key[], found?: (key: Key, leaf: Node) => void): Promise<void> {
    if (root === undefined || keys.length === 0) return;
    let missing: Reach[] = [];
    this.descend({ node: root, from: 0, to: keys.length }, { keys, missing, found, pages: NO_PAGES });
    while (missing.length > 0) {
      const reaches = missing;
      missing = [];
      for (let at = 0; at < reaches.length; at += SHELLS_PER_READ) {
        this.makeRoom();
        const group = reaches.slice(at, at + SHELLS_PER_READ);
        const pages = await this.pagesOf(group.map(({ node }) => node));
        // What lies on the paths in the same pages is filled as well: no page is read twice.
        for (const reach of group) this.descend(reach, { keys, missing, found, pages });
      }
    }
  }

  /** Follows keys `from` … `to` down to leaves, or to shells whose pages are not at hand, which go to `missing`. */
  private descend({ node, from, to }: Reach, search: Search): void {
    const { keys, missing, found, pages } = search;
    for (;;) {
      if (!node.loaded) {
        const page = pages.get(pageOf(node.id));
        if (page === undefined) {
          missing.push({ node, from, to });
          return;
        }
        this.fill(node, page);
      }
      node.epoch = this.epoch;
      if (node.height === 0) {
        if (found !== undefined) for (let at = from; at < to; at++) found(keys[at] as Key, node);
        return;
      }
      const split = firstNotBelow(keys, node.key, from, to);
      if (split > from && split < to) {
        this.descend({ node: node.left as Node, from, to: split }, search);
        from = split;
        node = node.right as Node;
      } else {
        node = (split === to ? node.left : node.right) as Node;
      }
    }
  }

  /** Loads the path from `root` to `key`; without a promise when it is there. */
  path(root: Node | undefined, key: Key): Promise<void> | undefined {
    let node = root;
    while (node?.loaded === true) node = node.height === 0 ? undefined : key < node.key ? node.left : node.right;
    return node === undefined ? undefined : this.paths(node, [key]);
  }

  /** Loads what removing `key` may rotate: beside its path, the siblings and their children. */
  async removal(root: Node | undefined, key: Key): Promise<void> {
    let node = root;
    while (node !== undefined) {
      await this.one(node);
      if (node.height === 0) return;
      const left = node.left as Node;
      const right = node.right as Node;
      const [next, sibling] = key < node.key ? [left, right] : [right, left];
      if (!sibling.loaded) await this.load([sibling]);
      if (sibling.height > 0) {
        const children = [sibling.left as Node, sibling.right as Node].filter(({ loaded }) => !loaded);
        if (children.length > 0) await this.load(children);
      }
      node = next;
    }
  }

  /** Forgets the pages read: what is on the disk has changed under them. */
  forget(): void {
    this.recent = new Map();
    this.older = new Map();
  }

  /** The pages that these shells need. Held here, as those kept may make room for one another. */
  private async pagesOf(nodes: readonly Node[]): Promise<Map<number, Page>> {
    const pages = new Map<number, Page>();
    const missing = new Set<number>();
    for (const node of nodes) {
      if (node.loaded) continue;
      const number = pageOf(node.id);
      const page = this.page(number);
      if (page === undefined) missing.add(number);
      else pages.set(number, page);
    }
    if (missing.size === 0) return pages;
    for (const row of await this.rows([...missing])) {
      const page = this.parse(row["id"] as number, row["data"] as Buffer);
      pages.set(page.number, page);
      this.keep(page);
    }
    return pages;
  }

  private async rows(numbers: readonly number[]): Promise<Row[]> {
    const sql = "SELECT id, data FROM pages WHERE id IN (SELECT value FROM json_each(?))";
    try {
      return await this.database.all(sql, [JSON.stringify(numbers)]);
    } catch (error) {
      throw isDamage(error) ? new CorruptStoreError(this.database.file, error.message) : error;
    }
  }

  private parse(number: number, data: Buffer): Page {
    try {
      return new Page(number, data);
    } catch (error) {
      throw new CorruptStoreError(this.database.file, error instanceof Error ? error.message : "a page is malformed");
    }
  }

  private fill(node: Node, page: Page | undefined): void {
    if (page === undefined || !this.read(page, node)) {
      throw new CorruptStoreError(this.database.file, `page ${pageOf(node.id)} lacks a node that its parent names`);
    }
    node.epoch = this.epoch;
    this.loadedNodes++;
    if (this.shared > 0 && node.height > 0) {
      node.left = this.intern(node.left);
      node.right = this.intern(node.right);
    }
  }

  private read(page: Page, node: Node): boolean {
    try {
      return page.load(node);
    } catch (error) {
      throw new CorruptStoreError(
        this.database.file,
        `page ${page.number}: ${error instanceof Error ? error.message : "malformed"}`,
      );
    }
  }

  private page(number: number): Page | undefined {
    return this.recent.get(number) ?? this.older.get(number);
  }

  private keep(page: Page): void {
    this.recent.set(page.number, page);
    if (this.recent.size < RECENT_PAGES) return;
    this.older = this.recent;
    this.recent = new Map();
  }
}

interface Search {
  readonly keys: readonly Key[];
  readonly missing: Reach[];
  readonly found: ((key: Key, leaf: Node) => void) | undefined;
  /** Pages at hand, by number. */
  readonly pages: ReadonlyMap<number, Page>;
}

const NO_PAGES: ReadonlyMap<number, Page> = new Map();

/** A node, and which of the sorted keys lie below it. */
interface Reach {
  readonly node: Node;
  readonly from: number;
  readonly to: number;
}

/** The index of the first of the sorted `keys` from `from` to `to` that is not below `key`. */
function firstNotBelow(keys: readonly Key[], key: Key, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as Key) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
