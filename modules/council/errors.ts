import { defineErrors } from "../../abci/state/errors.js";

const because =
  (kind: string) =>
  (reason: string): string =>
    reason === "" ? kind : `${reason}: ${kind}`;

/** Echoin's own codes. */
export const errors = defineErrors("council", {
  noSeat: [2, because("no seat in the council")],
  notForCouncil: [3, because("the council does not decide this proposal")],
  invalidDeclaration: [4, because("invalid declaration")],
  ruled: [5, because("the council has ruled on this declaration")],
  invalidParams: [6, because("invalid council parameters")],
  invalidVote: [7, because("invalid seat vote")],
  unknownRole: [8, because("unknown role")],
  roleHeld: [9, because("the account has this role")],
  roleNotHeld: [10, because("the account does not have this role")],
});

/** Gov's codes, which the SDK's clients know for the same mistakes. */
export const govErrors = defineErrors("gov", {
  inactiveProposal: [3, because("inactive proposal")],
});
