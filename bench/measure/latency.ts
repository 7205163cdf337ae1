import { createHash } from "node:crypto";
import type { Transactions } from "../workload/file.js";
import type { SeenBlock } from "./stats.js";

/** Finds the transactions of a range by their bytes. */
export class TransactionIndex {
  private readonly byHash = new Map<string, number>();

  /** Numbers count from `from`. */
  constructor({ bytes, offsets }: Transactions, from: number, to: number) {
    for (let index = from; index < to; index++) {
      this.byHash.set(keyOf(bytes.subarray(offsets[index], offsets[index + 1])), index - from);
    }
  }

  /** The number of a transaction in base64 within the range, if it is one of it. */
  find(base64: string): number | undefined {
    return this.byHash.get(keyOf(Buffer.from(base64, "base64")));
  }
}

const keyOf = (tx: Uint8Array): string => createHash("sha256").update(tx).digest("base64").slice(0, 22);

/**
 * Milliseconds from the broadcast of each transaction to when its block was seen committed.
 * @param indexes numbers of each block's transactions, block by block
 */
export function latencies(
  sentAt: ArrayLike<number>,
  blocks: readonly SeenBlock[],
  indexes: readonly (readonly number[])[],
): number[] {
  return blocks.flatMap(({ seenAt }, block) => (indexes[block] ?? []).map((index) => seenAt - (sentAt[index] ?? NaN)));
}
