import { defineErrors } from "../../abci/state/errors.js";

const because =
  (kind: string) =>
  (reason: string): string =>
    reason === "" ? kind : `${reason}: ${kind}`;

/** Codes as in the Cosmos SDK's x/evidence. */
export const errors = defineErrors("evidence", {
  noHandler: [2, because("unregistered handler for evidence type")],
  invalidEvidence: [3, because("invalid evidence")],
  evidenceExists: [5, because("evidence already exists")],
});
