import { coinsToWire } from "../../abci/state/coins.js";
import type { ReadContext } from "../../abci/state/context.js";
import { toDecimal } from "../../abci/state/decimals.js";
import { notFound, type QueryService } from "../../abci/state/module.js";
import type { Query as GasPricesQuery } from "../../proto/generated/echoin/feemarket/v1/gas_prices.js";
import type { Query } from "../../proto/generated/echoin/feemarket/v1/query.js";
import { gasTarget } from "./base-fee.js";
import type { FeeMarketKeeper } from "./keeper.js";
import { paramsOf } from "./values.js";

/** `echoin.feemarket.v1.Query`. */
export const feeMarketQueries = (market: FeeMarketKeeper): QueryService<Query> => ({
  async Params(ctx) {
    return { params: paramsOf(await market.rules(ctx)) };
  },

  async BaseFee(ctx) {
    const [baseFee] = coinsToWire([await market.price(ctx)]);
    const limit = await market.maxBlockGas(ctx);
    return { baseFee, gasTarget: limit > 0n ? gasTarget(limit, await market.rules(ctx)) : 0n };
  },
});

/** `feemarket.feemarket.v1.Query`: what clients of other chains' fee markets ask. */
export const gasPricesQueries = (market: FeeMarketKeeper): QueryService<GasPricesQuery> => ({
  async GasPrice(ctx, { denom }) {
    return { price: await priceIn(ctx, market, denom) };
  },

  async GasPrices(ctx, { denom }) {
    return { prices: [await priceIn(ctx, market, denom)] };
  },
});

/** @throws QueryError for a coin that the base fee cannot be paid in */
async function priceIn(ctx: ReadContext, market: FeeMarketKeeper, asked: string) {
  const { denom, amount } = await market.price(ctx);
  if (asked !== "" && asked !== denom) {
    throw notFound(`gas has no price in ${asked.slice(0, 128)}: its base fee is paid in ${denom}`);
  }
  return { denom, amount: toDecimal(amount).toString() };
}
