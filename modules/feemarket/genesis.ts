import { parseInteger } from "../../abci/state/coins.js";
import { AppError } from "../../abci/state/errors.js";
import type { GenesisHandler } from "../../abci/state/module.js";
import { GenesisState } from "../../proto/generated/echoin/feemarket/v1/genesis.js";
import { MAX_BASE_FEE } from "./base-fee.js";
import { errors } from "./errors.js";
import type { FeeMarketKeeper } from "./keeper.js";
import { DEFAULT_PARAMS, type Rules, readParams } from "./params.js";
import { paramsOf } from "./values.js";

/** Genesis of the fee market: the parameters, and what gas costs in the first block; chain's comes before it. */
export const feeMarketGenesis = (market: FeeMarketKeeper): GenesisHandler<GenesisState> => ({
  codec: GenesisState,
  defaults: () => ({ params: DEFAULT_PARAMS, baseFee: "" }),

  validate: (state) => void read(state),

  async init(ctx, state) {
    const { rules, baseFee } = read(state);
    await market.parameters.set(ctx, rules);
    await market.setBaseFee(ctx, baseFee);
  },

  async export(ctx) {
    return { params: paramsOf(await market.rules(ctx)), baseFee: (await market.baseFee(ctx)).toString() };
  },
});

function read({ params, baseFee: text }: GenesisState): { rules: Rules; baseFee: bigint } {
  const rules = readParams(params);
  if (text === "") return { rules, baseFee: rules.minBaseFee };
  const baseFee = integer(text);
  if (baseFee < rules.minBaseFee || baseFee > MAX_BASE_FEE) {
    throw errors.invalidGenesis(`base_fee is ${rules.minBaseFee} (min_base_fee) to ${MAX_BASE_FEE}, not ${text}`);
  }
  if (!rules.enabled && baseFee !== rules.minBaseFee) {
    throw errors.invalidGenesis(`base_fee is min_base_fee (${rules.minBaseFee}) while the market is off, not ${text}`);
  }
  return { rules, baseFee };
}

function integer(text: string): bigint {
  try {
    return parseInteger(text);
  } catch (error) {
    if (error instanceof AppError) throw errors.invalidGenesis(`base_fee: ${error.message}`);
    throw error;
  }
}
