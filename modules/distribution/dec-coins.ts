import { type Coin, isValidDenom } from "../../abci/state/coins.js";
import { type Decimal, ONE, formatDecimal, mulDiv } from "../../abci/state/decimals.js";
import { sdk } from "../../abci/state/errors.js";

/**
 * An amount with 18 places, of one denomination. Amounts are not held to LegacyDec's 315 bits: what a block shares out
 * must not fail on a denomination of enormous supply. `addCoins` and `subtractCoins` work on these as on coins.
 */
export interface DecCoin {
  readonly denom: string;
  readonly amount: Decimal;
}

/** Sorted by denomination, no denomination twice, every amount positive. */
export type DecCoins = readonly DecCoin[];

/** How decimal coins travel in messages and stores: the integer of 18 places, as text. */
export interface WireDecCoin {
  readonly denom: string;
  readonly amount: string;
}

/** The same amounts, as decimals. */
export function toDecCoins(coins: readonly Coin[]): DecCoins {
  return coins.map(({ denom, amount }) => ({ denom, amount: amount * ONE }));
}

/** Each amount × numerator / denominator, rounded down; what rounds to zero is left out. `denominator` is positive. */
export function fractionOf(coins: DecCoins, numerator: bigint, denominator: bigint): DecCoins {
  return coins
    .map(({ denom, amount }) => ({ denom, amount: mulDiv(amount, numerator, denominator, "floor") }))
    .filter(({ amount }) => amount > 0n);
}

/** The same, rounded up. */
export function fractionRoundedUp(coins: DecCoins, numerator: bigint, denominator: bigint): DecCoins {
  return coins
    .map(({ denom, amount }) => ({ denom, amount: mulDiv(amount, numerator, denominator, "ceil") }))
    .filter(({ amount }) => amount > 0n);
}

/** The whole coins in it, which can be paid, and the rest, which is less than one of each denomination. */
export function splitWhole(coins: DecCoins): { readonly whole: Coin[]; readonly rest: DecCoins } {
  const whole: Coin[] = [];
  const rest: DecCoin[] = [];
  for (const { denom, amount } of coins) {
    if (amount >= ONE) whole.push({ denom, amount: amount / ONE });
    if (amount % ONE !== 0n) rest.push({ denom, amount: amount % ONE });
  }
  return { whole, rest };
}

/** `1.500000000000000000aec,…`: how decimal coins are written in events. */
export function formatDecCoins(coins: DecCoins): string {
  return coins.map(({ denom, amount }) => `${formatDecimal(amount)}${denom}`).join(",");
}

export function decCoinsToWire(coins: DecCoins): WireDecCoin[] {
  return coins.map(({ denom, amount }) => ({ denom, amount: amount.toString() }));
}

/** What the store holds, which `decCoinsToWire` has written. */
export function decCoinsFromWire(coins: readonly WireDecCoin[]): DecCoins {
  return coins.map(({ denom, amount }) => ({ denom, amount: BigInt(amount) }));
}

/** Longer than any amount: a supply of 256 bits has 96 digits with its places, and its rewards of 10^18 shares 132. */
const DIGITS = /^[0-9]{1,132}$/;

/** Decimal coins of a genesis file. @throws sdk.invalidCoins that names the denomination and the fault */
export function parseDecCoins(coins: readonly WireDecCoin[]): DecCoins {
  let last = "";
  return coins.map(({ denom, amount }) => {
    if (!isValidDenom(denom)) throw sdk.invalidCoins(`invalid denom: ${denom.slice(0, 140)}`);
    if (!DIGITS.test(amount) || BigInt(amount) === 0n) throw sdk.invalidCoins(`amount of ${denom} is not positive`);
    if (denom === last) throw sdk.invalidCoins(`duplicate denomination ${denom}`);
    if (denom < last) throw sdk.invalidCoins(`denominations are not sorted: ${denom} follows ${last}`);
    last = denom;
    return { denom, amount: BigInt(amount) };
  });
}
