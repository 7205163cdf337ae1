import type { Rules } from "./params.js";

/** What the base fee never exceeds, in base units: far over all there is, and a decimal of 18 places still holds it. */
export const MAX_BASE_FEE = 10n ** 36n;

/** Stands for the limit of blocks that have none: they never come near what is aimed at. */
const NO_LIMIT = BigInt(Number.MAX_SAFE_INTEGER);

/** How much gas a block used, and may use; a limit of zero or less is none. */
export interface BlockGas {
  readonly used: bigint;
  readonly limit: bigint;
}

/** The gas of a block that leaves the base fee as it is; at least one. */
export function gasTarget(limit: bigint, { elasticityMultiplier }: Pick<Rules, "elasticityMultiplier">): bigint {
  const target = (limit > 0n ? limit : NO_LIMIT) / elasticityMultiplier;
  return target > 0n ? target : 1n;
}

/**
 * The base fee of the block after one with this base fee and gas: EIP-1559's rule to the unit, held between the least one
 * of the rules and MAX_BASE_FEE. Without a market it is the least one.
 */
export function nextBaseFee(baseFee: bigint, { used, limit }: BlockGas, rules: Rules): bigint {
  if (!rules.enabled) return rules.minBaseFee;
  const target = gasTarget(limit, rules);
  // The last transaction of a block may have taken it past its limit, and failed for that.
  const counted = limit > 0n && used > limit ? limit : used;
  const moved = baseFee + change(baseFee, counted, target, rules.baseFeeChangeDenominator);
  if (moved < rules.minBaseFee) return rules.minBaseFee;
  return moved > MAX_BASE_FEE ? MAX_BASE_FEE : moved;
}

function change(baseFee: bigint, used: bigint, target: bigint, denominator: bigint): bigint {
  if (used === target) return 0n;
  if (used < target) return -((baseFee * (target - used)) / target / denominator);
  const rise = (baseFee * (used - target)) / target / denominator;
  // At least one, so that a base fee of zero can rise too.
  return rise > 0n ? rise : 1n;
}
