import { defineErrors } from "../../abci/state/errors.js";

/** What has no code in the Cosmos SDK: values that CometBFT would refuse. */
export const errors = defineErrors("consensus", {
  invalidParams: [2, (fault: string) => `invalid consensus parameters: ${fault}`],
});
