import { defineErrors } from "../../abci/state/errors.js";

/** All of them are faults of a genesis file. */
export const errors = defineErrors("chain", {
  invalidPrefix: [
    2,
    ({ prefix, maxLength }: { prefix: string; maxLength: number }) =>
      `bech32_prefix ${JSON.stringify(prefix)} has to be 1 to ${maxLength} lowercase letters and digits, the first a ` +
      `letter, and none of them the digit 1, which separates the prefix from the rest`,
  ],
  invalidBaseDenom: [
    3,
    (denom: string) =>
      `base_denom ${JSON.stringify(denom)} has to be 3 to 128 letters, digits or one of / : . _ -, the first a letter`,
  ],
  invalidCoinType: [
    4,
    ({ coinType, max }: { coinType: number; max: number }) => `coin_type ${coinType} has to be at most ${max}`,
  ],
});
