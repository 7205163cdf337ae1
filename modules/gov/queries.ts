import { type Params, ProposalStatus } from "cosmjs-types/cosmos/gov/v1/gov";
import { type Proposal } from "cosmjs-types/cosmos/gov/v1/gov";
import type { Query, QueryParamsResponse, QueryProposalsRequest } from "cosmjs-types/cosmos/gov/v1/query";
import type { ReadContext } from "../../abci/state/context.js";
import { type QueryService, invalidArgument, notFound } from "../../abci/state/module.js";
import { type Page, paginate } from "../../abci/state/pagination.js";
import type { GovKeeper } from "./keeper.js";
import { KNOWN_STATUSES } from "./status.js";
import { tallyHolders, tallyResult } from "./tally.js";

/** `cosmos.gov.v1.Query`. Votes show while a proposal is voted on; afterwards its tally stays. */
export const govQueries = (gov: GovKeeper): QueryService<Query> => ({
  Constitution: async (ctx) => ({ constitution: (await gov.constitution.get(ctx)) ?? "" }),

  Proposal: async (ctx, { proposalId }) => ({ proposal: await requireProposal(ctx, gov, proposalId) }),

  async Proposals(ctx, request) {
    const { items, pagination } = await proposalsPage(ctx, gov, request);
    return { proposals: items, pagination };
  },

  async Vote(ctx, { proposalId, voter }) {
    requireId(proposalId);
    if (voter === "") throw invalidArgument("empty voter address");
    const address = ctx.addresses.parse(voter);
    const vote = (await gov.voting.has(ctx, proposalId)) && (await gov.votes.get(ctx, [proposalId, address]));
    if (!vote) throw invalidArgument(`voter: ${voter} not found for proposal: ${proposalId}`);
    return { vote };
  },

  async Votes(ctx, { proposalId, pagination: request }) {
    requireId(proposalId);
    if (!(await gov.voting.has(ctx, proposalId))) return { votes: [], pagination: undefined };
    const { items, pagination } = await paginate(ctx, gov.votes.pages(proposalId), request);
    return { votes: items.map(([, vote]) => vote), pagination };
  },

  async Params(ctx, { paramsType }) {
    return paramsOfType(await gov.params(ctx), paramsType);
  },

  async Deposit(ctx, { proposalId, depositor }) {
    requireId(proposalId);
    if (depositor === "") throw invalidArgument("empty depositor address");
    const deposit = await gov.deposits.get(ctx, [proposalId, ctx.addresses.parse(depositor)]);
    if (deposit === undefined) throw notFound(`depositer: ${depositor} not found for proposal: ${proposalId}`);
    return { deposit };
  },

  async Deposits(ctx, { proposalId, pagination: request }) {
    requireId(proposalId);
    const { items, pagination } = await paginate(ctx, gov.deposits.pages(proposalId), request);
    return { deposits: items.map(([, deposit]) => deposit), pagination };
  },

  async TallyResult(ctx, { proposalId }) {
    const { status, finalTallyResult } = await requireProposal(ctx, gov, proposalId);
    const voting = status === ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD;
    const tally = voting ? tallyResult(await tallyHolders(ctx, gov, proposalId)) : finalTallyResult;
    return { ...(tally && { tally }) };
  },
});

/** @throws QueryError INVALID_ARGUMENT for number 0, NOT_FOUND */
async function requireProposal(ctx: ReadContext, gov: GovKeeper, id: bigint): Promise<Proposal> {
  requireId(id);
  const proposal = await gov.proposals.get(ctx, id);
  if (proposal === undefined) throw notFound(`proposal ${id} doesn't exist`);
  return proposal;
}

function requireId(id: bigint): void {
  if (id === 0n) throw invalidArgument("proposal id can not be 0");
}

/** A page of the proposals with a status, a depositor, a voter, each if it is asked for. */
async function proposalsPage(
  ctx: ReadContext,
  gov: GovKeeper,
  { proposalStatus, voter, depositor, pagination }: QueryProposalsRequest,
): Promise<Page<Proposal>> {
  const byStatus = KNOWN_STATUSES.has(proposalStatus);
  const voted = voter === "" ? undefined : await idsVoted(ctx, gov, ctx.addresses.parse(voter));
  const deposited = depositor === "" ? undefined : ctx.addresses.parse(depositor);
  const wanted = deposited === undefined ? undefined : await idsDeposited(ctx, gov, deposited);
  const keep = ([id, proposal]: readonly [bigint, Proposal]): boolean =>
    (!byStatus || proposal.status === proposalStatus) && (voted?.has(id) ?? true) && (wanted?.has(id) ?? true);
  const page = await paginate(ctx, gov.proposals.pages(), pagination, keep);
  return { items: page.items.map(([, proposal]) => proposal), pagination: page.pagination };
}

async function idsVoted(ctx: ReadContext, gov: GovKeeper, voter: Uint8Array): Promise<ReadonlySet<bigint>> {
  const ids = new Set<bigint>();
  for await (const [, id] of gov.votesByVoter.range(ctx, { prefix: voter })) {
    if (await gov.voting.has(ctx, id)) ids.add(id);
  }
  return ids;
}

/** Open proposals on which an account has a deposit; those that ended have paid theirs back. */
async function idsDeposited(ctx: ReadContext, gov: GovKeeper, depositor: Uint8Array): Promise<ReadonlySet<bigint>> {
  const ids = new Set<bigint>();
  for (const queue of [gov.activeQueue, gov.inactiveQueue]) {
    for await (const [, id] of queue.range(ctx)) if (await gov.deposits.has(ctx, [id, depositor])) ids.add(id);
  }
  return ids;
}

/** All parameters, and those of one older kind besides. @throws QueryError INVALID_ARGUMENT for a kind that is none */
function paramsOfType(params: Params, type: string): QueryParamsResponse {
  const { minDeposit, quorum, threshold, vetoThreshold } = params;
  switch (type) {
    case "":
      return { params };
    case "deposit":
      return { params, depositParams: { minDeposit, ...definedOf(params, "maxDepositPeriod") } };
    case "voting":
      return { params, votingParams: definedOf(params, "votingPeriod") };
    case "tallying":
      return { params, tallyParams: { quorum, threshold, vetoThreshold } };
    default:
      throw invalidArgument(`unknown params type: ${type}`);
  }
}

function definedOf<K extends keyof Params>(params: Params, key: K): { [P in K]?: NonNullable<Params[P]> } {
  const value = params[key];
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: NonNullable<Params[P]> });
}
