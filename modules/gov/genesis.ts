import { type Deposit, type Proposal, ProposalStatus, type Vote } from "cosmjs-types/cosmos/gov/v1/gov";
import { GenesisState } from "cosmjs-types/cosmos/gov/v1/genesis";
import { AddressCodec } from "../../abci/state/addresses.js";
import { parseCoins } from "../../abci/state/coins.js";
import type { WriteContext } from "../../abci/state/context.js";
import { AppError } from "../../abci/state/errors.js";
import type { GenesisHandler } from "../../abci/state/module.js";
import { timestampToNanos } from "../../abci/state/time.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import { errors } from "./errors.js";
import type { GovKeeper } from "./keeper.js";
import { requireCancelDestination } from "./messages.js";
import { defaultParams, validateParams } from "./params.js";
import { KNOWN_STATUSES, isOpen } from "./status.js";
import { REFUND } from "./settlement.js";
import { weightsOf } from "./split.js";
import { countVoter } from "./tally.js";
import { requireOptions } from "./votes.js";

/** Genesis of gov: parameters, and the proposals of a chain that goes on. Staking's genesis comes before it. */
export const govGenesis = (gov: GovKeeper): GenesisHandler<GenesisState> => ({
  codec: GenesisState,
  defaults: () => ({
    startingProposalId: 1n,
    deposits: [],
    votes: [],
    proposals: [],
    params: defaultParams(),
    constitution: "",
  }),

  validate(state, prefix) {
    const addresses = new AddressCodec(prefix);
    if (state.startingProposalId === 0n) throw errors.invalidGenesis("starting proposal id must be greater than 0");
    if (state.depositParams ?? state.votingParams ?? state.tallyParams) {
      throw errors.invalidGenesis("deposit_params, voting_params and tally_params are no longer supported: use params");
    }
    if (state.params === undefined) throw errors.invalidGenesis("params are missing");
    validateParams(state.params, addresses);
    const proposals = validateProposals(state);
    validateDeposits(state.deposits, addresses);
    validateVotes(state.votes, proposals, addresses);
  },

  async init(ctx, state) {
    const params = state.params ?? defaultParams();
    requireCancelDestination(ctx, gov, params.proposalCancelDest);
    await gov.parameters.set(ctx, params);
    await gov.nextId.set(ctx, state.startingProposalId);
    await gov.constitution.set(ctx, state.constitution);
    for (const proposal of state.proposals) await initProposal(ctx, gov, proposal);
    for (const deposit of state.deposits) await initDeposit(ctx, gov, deposit);
    for (const vote of state.votes) await initVote(ctx, gov, vote);
  },

  async export(ctx) {
    const proposals: Proposal[] = [];
    for await (const [, proposal] of gov.proposals.range(ctx)) proposals.push(proposal);
    const deposits: Deposit[] = [];
    for await (const [, deposit] of gov.deposits.range(ctx)) deposits.push(deposit);
    const votes: Vote[] = [];
    for await (const [[id], vote] of gov.votes.range(ctx)) if (await gov.voting.has(ctx, id)) votes.push(vote);
    return {
      startingProposalId: await gov.nextId.peek(ctx),
      deposits,
      votes,
      proposals,
      params: await gov.params(ctx),
      constitution: (await gov.constitution.get(ctx)) ?? "",
    };
  },
});

async function initProposal(ctx: WriteContext, gov: GovKeeper, proposal: Proposal): Promise<void> {
  const { id, status, depositEndTime, votingEndTime } = proposal;
  await gov.save(ctx, proposal);
  if (status === ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD && depositEndTime) {
    await gov.inactiveQueue.set(ctx, [timestampToNanos(depositEndTime), id], id);
  }
  if (status === ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD && votingEndTime) {
    await gov.activeQueue.set(ctx, [timestampToNanos(votingEndTime), id], id);
  }
}

/** Deposits on proposals that ended, or were dropped, before the export are paid back. */
async function initDeposit(ctx: WriteContext, gov: GovKeeper, deposit: Deposit): Promise<void> {
  const { proposalId, depositor, amount } = deposit;
  await gov.deposits.set(ctx, [proposalId, ctx.addresses.parse(depositor)], deposit);
  await gov.addEscrow(ctx, parseCoins(amount));
  const proposal = await gov.proposals.get(ctx, proposalId);
  if (proposal === undefined || !isOpen(proposal)) await gov.settling.set(ctx, proposalId, REFUND);
}

async function initVote(ctx: WriteContext, gov: GovKeeper, vote: Vote): Promise<void> {
  const voter = ctx.addresses.parse(vote.voter);
  await gov.votes.set(ctx, [vote.proposalId, voter], vote);
  await gov.votesByVoter.add(ctx, [voter, vote.proposalId]);
  await countVoter(ctx, gov, { id: vote.proposalId, voter, weights: weightsOf(vote.options), sign: 1n });
}

function validateProposals({ proposals, startingProposalId }: GenesisState): ReadonlyMap<bigint, Proposal> {
  const byId = new Map<bigint, Proposal>();
  for (const proposal of proposals) {
    const { id, status } = proposal;
    if (byId.has(id)) throw errors.invalidGenesis(`duplicate proposal id: ${id}`);
    if (id >= startingProposalId) {
      throw errors.invalidGenesis(`proposal ${id} is not before starting_proposal_id ${startingProposalId}`);
    }
    if (!KNOWN_STATUSES.has(status)) throw errors.invalidGenesis(`proposal ${id} has no status`);
    within(`proposal ${id}`, () => {
      requireTimes(proposal);
      parseCoins(proposal.totalDeposit);
    });
    byId.set(id, proposal);
  }
  return byId;
}

function requireTimes({ status, depositEndTime, votingStartTime, votingEndTime }: Proposal): void {
  if (status === ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD) {
    if (depositEndTime === undefined) throw errors.invalidGenesis("deposit_end_time is missing");
    if (votingEndTime !== undefined) throw errors.invalidGenesis("voting_end_time before voting began");
  }
  if (status === ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD && !(votingStartTime && votingEndTime)) {
    throw errors.invalidGenesis("voting_start_time or voting_end_time is missing");
  }
  for (const time of [depositEndTime, votingStartTime, votingEndTime]) if (time) timestampToNanos(time);
}

function validateDeposits(deposits: readonly Deposit[], addresses: AddressCodec): void {
  const seen = new Set<string>();
  for (const { proposalId, depositor, amount } of deposits) {
    within(`deposit of ${depositor} on proposal ${proposalId}`, () => {
      requireOnce(seen, proposalId, addresses.parse(depositor));
      if (parseCoins(amount).length === 0) throw errors.invalidGenesis("it has no coins");
    });
  }
}

function validateVotes(
  votes: readonly Vote[],
  proposals: ReadonlyMap<bigint, Proposal>,
  addresses: AddressCodec,
): void {
  const seen = new Set<string>();
  for (const { proposalId, voter, options } of votes) {
    within(`vote of ${voter} on proposal ${proposalId}`, () => {
      requireOnce(seen, proposalId, addresses.parse(voter));
      const status = proposals.get(proposalId)?.status;
      if (status !== ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD) {
        throw errors.invalidGenesis("the proposal is not in its voting period");
      }
      requireOptions(options);
    });
  }
}

function requireOnce(seen: Set<string>, id: bigint, address: Uint8Array): void {
  const key = `${id}/${keyFromBytes(address)}`;
  if (seen.has(key)) throw errors.invalidGenesis("it is there twice");
  seen.add(key);
}

/** @throws errors.invalidGenesis that names the entry */
function within(entry: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof AppError) throw errors.invalidGenesis(`${entry}: ${error.message}`);
    throw error;
  }
}
