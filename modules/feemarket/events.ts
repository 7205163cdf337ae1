import type { Coin } from "../../abci/state/coins.js";
import { type Event, event } from "../../abci/state/events.js";
import type { BlockGas } from "./base-fee.js";
import type { Paid } from "./types.js";

export const events = {
  /** Of each block: what its gas cost, how much it used, what was paid for it, and what gas costs in the next. */
  block: ({ price, gas, paid, next }: { price: Coin; gas: BlockGas; paid: Paid; next: bigint }): Event =>
    event("fee_market", {
      base_fee: price.amount.toString(),
      gas_used: gas.used.toString(),
      base_fees_paid: paid.baseFee.toString(),
      tips_paid: paid.tip.toString(),
      next_base_fee: next.toString(),
    }),
};
