import type { QueryGroup } from "./query-modules.js";

export const feeMarket: QueryGroup = {
  name: "feemarket",
  description: "what gas costs",
  service: "echoin.feemarket.v1.Query",
  commands: [
    { usage: "params", description: "the parameters", method: "Params" },
    {
      usage: "base-fee",
      description: "the least price of a unit of gas in the next block, and how much gas leaves it as it is",
      method: "BaseFee",
    },
  ],
};
