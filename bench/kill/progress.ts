import { TransactionIndex } from "../measure/latency.js";
import type { Rpc } from "../measure/rpc.js";
import type { Transactions } from "../workload/file.js";

/** Which transactions of a workload are in the chain, block by block, and what the headers said. */
export class Progress {
  private readonly index: TransactionIndex;
  private readonly done: Uint8Array;
  private readonly appHashes = new Map<number, string>();
  private scanned = 0;

  constructor(transactions: Transactions, length: number) {
    this.index = new TransactionIndex(transactions, 0, length);
    this.done = new Uint8Array(length);
  }

  /** The last block that was looked at. */
  get height(): number {
    return this.scanned;
  }

  get committed(): number {
    return this.done.reduce((sum, each) => sum + each, 0);
  }

  /** Number of the first transaction that no block has; all before it are committed. */
  get firstMissing(): number {
    const found = this.done.indexOf(0);
    return found < 0 ? this.done.length : found;
  }

  /** Whether the transaction of this number is in a block. */
  has(index: number): boolean {
    return this.done[index] === 1;
  }

  /**
   * Looks at the blocks up to `height` that are new, and again at the last ones that were known.
   * @returns what is wrong: a block that changed, a transaction that is in two blocks
   */
  async scan(rpc: Rpc, height: number): Promise<string[]> {
    const faults: string[] = [];
    const KNOWN = 5;
    for (const header of await rpc.headers(Math.max(1, this.scanned - KNOWN), height)) {
      const before = this.appHashes.get(header.height);
      if (before !== undefined && before !== header.appHash)
        faults.push(`the app hash in header ${header.height} was ${before} and is ${header.appHash}`);
      this.appHashes.set(header.height, header.appHash);
      if (header.height <= this.scanned || header.txs === 0) continue;
      for (const tx of await rpc.txs(header.height)) {
        const index = this.index.find(tx);
        if (index === undefined) faults.push(`block ${header.height} has a transaction that was never sent`);
        else if (this.done[index] === 1)
          faults.push(`transaction ${index} is in block ${header.height} and in an earlier one`);
        else this.done[index] = 1;
      }
    }
    this.scanned = Math.max(this.scanned, height);
    return faults;
  }
}
