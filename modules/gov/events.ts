import type { WeightedVoteOption } from "cosmjs-types/cosmos/gov/v1/gov";
import { type Event, event } from "../../abci/state/events.js";

/** What became of a proposal whose time was over, as indexers match it. */
export type ProposalResult =
  "proposal_dropped" | "proposal_passed" | "proposal_rejected" | "expedited_proposal_rejected" | "proposal_failed";

/** Vote options as Go writes them: fields in order, an option of zero left out. */
function optionsJson(options: readonly WeightedVoteOption[]): string {
  return JSON.stringify(options.map(({ option, weight }) => ({ option: option, weight })));
}

/** Types, attributes and their order are the SDK's. */
export const events = {
  submitted: (id: bigint, proposer: string, typeUrls: readonly string[]): Event =>
    event("submit_proposal", {
      proposal_id: id.toString(),
      proposal_proposer: proposer,
      proposal_messages: typeUrls.map((typeUrl) => `,${typeUrl}`).join(""),
    }),
  /** The submitted proposal has its deposit: voting begins. */
  submittedToVote: (id: bigint): Event => event("submit_proposal", { voting_period_start: id.toString() }),
  deposited: (id: bigint, depositor: string, amount: string): Event =>
    event("proposal_deposit", { depositor, amount, proposal_id: id.toString() }),
  /** A deposit was the one that began the vote. */
  depositedToVote: (id: bigint): Event => event("proposal_deposit", { voting_period_start: id.toString() }),
  voted: (id: bigint, voter: string, options: readonly WeightedVoteOption[]): Event =>
    event("proposal_vote", { voter, option: optionsJson(options), proposal_id: id.toString() }),
  canceled: (id: bigint, sender: string): Event => event("cancel_proposal", { sender, proposal_id: id.toString() }),
  dropped: (id: bigint): Event =>
    event("inactive_proposal", { proposal_id: id.toString(), proposal_result: "proposal_dropped" }),
  ended: (id: bigint, result: ProposalResult, log: string): Event =>
    event("active_proposal", { proposal_id: id.toString(), proposal_result: result, proposal_log: log }),
};
