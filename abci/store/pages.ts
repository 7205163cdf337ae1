import { checksum, CHECKSUM_BYTES } from "./checksum.js";
import { type Node, type NodeId, readNode, writeNode } from "./node.js";
import { Cursor, Scratch } from "./varint.js";

/**
 * Slots of a page, which an id can tell apart. Nodes are stored many to a row (see `layout.ts`): one row for each would
 * be ten times the rows to write and, for a cold path, several times the reads.
 */
export const SLOTS = 64;

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

/** A table's entry: where a slot's record starts in the page. */
const ENTRY_BYTES = 4;

const scratch = new Scratch();

/**
 * A page of nodes in slots 0, 1, 2, …: their count, where each record starts (0: it is gone), the records, a checksum.
 */
export function encodePage(nodes: readonly Node[]): Buffer {
  const start = appendPage(scratch.reset(), nodes);
  return Buffer.from(scratch.bytes.subarray(start, scratch.at));
}

/** Appends a page to `out`; returns where it starts. */
export function appendPage(out: Scratch, nodes: readonly Node[]): number {
  const start = out.at;
  out.byte(nodes.length);
  const table = out.at;
  out.skip(nodes.length * ENTRY_BYTES);
  for (let slot = 0; slot < nodes.length; slot++) {
    out.setUint32(table + slot * ENTRY_BYTES, out.at - start);
    writeNode(out, nodes[slot] as Node);
  }
  seal(out, start);
  return start;
}

function seal(out: Scratch, start: number): void {
  out.uint32(checksum(out.bytes.subarray(start, out.at)));
}

/** A page as read: its records are decoded when they are asked for. */
export class Page {
  private readonly slots: number;

  /** @throws PageDamagedError */
  constructor(
    readonly number: number,
    private readonly bytes: Buffer,
  ) {
    const end = bytes.length - CHECKSUM_BYTES;
    if (end < 1 || checksum(bytes.subarray(0, end)) !== bytes.readUInt32LE(end)) throw new PageDamagedError(number);
    this.slots = bytes[0] as number;
  }

  /** How many nodes are left in it. */
  get size(): number {
    let size = 0;
    for (let slot = 0; slot < this.slots; slot++) if (this.startOf(slot) !== 0) size++;
    return size;
  }

  /** Fills the shell, if its record is here. */
  load(node: Node): boolean {
    const start = this.startOf(slotOf(node.id));
    if (start === 0) return false;
    readNode(new Cursor(this.bytes, start), node);
    return true;
  }

  /** The page without the nodes in `gone`, or undefined when none is left. */
  without(gone: ReadonlySet<number>): Buffer | undefined {
    const out = scratch.reset().byte(this.slots);
    out.skip(this.slots * ENTRY_BYTES);
    let left = 0;
    let end = this.bytes.length - CHECKSUM_BYTES;
    const ends: number[] = [];
    for (let slot = this.slots - 1; slot >= 0; slot--) {
      ends[slot] = end;
      if (this.startOf(slot) !== 0) end = this.startOf(slot);
    }
    for (let slot = 0; slot < this.slots; slot++) {
      const start = this.startOf(slot);
      const kept = start !== 0 && !gone.has(slot);
      out.setUint32(1 + slot * ENTRY_BYTES, kept ? out.at : 0);
      if (!kept) continue;
      left++;
      out.raw(this.bytes.subarray(start, ends[slot]));
    }
    if (left === 0) return undefined;
    seal(out, 0);
    return out.copy();
  }

  private startOf(slot: number): number {
    return slot < this.slots ? this.bytes.readUInt32LE(1 + slot * ENTRY_BYTES) : 0;
  }
}
