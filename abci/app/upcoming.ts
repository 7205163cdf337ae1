import type { ReadContext } from "../state/context.js";
import type { LookAhead } from "./look-ahead.js";
import { decodeAny, type Decoded, type Transaction } from "./transaction.js";
import { Turns } from "./turns.js";

/** How far ahead of the transaction at hand signatures are given out; fewer than a ring holds. */
const AHEAD = 768;
/** They are given out so many at a time. */
const TOGETHER = 64;
/** So many are decoded at a time, and what they touch is read in one go. */
const WINDOW = 1024;

export interface UpcomingParts {
  readonly lookAhead: LookAhead;
  /** The state as it is, whatever has run so far. */
  readonly ctx: ReadContext;
  readonly decode: (bytes: Uint8Array) => Transaction;
}

/**
 * A block's transactions, each decoded, what it touches read, and its signatures given out a little before it runs. Not long
 * before, nor kept after: ten thousand decoded transactions would be most of what the garbage collector has to move.
 */
export class Upcoming {
  /** By place; those that were taken are gone. */
  private readonly decoded: (Decoded | undefined)[] = [];
  private offered = 0;
  private readonly turns = new Turns();

  constructor(
    private readonly parts: UpcomingParts,
    private readonly txs: readonly Uint8Array[],
  ) {}

  /** The transaction at a place; to be called with each place in turn. A promise when something has to be read first. */
  at(place: number): Decoded | Promise<Decoded> {
    if (this.decoded.length < Math.min(place + AHEAD, this.txs.length))
      return this.readOn().then(() => this.take(place));
    return this.take(place);
  }

  private take(place: number): Decoded {
    this.offerTo(Math.min(place + AHEAD, this.txs.length));
    const decoded = this.decoded[place]!;
    this.decoded[place] = undefined;
    return decoded;
  }

  private async readOn(): Promise<void> {
    const { lookAhead, ctx, decode } = this.parts;
    const start = this.decoded.length;
    for (const bytes of this.txs.slice(start, start + WINDOW)) {
      this.decoded.push(decodeAny(bytes, decode));
      const pending = this.turns.over();
      if (pending !== undefined) await pending;
    }
    await lookAhead.readForBlock(ctx.addresses, this.transactions(start, this.decoded.length));
  }

  private offerTo(end: number): void {
    if (end - this.offered < TOGETHER && end < this.txs.length) return;
    if (end > this.offered) this.parts.lookAhead.offer(this.parts.ctx, this.transactions(this.offered, end));
    this.offered = end;
  }

  private transactions(start: number, end: number): Transaction[] {
    return this.decoded.slice(start, end).flatMap((each) => each?.tx ?? []);
  }
}
