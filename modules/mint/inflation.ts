import { type Decimal, ONE, mul, mulDiv, quo } from "../../abci/state/decimals.js";
import type { MintParams } from "./params.js";

/**
 * The inflation of the next block: it moves towards the maximum while less than the goal is staked, towards the minimum
 * while more is, by at most the parameters' rate of change in a year. The SDK's rule, rounded as there.
 */
export function nextInflation(inflation: Decimal, bondedRatio: Decimal, params: MintParams): Decimal {
  const changePerYear = mul(ONE - quo(bondedRatio, params.goalBonded), params.inflationRateChange);
  const next = inflation + quo(changePerYear, params.blocksPerYear * ONE);
  if (next > params.inflationMax) return params.inflationMax;
  return next < params.inflationMin ? params.inflationMin : next;
}

/** Coins to make in a year. Of any size: a supply near 256 bits must not stop a block. */
export const annualProvisions = (inflation: Decimal, supply: bigint): Decimal => inflation * supply;

/** Whole coins to make in one block, rounded down. */
export const blockProvision = (annual: Decimal, blocksPerYear: bigint): bigint =>
  mulDiv(annual, 1n, blocksPerYear * ONE, "floor");
