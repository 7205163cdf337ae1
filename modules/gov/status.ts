import { type Proposal, ProposalStatus } from "cosmjs-types/cosmos/gov/v1/gov";

/** Every status that a proposal can have. */
export const KNOWN_STATUSES: ReadonlySet<ProposalStatus> = new Set([
  ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD,
  ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD,
  ProposalStatus.PROPOSAL_STATUS_PASSED,
  ProposalStatus.PROPOSAL_STATUS_REJECTED,
  ProposalStatus.PROPOSAL_STATUS_FAILED,
]);

/** Whether a proposal waits for deposits or votes. */
export const isOpen = ({ status }: Pick<Proposal, "status">): boolean =>
  status === ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD || status === ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD;
