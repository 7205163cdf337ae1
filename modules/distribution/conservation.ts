import { ONE } from "../../abci/state/decimals.js";
import { assert } from "../../abci/state/errors.js";
import type { StateReader } from "../../abci/state/overlay.js";
import { integerValue } from "../../abci/state/values.js";
import type { StoreWrites } from "../../abci/store/types.js";
import type { DecCoins } from "./dec-coins.js";
import type { DistributionKeeper } from "./keeper.js";
import { outstandingValue, poolValue } from "./records.js";
import { MODULE_NAME } from "./types.js";

/**
 * DISTRIBUTION-1 from block to block: by what the rewards and the pool change together, the module's balance changes.
 * Costs one read for each of these that the block wrote; with the sums right at genesis, they are right for ever.
 */
export async function checkConservation(
  distribution: DistributionKeeper,
  writes: ReadonlyMap<string, StoreWrites>,
  committed: StateReader,
): Promise<void> {
  /** denomination → change of what is owed, less change of what is held, in units of 10^-18. */
  const differences = new Map<string, bigint>();
  const count = (denom: string, amount: bigint): void => {
    differences.set(denom, (differences.get(denom) ?? 0n) + amount);
  };
  const countAll = (coins: DecCoins, sign: bigint): void => {
    for (const { denom, amount } of coins) count(denom, sign * amount);
  };

  const pool = distribution.pool.locate().key;
  const outstanding = distribution.outstanding.pages().prefix;
  for (const [key, after] of writes.get(MODULE_NAME) ?? []) {
    const codec = key === pool ? poolValue : key.startsWith(outstanding) ? outstandingValue : undefined;
    if (codec === undefined) continue;
    const before = await committed.get(MODULE_NAME, key);
    if (after !== undefined) countAll(codec.decode(after), 1n);
    if (before !== undefined) countAll(codec.decode(before), -1n);
  }
  const held = distribution.bank.balances.pages(distribution.account);
  for (const [key, after] of writes.get(held.store) ?? []) {
    if (!key.startsWith(held.prefix)) continue;
    const denom = key.slice(held.prefix.length);
    const before = await committed.get(held.store, key);
    if (after !== undefined) count(denom, -integerValue.decode(after) * ONE);
    if (before !== undefined) count(denom, integerValue.decode(before) * ONE);
  }
  for (const [denom, difference] of differences) {
    assert(
      difference === 0n,
      `DISTRIBUTION-1: in this block, rewards and pool grew by ${difference} × 10^-18 ${denom} more than the account`,
    );
  }
}
