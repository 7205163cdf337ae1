import { sdk } from "./errors.js";

/** The most gas a limit can hold: gas is counted in a JavaScript integer, and no block gets near it. */
export const MAX_GAS = BigInt(Number.MAX_SAFE_INTEGER);

/** What each access to a key costs, in gas; the figures are the Cosmos SDK's (`store/types/gas.go`). */
export const KV_GAS = {
  has: 1000,
  delete: 1000,
  readFlat: 1000,
  readPerByte: 3,
  writeFlat: 2000,
  writePerByte: 30,
  iterateFlat: 30,
} as const;

/**
 * Counts gas. Consumption is never given back when a branch is dropped: work that was done was done, and an attacker
 * could otherwise have it done for nothing.
 */
export class GasMeter {
  private used = 0;
  private readonly max: number;

  /** @param limit in gas; a limit over MAX_GAS is as good as none. */
  constructor(readonly limit: bigint) {
    this.max = Number(limit > MAX_GAS ? MAX_GAS : limit);
  }

  static unlimited(): GasMeter {
    return new GasMeter(MAX_GAS);
  }

  /** Gas consumed so far; after an out-of-gas error it may exceed the limit by the step that failed. */
  get consumed(): bigint {
    return BigInt(this.used);
  }

  get remaining(): bigint {
    return BigInt(this.used >= this.max ? 0 : this.max - this.used);
  }

  /** @throws sdk.outOfGas when the limit is passed; `where` names the step in the error. */
  consume(amount: number, where: string): void {
    this.used += amount;
    if (this.used > this.max) {
      throw sdk.outOfGas({ where, wanted: this.limit, used: this.consumed });
    }
  }

  /** Gives back at most what was consumed; for rules that refund by design (EVM storage refunds). */
  refund(amount: number): void {
    this.used = Math.max(0, this.used - amount);
  }
}
