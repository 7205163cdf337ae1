import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import { MAX_BASE_FEE } from "./base-fee.js";
import type { FeeMarketKeeper } from "./keeper.js";

/** FEEMARKET-1 and FEEMARKET-2 of the README. */
export const feeMarketInvariants = (market: FeeMarketKeeper): readonly Invariant[] => [
  {
    id: "FEEMARKET-1",
    says: "gas has a price in the chain's coin, between the least one and the most",
    cheap: true,
    async check(ctx) {
      const { denom, amount } = await market.price(ctx);
      const { minBaseFee } = await market.rules(ctx);
      const { baseDenom } = await market.chain.info(ctx);
      assert(denom === baseDenom, `FEEMARKET-1: gas is priced in ${baseDenom}, not in ${denom}`);
      assert(
        amount >= minBaseFee && amount <= MAX_BASE_FEE,
        `FEEMARKET-1: the base fee ${amount} is between ${minBaseFee} and ${MAX_BASE_FEE}`,
      );
    },
  },
];
