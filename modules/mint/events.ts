import { type Decimal, formatDecimal } from "../../abci/state/decimals.js";
import { type Event, event } from "../../abci/state/events.js";

interface Minted {
  readonly bondedRatio: Decimal;
  readonly inflation: Decimal;
  readonly annualProvisions: Decimal;
  readonly amount: bigint;
}

/** The event of the SDK's mint module, by name, attribute and order. */
export const events = {
  mint: ({ bondedRatio, inflation, annualProvisions, amount }: Minted): Event =>
    event("mint", {
      bonded_ratio: formatDecimal(bondedRatio),
      inflation: formatDecimal(inflation),
      annual_provisions: formatDecimal(annualProvisions),
      amount: amount.toString(),
    }),
};
