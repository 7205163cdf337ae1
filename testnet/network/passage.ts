import type { Socket } from "node:net";
import type { Random } from "../../abci/sim/random.js";

/** What a link does to what it carries. */
export interface LinkState {
  /** Open connections break, and new ones end at once. */
  readonly cut: boolean;
  /** Nothing arrives, and nobody is told: what is sent meanwhile comes when it ends, as TCP sends again what was lost. */
  readonly held: boolean;
  /** Milliseconds that everything takes longer. */
  readonly delayMs: number;
  /** Share of what is sent that gets lost, 0 to below 1: each loss is one RETRANSMIT_MS, in which all behind it waits too. */
  readonly loss: number;
}

/** A link that does nothing. */
export const CLEAR: LinkState = { cut: false, held: false, delayMs: 0, loss: 0 };

/** After how long TCP sends again what was lost, at the least (RFC 6298 as Linux has it). */
export const RETRANSMIT_MS = 200;

/** Bytes under way at which the sender is not read any more. */
const MAX_UNDER_WAY = 1024 * 1024;

/** Longest pause, in losses of the same bytes one after the other. */
const MAX_LOSSES = 5;

/** One direction of a connection: passes on, in order, what one socket receives to the other. */
export class Passage {
  private readonly underWay: { readonly bytes: Buffer; readonly due: number }[] = [];
  private bytesUnderWay = 0;
  private timer: NodeJS.Timeout | undefined;
  private lastDue = 0;
  private ended = false;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly state: () => LinkState,
    private readonly random: Random,
  ) {
    from.on("data", (bytes: Buffer) => this.take(bytes));
    from.on("end", () => {
      this.ended = true;
      this.deliver();
    });
    to.on("drain", () => this.deliver());
  }

  /** Looks again at what is under way, after the link's state has changed. */
  deliver(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.state().held || this.to.destroyed) return;
    const now = performance.now();
    for (let next = this.underWay[0]; next !== undefined; next = this.underWay[0]) {
      if (this.to.writableNeedDrain) return;
      if (next.due > now) {
        this.timer = setTimeout(() => this.deliver(), next.due - now);
        return;
      }
      this.underWay.shift();
      this.bytesUnderWay -= next.bytes.length;
      this.to.write(next.bytes);
    }
    if (this.from.isPaused()) this.from.resume();
    if (this.ended) this.to.end();
  }

  close(): void {
    clearTimeout(this.timer);
    this.underWay.length = 0;
  }

  private take(bytes: Buffer): void {
    const { delayMs, loss } = this.state();
    let wait = delayMs;
    for (let n = 0; n < MAX_LOSSES && this.random.uint32() < loss * 2 ** 32; n++) wait += RETRANSMIT_MS;
    this.lastDue = Math.max(this.lastDue, performance.now() + wait);
    this.underWay.push({ bytes, due: this.lastDue });
    this.bytesUnderWay += bytes.length;
    if (this.bytesUnderWay > MAX_UNDER_WAY) this.from.pause();
    this.deliver();
  }
}
