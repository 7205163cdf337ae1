import { defineErrors } from "../../abci/state/errors.js";

const because =
  (kind: string) =>
  (reason: string): string =>
    reason === "" ? kind : `${reason}: ${kind}`;

/** Codes as in the Cosmos SDK's x/gov. */
export const errors = defineErrors("gov", {
  inactiveProposal: [3, because("inactive proposal")],
  alreadyActiveProposal: [4, because("proposal already active")],
  invalidContent: [5, because("invalid proposal content")],
  invalidType: [6, because("invalid proposal type")],
  invalidVote: [7, because("invalid vote option")],
  invalidGenesis: [8, because("invalid genesis state")],
  noHandler: [9, because("no handler exists for proposal type")],
  unroutable: [10, because("proposal message not recognized by router")],
  noMessages: [11, because("no messages proposed")],
  invalidMessage: [12, because("invalid proposal message")],
  invalidSigner: [13, because("expected gov account as only signer for proposal message")],
  metadataTooLong: [15, because("metadata too long")],
  depositTooSmall: [16, because("minimum deposit is too small")],
  invalidProposer: [18, because("invalid proposer")],
  votingPeriodEnded: [20, because("voting period already ended")],
  invalidProposal: [21, because("invalid proposal")],
  summaryTooLong: [22, because("summary too long")],
  invalidDepositDenom: [23, because("invalid deposit denom")],
});
