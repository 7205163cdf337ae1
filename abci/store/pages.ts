import { checksum, CHECKSUM_BYTES } from "./checksum.js";
import { type Node, type NodeId, readNode, writeNode } from "./node.js";
import { Cursor, Scratch } from "./varint.js";

/**
 * Nodes are stored many to a row: those that one commit makes, in post-order, so that a page holds pieces of subtrees.
 * One row for each node would be ten times the rows to write and, for a cold path, three times the reads.
 */
export const NODES_PER_PAGE = 32;

/** Slots that an id can tell apart within a page. */
const SLOTS = 64;

export function idOf(page: number, slot: number): NodeId {
  return page * SLOTS + slot;
}

export function pageOf(id: NodeId): number {
  return Math.floor(id / SLOTS);
}

export function slotOf(id: NodeId): number {
  return id % SLOTS;
}

/** The bytes of a page are not those that were written. */
export class PageDamagedError extends Error {
  constructor(page: number) {
    super(`page ${page} does not match its checksum`);
    this.name = "PageDamagedError";
  }
}

const records = new Scratch();
const head = new Scratch();

/** A page of nodes in slots 0, 1, 2, …: count, then slot and record length of each, the records, a checksum. */
export function encodePage(nodes: readonly Node[]): Buffer {
  const lengths: number[] = [];
  records.reset();
  for (const node of nodes) {
    const start = records.at;
    writeNode(records, node);
    lengths.push(records.at - start);
  }
  head.reset().byte(nodes.length);
  for (const [slot, length] of lengths.entries()) head.byte(slot).uvarint(length);
  return seal(head.raw(records.view()));
}

function seal(page: Scratch): Buffer {
  return page.binary(checksum(page.view())).copy();
}

/** A page as read: its records are decoded when they are asked for. */
export class Page {
  private readonly offsets = new Map<number, readonly [start: number, length: number]>();

  /** @throws PageDamagedError */
  constructor(
    readonly number: number,
    private readonly bytes: Buffer,
  ) {
    const end = bytes.length - CHECKSUM_BYTES;
    if (end < 1 || checksum(bytes.subarray(0, end)) !== bytes.toString("latin1", end))
      throw new PageDamagedError(number);
    const input = new Cursor(bytes, 0);
    const count = input.byte();
    const found: [number, number][] = [];
    for (let i = 0; i < count; i++) found.push([input.byte(), input.uvarint()]);
    let start = input.at;
    for (const [slot, length] of found) {
      this.offsets.set(slot, [start, length]);
      start += length;
    }
  }

  /** How many nodes are left in it. */
  get size(): number {
    return this.offsets.size;
  }

  get byteLength(): number {
    return this.bytes.length;
  }

  /** Fills the shell, if its record is here. */
  load(node: Node): boolean {
    const found = this.offsets.get(slotOf(node.id));
    if (found === undefined) return false;
    readNode(new Cursor(this.bytes, found[0]), node);
    return true;
  }

  /** The page without the nodes in `slots`, or undefined when none is left. */
  without(slots: ReadonlySet<number>): Buffer | undefined {
    head.reset();
    records.reset();
    const entries = [...this.offsets].filter(([slot]) => !slots.has(slot));
    if (entries.length === 0) return undefined;
    head.byte(entries.length);
    for (const [slot, [start, length]] of entries) {
      head.byte(slot).uvarint(length);
      records.raw(this.bytes.subarray(start, start + length));
    }
    return seal(head.raw(records.view()));
  }
}
