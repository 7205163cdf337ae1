import { defineErrors } from "../../abci/state/errors.js";

const because =
  (kind: string) =>
  (reason: string): string =>
    reason === "" ? kind : `${reason}: ${kind}`;

/** Codes as in the Cosmos SDK's x/feegrant. */
export const errors = defineErrors("feegrant", {
  limitExceeded: [2, because("fee limit exceeded")],
  limitExpired: [3, because("fee allowance expired")],
  invalidDuration: [4, because("invalid duration")],
  noAllowance: [5, because("no allowance")],
  noMessages: [6, because("allowed messages are empty")],
  messageNotAllowed: [7, because("message not allowed")],
});
