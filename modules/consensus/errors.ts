import { defineErrors } from "../../abci/state/errors.js";

/** What has no code in the Cosmos SDK: values that CometBFT would refuse. */
export const errors = defineErrors("consensus", {
  invalidParams: [2, (fault: string) => `invalid consensus parameters: ${fault}`],
});

/** The SDK answers under gov's name when somebody else than the authority signs. */
export const govErrors = defineErrors("gov", {
  invalidSigner: [
    13,
    ({ expected, got }: { expected: string; got: string }) =>
      `invalid authority; expected ${expected}, got ${got}: expected gov account as only signer for proposal message`,
  ],
});
