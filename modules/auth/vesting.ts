import { type Coin, addCoins, amountOf } from "../../abci/state/coins.js";
import { quo, round, toDecimal } from "../../abci/state/decimals.js";
import { assert } from "../../abci/state/errors.js";
import { NANOS_PER_SECOND } from "../../abci/state/time.js";
import { type Account, type VestingAccount, isVestingAccount } from "./account.js";

/** What an account cannot spend now: its vesting coins, less those of them that it has delegated. */
export function lockedCoins(account: Account, timeNanos: bigint): Coin[] {
  if (!isVestingAccount(account)) return [];
  const { delegatedVesting } = account.vesting;
  return positive(
    vestingCoins(account, timeNanos).map(({ denom, amount }) => ({
      denom,
      amount: amount - min(amount, amountOf(delegatedVesting, denom)),
    })),
  );
}

/** The coins that have not vested yet at a time. */
export function vestingCoins(account: VestingAccount, timeNanos: bigint): Coin[] {
  const { original } = account.vesting;
  const vested = vestedCoins(account, timeNanos / NANOS_PER_SECOND);
  return positive(original.map(({ denom, amount }) => ({ denom, amount: amount - amountOf(vested, denom) })));
}

/** @param time in Unix seconds */
function vestedCoins(account: VestingAccount, time: bigint): readonly Coin[] {
  const { original, endTime } = account.vesting;
  switch (account.kind) {
    case "baseVesting":
      return original;
    case "permanentLocked":
      return [];
    case "delayed":
      return time >= endTime ? original : [];
    case "continuous": {
      if (time <= account.startTime) return [];
      if (time >= endTime) return original;
      const share = quo(toDecimal(time - account.startTime), toDecimal(endTime - account.startTime));
      return original.map(({ denom, amount }) => ({ denom, amount: round(amount * share) }));
    }
    case "periodic": {
      if (time <= account.startTime) return [];
      if (time >= endTime) return original;
      let start = account.startTime;
      const vested: (readonly Coin[])[] = [];
      for (const { length, amount } of account.periods) {
        if (time - start < length) break;
        vested.push(amount);
        start += length;
      }
      return addCoins(...vested);
    }
  }
}

/**
 * The account after it delegated `amount`: of each denomination, vesting coins are delegated first.
 * @param balance what it held before, of the denominations delegated
 */
export function trackDelegation(
  account: VestingAccount,
  { balance, amount, timeNanos }: { balance: readonly Coin[]; amount: readonly Coin[]; timeNanos: bigint },
): VestingAccount {
  const vesting = vestingCoins(account, timeNanos);
  let { delegatedFree, delegatedVesting } = account.vesting;
  for (const { denom, amount: delegated } of amount) {
    assert(delegated > 0n, "AUTH-4: delegated amounts are positive");
    assert(amountOf(balance, denom) >= delegated, "AUTH-4: what is delegated was held");
    const undelegated = max(amountOf(vesting, denom) - amountOf(delegatedVesting, denom), 0n);
    const fromVesting = min(undelegated, delegated);
    delegatedVesting = addCoins(delegatedVesting, [{ denom, amount: fromVesting }]);
    delegatedFree = addCoins(delegatedFree, [{ denom, amount: delegated - fromVesting }]);
  }
  return { ...account, vesting: { ...account.vesting, delegatedFree, delegatedVesting } };
}

/**
 * The account after `amount` came back from delegation: free coins come back first. It may be more than was delegated,
 * by what rounding in favour of the delegator adds.
 */
export function trackUndelegation(account: VestingAccount, amount: readonly Coin[]): VestingAccount {
  let { delegatedFree, delegatedVesting } = account.vesting;
  for (const { denom, amount: returned } of amount) {
    assert(returned > 0n, "AUTH-4: undelegated amounts are positive");
    const toFree = min(amountOf(delegatedFree, denom), returned);
    const toVesting = min(amountOf(delegatedVesting, denom), returned - toFree);
    delegatedFree = addCoins(delegatedFree, [{ denom, amount: -toFree }]);
    delegatedVesting = addCoins(delegatedVesting, [{ denom, amount: -toVesting }]);
  }
  return { ...account, vesting: { ...account.vesting, delegatedFree, delegatedVesting } };
}

const positive = (coins: readonly Coin[]): Coin[] => coins.filter(({ amount }) => amount > 0n);
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
