import { RpcError } from "./status.js";

/** Lets at most `maxRunning` through at once and `maxWaiting` wait for them, in the order of asking. */
export class Gate {
  private readonly queue: (() => void)[] = [];
  private inside = 0;

  constructor(
    private readonly maxRunning: number,
    private readonly maxWaiting: number,
  ) {}

  get running(): number {
    return this.inside;
  }

  get waiting(): number {
    return this.queue.length;
  }

  /** Waits for a place, which `leave` gives back. @throws RpcError UNAVAILABLE at once when too many wait */
  async enter(): Promise<void> {
    if (this.inside < this.maxRunning) {
      this.inside++;
      return;
    }
    if (this.queue.length >= this.maxWaiting) {
      throw new RpcError("UNAVAILABLE", "the node answers as many queries as it can; try again in a moment");
    }
    await new Promise<void>((resolve) => this.queue.push(resolve));
  }

  leave(): void {
    const next = this.queue.shift();
    // The place passes on to the one that waited longest.
    if (next !== undefined) next();
    else this.inside--;
  }
}
