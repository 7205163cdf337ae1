import type { Node } from "./node.js";
import { idOf, SLOTS } from "./pages.js";

/** A page that is being put together. */
export interface NewPage {
  readonly number: number;
  readonly nodes: Node[];
}

/**
 * Heights that lie together in a page: a subtree of this many levels has at most 31 nodes. A path down a tree of 22
 * levels then crosses five pages. In plain post-order it crossed ten, as each inner node lay behind all of its right
 * subtree, and a cold path cost twice the time; below what the cache keeps anyway (the upper bands), it is one page.
 */
export const BAND = 5;

/** A page that has this many nodes is closed at the end of a band's subtree, so that none lies across two pages. */
const ENOUGH = 24;

/** Gives new nodes their ids, children before parents, so that those that are read together share a page. */
export class PageLayout {
  private readonly open: (NewPage | undefined)[] = [];
  private next: number;

  /** @param firstPage the number that the first page gets */
  constructor(firstPage: number) {
    this.next = firstPage;
  }

  /** The number that the next page will get. */
  get nextPage(): number {
    return this.next;
  }

  /** Gives the node, which comes in post-order, its place. @returns the page, if the node was its last */
  add(node: Node): NewPage | undefined {
    const band = Math.floor(node.height / BAND);
    const page = (this.open[band] ??= { number: this.next++, nodes: [] });
    node.id = idOf(page.number, page.nodes.length);
    const count = page.nodes.push(node);
    const endsSubtree = node.height % BAND === BAND - 1;
    if (count < SLOTS && !(endsSubtree && count >= ENOUGH)) return undefined;
    this.open[band] = undefined;
    return page;
  }

  /** The pages that are still open, now closed. */
  end(): NewPage[] {
    return this.open.splice(0).filter((page) => page !== undefined);
  }
}
