import { type Decimal, mulDiv, ONE, quo, toDecimal, truncate } from "../../abci/state/decimals.js";
import type { Validator } from "./types.js";

/** What shares and tokens are measured by: a validator, or what one will be. */
export type ExchangeRate = Pick<Validator, "tokens" | "shares">;

/** Whether all tokens were slashed while there are shares: nobody can join any more. */
export const isWorthless = ({ tokens, shares }: ExchangeRate): boolean => tokens === 0n && shares > 0n;

/** Shares that an amount of tokens is worth, rounded down; one for one before the first delegation. */
export function sharesOf(rate: ExchangeRate, amount: bigint): Decimal {
  return rate.shares === 0n ? toDecimal(amount) : mulDiv(rate.shares, amount, rate.tokens, "floor");
}

/** What shares are worth in tokens, with 18 places, half to even. Zero when there are no shares at all. */
export function worthOf({ tokens, shares }: ExchangeRate, part: Decimal): Decimal {
  return shares === 0n ? 0n : quo(part * tokens, shares);
}

/** The rate after `amount` was added, and the shares that were made for it. */
export function withTokens<Rate extends ExchangeRate>(rate: Rate, amount: bigint): [Rate, made: Decimal] {
  const made = sharesOf(rate, amount);
  return [{ ...rate, tokens: rate.tokens + amount, shares: rate.shares + made }, made];
}

/**
 * The rate after shares were taken out, and the tokens that they gave. Fractions of a unit stay with the others; who
 * leaves last gets everything.
 */
export function withoutShares<Rate extends ExchangeRate>(rate: Rate, part: Decimal): [Rate, tokens: bigint] {
  const shares = rate.shares - part;
  const tokens = shares === 0n ? rate.tokens : truncate(worthOf(rate, part));
  return [{ ...rate, shares, tokens: rate.tokens - tokens }, tokens];
}

/** CometBFT's voting power of so many tokens. */
export const powerOf = (tokens: bigint, powerReduction: bigint): bigint => tokens / powerReduction;

/** A fraction of an amount, rounded down. */
export const fractionOf = (amount: bigint, fraction: Decimal): bigint => mulDiv(amount, fraction, ONE, "floor");
