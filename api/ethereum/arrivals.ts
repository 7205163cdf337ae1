import type { Logger } from "../../abci/app/logger.js";
import type { EthereumIndex } from "./store/ethereum-index.js";
import { data } from "./values.js";

/** Someone who waits for a transaction. */
export interface Expected {
  /** Resolves when the transaction is in a block, and at the latest after so many milliseconds. */
  within(milliseconds: number): Promise<void>;
  /** To be called when nobody waits any more. */
  end(): void;
}

/** Tells those who wait for a transaction that it is in the index. */
export class Arrivals {
  private readonly waiting = new Map<string, Set<() => void>>();
  private closed = false;

  constructor(
    private readonly index: Pick<EthereumIndex, "onBlock" | "reader">,
    logger: Logger,
  ) {
    index.onBlock(({ height }) => {
      this.look(height).catch((error: unknown) => {
        logger.error("who waits for a transaction was not told of a block", { height, error: String(error) });
      });
    });
  }

  /** From now on: to be called before the transaction is sent, for it may be mined before the sending has ended. */
  expect(hash: Uint8Array): Expected {
    const key = data(hash);
    let tell = (): void => {};
    const arrived = new Promise<void>((resolve) => (tell = resolve));
    const all = this.waiting.get(key) ?? new Set();
    this.waiting.set(key, all.add(tell));
    if (this.closed) tell();
    return {
      async within(milliseconds) {
        const timer = setTimeout(tell, milliseconds).unref();
        await arrived;
        clearTimeout(timer);
      },
      end: () => {
        all.delete(tell);
        if (all.size === 0 && this.waiting.get(key) === all) this.waiting.delete(key);
      },
    };
  }

  /** Nobody waits any more: what their requests read from is about to be closed. */
  close(): void {
    this.closed = true;
    for (const all of this.waiting.values()) for (const tell of all) tell();
  }

  private async look(height: number): Promise<void> {
    if (this.waiting.size === 0) return;
    for (const hash of await this.index.reader.transactionHashes(height)) {
      for (const tell of this.waiting.get(data(hash)) ?? []) tell();
    }
  }
}
