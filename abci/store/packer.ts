import { type NewPage, PageLayout } from "./layout.js";
import type { Node } from "./node.js";
import type { PageRow } from "./page-table.js";
import { encodePage } from "./pages.js";

/** Packs nodes into pages as a commit does; a packed node's content is let go. */
export class PagePacker {
  private readonly layout: PageLayout;
  private full: PageRow[] = [];

  constructor(firstPage: number) {
    this.layout = new PageLayout(firstPage);
  }

  /** Pages that are full and not taken yet. */
  get ready(): number {
    return this.full.length;
  }

  add(node: Node): void {
    const page = this.layout.add(node);
    if (page !== undefined) this.pack(page);
  }

  /** The pages packed since the last call. */
  take(): PageRow[] {
    const pages = this.full;
    this.full = [];
    return pages;
  }

  /** Packs the nodes that are left, so that `take` returns all. */
  end(): void {
    for (const page of this.layout.end()) this.pack(page);
  }

  private pack({ number, nodes }: NewPage): void {
    this.full.push({ number, data: encodePage(nodes) });
    // What is left of each is what its parent needs: id, height, size and hash.
    for (const node of nodes) node.unload();
  }
}
