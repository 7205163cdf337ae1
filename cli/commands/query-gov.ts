import { flag } from "../flags.js";
import type { Invocation } from "../invocation.js";
import { addressOfNameOrAddress } from "../keys/open.js";
import { choice, proposalId, roleName, ROLES } from "./gov-words.js";
import type { QueryGroup } from "./query-modules.js";

const PROPOSAL_STATUSES = ["deposit-period", "voting-period", "passed", "rejected", "failed"] as const;

const byProposal = (_: Invocation, id: string) => ({ proposal_id: proposalId(id) });

const byAddress = (field: string) => async (call: Invocation, address: string) => ({
  [field]: await addressOfNameOrAddress(call, address),
});

const byProposalAnd =
  (field: string) =>
  async (call: Invocation, id: string, address: string): Promise<Record<string, unknown>> => ({
    proposal_id: proposalId(id),
    [field]: await addressOfNameOrAddress(call, address),
  });

/** An address that a flag names, or nothing. */
async function addressFlag(call: Invocation, name: string): Promise<string> {
  const text = call.string(name);
  return text === undefined ? "" : addressOfNameOrAddress(call, text);
}

function proposalStatus(call: Invocation): string {
  const text = (call.string("proposal-status") ?? call.string("status") ?? "unspecified").replaceAll("_", "-");
  if (text === "unspecified") return "PROPOSAL_STATUS_UNSPECIFIED";
  return `PROPOSAL_STATUS_${choice("proposal status", PROPOSAL_STATUSES, text).replaceAll("-", "_").toUpperCase()}`;
}

export const gov: QueryGroup = {
  name: "gov",
  description: "proposals, deposits and votes",
  service: "cosmos.gov.v1.Query",
  commands: [
    { usage: "proposal <id>", description: "one proposal", method: "Proposal", request: byProposal },
    {
      usage: "proposals",
      description: "all proposals, or those with a status, a voter, a depositor",
      method: "Proposals",
      paged: true,
      flags: () => [
        flag("--proposal-status <status>", PROPOSAL_STATUSES.join(", ")),
        flag("--status <status>", "same as --proposal-status", { hidden: true }),
        flag("--voter <address>", "only those that this account has voted on"),
        flag("--depositor <address>", "only those that this account has a deposit on"),
      ],
      request: async (call) => ({
        proposal_status: proposalStatus(call),
        voter: await addressFlag(call, "voter"),
        depositor: await addressFlag(call, "depositor"),
      }),
    },
    {
      usage: "vote <id> <voter>",
      description: "an account's vote on an open proposal",
      method: "Vote",
      request: byProposalAnd("voter"),
    },
    {
      usage: "votes <id>",
      description: "votes on an open proposal",
      method: "Votes",
      paged: true,
      request: byProposal,
    },
    {
      usage: "deposit <id> <depositor>",
      description: "an account's deposit on a proposal",
      method: "Deposit",
      request: byProposalAnd("depositor"),
    },
    {
      usage: "deposits <id>",
      description: "deposits on a proposal",
      method: "Deposits",
      paged: true,
      request: byProposal,
    },
    { usage: "tally <id>", description: "the holders' votes, counted", method: "TallyResult", request: byProposal },
    {
      usage: "params [kind]",
      description: "the rules; kind is deposit, voting or tallying",
      method: "Params",
      request: (_, kind) => ({ params_type: kind ?? "" }),
    },
    { usage: "constitution", description: "the chain's constitution", method: "Constitution" },
  ],
};

export const council: QueryGroup = {
  name: "council",
  description: "seats, their votes, declarations and roles",
  service: "echoin.council.v1.Query",
  commands: [
    { usage: "params", description: "the council's rules", method: "Params" },
    { usage: "seats", description: "who sits in the council, the strongest first", method: "Seats" },
    {
      usage: "declaration <operator>",
      description: "the organisation and region of a candidate",
      method: "Declaration",
      request: byAddress("operator"),
    },
    { usage: "declarations", description: "the same of all candidates", method: "Declarations", paged: true },
    {
      usage: "tally <id>",
      description: "the seats' votes on a proposal, counted",
      method: "Tally",
      request: byProposal,
    },
    {
      usage: "vote <id> <operator>",
      description: "one seat's vote",
      method: "Vote",
      request: byProposalAnd("operator"),
    },
    { usage: "votes <id>", description: "all seats' votes", method: "Votes", paged: true, request: byProposal },
    {
      usage: "roles [role]",
      description: `who has a role: ${ROLES.join(", ")}`,
      method: "Roles",
      paged: true,
      request: (_, role) => ({ role: role === undefined ? "ROLE_UNSPECIFIED" : roleName(role) }),
    },
    {
      usage: "roles-of <address>",
      description: "an account's roles",
      method: "RolesOf",
      request: byAddress("address"),
    },
  ],
};
