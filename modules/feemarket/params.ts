import { parseInteger } from "../../abci/state/coins.js";
import { AppError } from "../../abci/state/errors.js";
import { BaseFeeUse, type Params } from "../../proto/generated/echoin/feemarket/v1/feemarket.js";
import { errors } from "./errors.js";

/** What a unit of gas costs at least on a chain whose coin has 18 decimals, in base units: a gwei. */
export const DEFAULT_MIN_BASE_FEE = 1_000_000_000n;

/** What a chain has whose genesis does not say otherwise: Ethereum's numbers. */
export const DEFAULT_PARAMS: Params = {
  enabled: true,
  minBaseFee: DEFAULT_MIN_BASE_FEE.toString(),
  elasticityMultiplier: 2,
  baseFeeChangeDenominator: 8,
  baseFeeUse: BaseFeeUse.BASE_FEE_USE_BURN,
};

/**
 * The most that the least base fee may be, in base units: a hundred EC for a small transaction. Over it hardly anybody could
 * vote to lower it again.
 */
const MOST_MIN_BASE_FEE = 10n ** 15n;
const MAX_ELASTICITY = 1000;
const MAX_DENOMINATOR = 1_000_000;

/** The parameters as numbers. */
export interface Rules {
  /** Whether the base fee moves, and tips go to the proposer. */
  readonly enabled: boolean;
  readonly minBaseFee: bigint;
  readonly elasticityMultiplier: bigint;
  readonly baseFeeChangeDenominator: bigint;
  readonly baseFeeUse: BaseFeeUse;
}

/** Parameters as numbers. @throws errors.invalidParams that names the parameter, what it is and may be */
export function readParams(params: Params | undefined): Rules {
  if (params === undefined) throw errors.invalidParams("there are none");
  const { enabled, elasticityMultiplier, baseFeeChangeDenominator, baseFeeUse } = params;
  const minBaseFee = integer("min_base_fee", params.minBaseFee);
  if (minBaseFee > MOST_MIN_BASE_FEE) {
    throw errors.invalidParams(`min_base_fee is at most ${MOST_MIN_BASE_FEE}, not ${minBaseFee}`);
  }
  if (elasticityMultiplier < 1 || elasticityMultiplier > MAX_ELASTICITY) {
    throw errors.invalidParams(`elasticity_multiplier is 1 to ${MAX_ELASTICITY}, not ${elasticityMultiplier}`);
  }
  if (baseFeeChangeDenominator < 1 || baseFeeChangeDenominator > MAX_DENOMINATOR) {
    throw errors.invalidParams(
      `base_fee_change_denominator is 1 to ${MAX_DENOMINATOR}, not ${baseFeeChangeDenominator}`,
    );
  }
  if (!USES.has(baseFeeUse))
    throw errors.invalidParams(`base_fee_use is burn, community pool or awards, not ${baseFeeUse}`);
  return {
    enabled,
    minBaseFee,
    elasticityMultiplier: BigInt(elasticityMultiplier),
    baseFeeChangeDenominator: BigInt(baseFeeChangeDenominator),
    baseFeeUse,
  };
}

const USES: ReadonlySet<BaseFeeUse> = new Set([
  BaseFeeUse.BASE_FEE_USE_BURN,
  BaseFeeUse.BASE_FEE_USE_COMMUNITY_POOL,
  BaseFeeUse.BASE_FEE_USE_AWARDS,
]);

/** @throws errors.invalidParams for what is no integer of zero or more */
function integer(name: string, text: string): bigint {
  let value: bigint;
  try {
    value = parseInteger(text);
  } catch (error) {
    if (error instanceof AppError) throw errors.invalidParams(`${name}: ${error.message}`);
    throw error;
  }
  if (value < 0n) throw errors.invalidParams(`${name} is not negative: ${text}`);
  return value;
}
