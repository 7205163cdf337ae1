import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import type { MintKeeper } from "./keeper.js";
import { paramsToWire, parseParams } from "./params.js";

/** MINT-1 of the README; MINT-2 is an assertion where coins are made. */
export const mintInvariants = (mint: MintKeeper): readonly Invariant[] => [
  {
    id: "MINT-1",
    says: "the parameters are within their bounds, and neither the inflation nor the provisions are negative",
    cheap: true,
    async check(ctx) {
      parseParams(paramsToWire(await mint.params(ctx)));
      const { inflation, annualProvisions } = await mint.minter.getSet(ctx);
      assert(inflation >= 0n && annualProvisions >= 0n, "MINT-1: inflation and provisions are not negative");
    },
  },
];
