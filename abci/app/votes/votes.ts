import type * as abci from "cosmjs-types/tendermint/abci/types";
import type { SlashingKeeper } from "../../../modules/slashing/keeper.js";
import { votingSet } from "../../../modules/slashing/proposers.js";
import { attested, nameOf, openRounds, punishReported, type Reporter } from "../../../modules/slashing/reports.js";
import { indexOf } from "../../../modules/slashing/rotation.js";
import type { VotingSet } from "../../../modules/slashing/types.js";
import type {
  ExtendedVote,
  MsgVoteExtensions,
  ProposalReport,
} from "../../../proto/generated/echoin/votes/v1/votes.js";
import type { ReadContext, WriteContext } from "../../state/context.js";
import { voteFlagOf } from "../from-comet.js";
import { errors } from "./errors.js";
import { decodeExtension, encodeExtension, isExtension, MAX_REPORTS } from "./extension.js";
import type { Refusals } from "./refusals.js";
import { isSigned, type VotePlace } from "./signature.js";
import { encodeVotes } from "./transaction.js";

/** A vote of which the signature may still be looked at. */
interface Candidate extends Reporter {
  readonly index: number;
  readonly vote: ExtendedVote;
}

/**
 * Vote extensions: what validators say of proposals that they refused, how a proposer carries it into a block, and what
 * becomes of it there. State is what the last commit left, but in `deliver`.
 */
export class Votes {
  constructor(
    private readonly slashing: SlashingKeeper,
    private readonly refusals: Refusals,
  ) {}

  /**
   * What this validator adds to its vote: reports on proposers whose proposals it refused. CometBFT does not tell in
   * which round a proposal came, and its header may name anybody. Where a height was decided in round n, and this node
   * refused n different proposals of it, each round had one of them; otherwise it is not sure, and says nothing.
   */
  async extend(ctx: ReadContext): Promise<Uint8Array> {
    const reports: ProposalReport[] = [];
    for (const { height, rounds } of await openRounds(ctx, this.slashing)) {
      const faults = this.refusals.at(height);
      if (faults.length !== rounds.length) continue;
      for (const [round, { proposer, punished }] of rounds.entries()) {
        if (!punished) reports.push({ height, round, proposer, fault: faults[round]! });
      }
    }
    // The newest: older ones are most likely those that others did not see.
    return encodeExtension({ reports: reports.slice(-MAX_REPORTS) });
  }

  /**
   * The transaction that carries what more than two thirds attest to into the block after `lastCommit`, or undefined when
   * there is nothing to carry. Extensions that are malformed or not signed are left out, whoever let them pass.
   */
  async inject(ctx: ReadContext, lastCommit: abci.ExtendedCommitInfo): Promise<Uint8Array | undefined> {
    const set = await votingSet(ctx, this.slashing);
    if (set === undefined) return undefined;
    const said = lastCommit.votes.flatMap((vote) => candidateOf(ctx, set, vote));
    // Nearly always nobody says anything; signatures are looked at when it may matter.
    if ((await attested(ctx, this.slashing, { set, reporters: said })).length === 0) return undefined;
    const place = { chainId: ctx.block.chainId, height: set.height, round: lastCommit.round };
    const signed = said.filter(({ index, vote }) => isSigned(place, { ...vote, pubKey: set.members[index]!.pubKey }));
    const reports = await attested(ctx, this.slashing, { set, reporters: signed });
    const names = new Set(reports.map(nameOf));
    const votes = signed
      .filter((candidate) => supports(candidate, names))
      .sort((a, b) => a.index - b.index)
      .map(({ vote }) => vote);
    return votes.length === 0 ? undefined : encodeVotes({ height: set.height, votes });
  }

  /**
   * The reports that votes in a block attest to.
   * @param round the round that decided the block before
   * @throws errors.falseVotes, errors.invalidExtension for anything that an honest proposer would not have carried
   */
  async verify(ctx: ReadContext, { height, votes }: MsgVoteExtensions, round: number): Promise<ProposalReport[]> {
    const set = await votingSet(ctx, this.slashing);
    if (set === undefined) throw errors.falseVotes("the chain follows no validator set");
    if (height !== set.height) throw errors.falseVotes(`of height ${height}; the block before is ${set.height}`);
    const place: VotePlace = { chainId: ctx.block.chainId, height, round };
    const reporters: Reporter[] = [];
    let last = -1;
    for (const vote of votes) {
      const index = indexOf(set.members, ctx.addresses.parseConsensus(vote.validator));
      if (index === -1) throw errors.falseVotes(`${vote.validator} is no validator at height ${height}`);
      if (index <= last) throw errors.falseVotes("votes are in the order of the validators, each once");
      last = index;
      const { address: consAddress, pubKey } = set.members[index]!;
      const { reports } = decodeExtension(vote.extension);
      if (!isSigned(place, { ...vote, pubKey })) throw errors.falseVotes(`${vote.validator} did not sign its own`);
      reporters.push({ consAddress, reports });
    }
    const reports = await attested(ctx, this.slashing, { set, reporters });
    const names = new Set(reports.map(nameOf));
    const isIdle = reporters.length === 0 || !reporters.every((reporter) => supports(reporter, names));
    if (isIdle) throw errors.falseVotes("no more than two thirds of the power attest to the same");
    return reports;
  }

  /** Acts on votes in a block; again it is looked at whether they are the validators'. @throws as `verify` */
  async deliver(ctx: WriteContext, message: MsgVoteExtensions): Promise<void> {
    const reports = await this.verify(ctx, message, ctx.block.lastCommitRound ?? 0);
    for (const report of reports) await punishReported(ctx, this.slashing, report);
  }
}

/** A validator's vote for the block with what it said, when it said anything that can be read. */
function candidateOf(ctx: ReadContext, set: VotingSet, vote: abci.ExtendedVoteInfo): Candidate[] {
  const { voteExtension: extension, extensionSignature: signature, validator } = vote;
  if (voteFlagOf(vote.blockIdFlag) !== "commit" || extension.length === 0 || !isExtension(extension)) return [];
  const index = indexOf(set.members, validator.address);
  if (index === -1) return [];
  return [
    {
      index,
      consAddress: validator.address,
      reports: decodeExtension(extension).reports,
      vote: { validator: ctx.addresses.formatConsensus(validator.address), extension, signature },
    },
  ];
}

function supports({ reports }: Reporter, names: ReadonlySet<string>): boolean {
  return reports.some((report) => names.has(nameOf(report)));
}
