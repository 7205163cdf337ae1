import { type CometClient, CometError } from "./client.js";
import type { BroadcastResult } from "./json.js";

/**
 * Requests to CometBFT that are under way at once; what comes meanwhile goes with the next. It does a request's calls one after
 * the other, and hands what it asks the application over every 20 ms: with fewer, most of the time is waiting.
 */
const REQUESTS = 128;

/**
 * Calls of a request, while there is room for more requests and when there is none. A request costs both sides more than a call,
 * and each call of one waits for another 20 ms. Ten are CometBFT's default for `rpc.max_request_batch_size`.
 */
const FEW_CALLS = 4;
const CALLS = 10;

interface Waiting {
  readonly tx: string;
  readonly resolve: (result: BroadcastResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Hands transactions to CometBFT's mempool, several to a request when there are many: a request costs both sides more than
 * what is in it.
 */
export class Broadcasts {
  private readonly waiting: Waiting[] = [];
  private underWay = 0;
  private together = CALLS;

  constructor(private readonly comet: Pick<CometClient, "call" | "callAll">) {}

  /** What CheckTx said. @throws CometError when CometBFT refuses before, RpcError UNAVAILABLE when it does not answer */
  broadcast(bytes: Uint8Array): Promise<BroadcastResult> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ tx: Buffer.from(bytes).toString("base64"), resolve, reject });
      // Later: what else is read in this turn goes with it.
      if (this.waiting.length === 1) setImmediate(() => this.next());
    });
  }

  private next(): void {
    while (this.underWay < REQUESTS && this.waiting.length > 0) {
      const crowded = this.waiting.length > FEW_CALLS * (REQUESTS - this.underWay);
      const calls = this.waiting.splice(0, Math.min(this.together, crowded ? CALLS : FEW_CALLS));
      this.underWay++;
      void this.send(calls).finally(() => {
        this.underWay--;
        this.next();
      });
    }
  }

  /** Never throws: each is told what became of it. */
  private async send(calls: readonly Waiting[]): Promise<void> {
    try {
      if (calls.length > 1 && (await this.sendTogether(calls))) return;
      for (const { tx, resolve, reject } of calls) {
        await this.comet.call<BroadcastResult>("broadcast_tx_sync", { tx }).then(resolve, reject);
      }
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  }

  /** Whether CometBFT takes as many in one request; else none goes together any more. */
  private async sendTogether(calls: readonly Waiting[]): Promise<boolean> {
    const all = calls.map(({ tx }) => ({ tx }));
    const results = await this.comet.callAll<BroadcastResult>("broadcast_tx_sync", all);
    if (results === undefined) {
      this.together = 1;
      return false;
    }
    for (const [index, { resolve, reject }] of calls.entries()) {
      const result = results[index]!;
      if (result instanceof CometError) reject(result);
      else resolve(result);
    }
    return true;
  }
}
