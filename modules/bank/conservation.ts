import { assert } from "../../abci/state/errors.js";
import type { StateReader } from "../../abci/state/overlay.js";
import { integerValue } from "../../abci/state/values.js";
import type { Key, StoreWrites } from "../../abci/store/types.js";
import type { BankKeeper } from "./keeper.js";
import { MODULE_NAME } from "./types.js";

/**
 * BANK-1 from block to block: by what the balances of a denomination change together, its supply changes. Costs one read
 * for each balance that the block wrote; with the sum right at genesis, it is right for ever.
 * @param writes what the block writes to the bank's store
 * @param committed the state before the block
 */
export async function checkConservation(bank: BankKeeper, writes: StoreWrites, committed: StateReader): Promise<void> {
  const balances = bank.balances.pages();
  const supplies = bank.supplies.pages();
  /** denomination → change of its balances, less change of its supply. */
  const differences = new Map<string, bigint>();

  for (const [key, after] of writes) {
    const isBalance = key.startsWith(balances.prefix);
    if (!isBalance && !key.startsWith(supplies.prefix)) continue;
    const change = amountOf(after) - amountOf(await committed.get(MODULE_NAME, key));
    if (change === 0n) continue;
    const denom = isBalance ? denomOfBalance(key, balances.prefix) : key.slice(supplies.prefix.length);
    differences.set(denom, (differences.get(denom) ?? 0n) + (isBalance ? change : -change));
  }
  for (const [denom, difference] of differences) {
    assert(difference === 0n, `BANK-1: in this block, balances of ${denom} grew by ${difference} more than its supply`);
  }
}

const amountOf = (stored: Uint8Array | undefined): bigint => (stored === undefined ? 0n : integerValue.decode(stored));

/** What follows prefix, length and address; denominations are ASCII, and so their own keys. */
function denomOfBalance(key: Key, prefix: Key): string {
  return key.slice(prefix.length + 1 + key.charCodeAt(prefix.length));
}
