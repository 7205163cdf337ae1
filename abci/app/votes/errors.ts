import { defineErrors } from "../../state/errors.js";

/** What can be wrong with votes that a proposer puts into a block. */
export const errors = defineErrors("votes", {
  invalidExtension: [2, (fault: string) => `invalid vote extension: ${fault}`],
  falseVotes: [3, (fault: string) => `these are not the validators' votes: ${fault}`],
});
