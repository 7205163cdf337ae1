import type { WeightedVoteOption } from "cosmjs-types/cosmos/gov/v1/gov";
import type { WriteContext } from "../../abci/state/context.js";
import { type Decimal, ONE, parseDecimal } from "../../abci/state/decimals.js";
import { sdk } from "../../abci/state/errors.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import type { GovKeeper } from "./keeper.js";
import { requireMetadata } from "./proposals.js";
import { isVoteOption, weightsOf } from "./split.js";
import { countVoter } from "./tally.js";

/**
 * Takes a vote, in place of an earlier one of the same voter. Anyone may vote; it weighs what the voter has delegated
 * when the vote is counted.
 * @throws errors.inactiveProposal when the proposal is not voted on, or its time is over; errors.metadataTooLong
 */
export async function addVote(
  ctx: WriteContext,
  gov: GovKeeper,
  vote: { id: bigint; voter: Uint8Array; options: readonly WeightedVoteOption[]; metadata: string },
): Promise<void> {
  const { id, voter, options, metadata } = vote;
  if ((await gov.votable(ctx, id)) === undefined) throw errors.inactiveProposal(id.toString());
  requireMetadata(metadata);
  const earlier = await gov.votes.get(ctx, [id, voter]);
  if (earlier !== undefined) await countVoter(ctx, gov, { id, voter, weights: weightsOf(earlier.options), sign: -1n });
  await countVoter(ctx, gov, { id, voter, weights: weightsOf(options), sign: 1n });
  const name = ctx.addresses.format(voter);
  await gov.votes.set(ctx, [id, voter], { proposalId: id, voter: name, options: [...options], metadata });
  if (earlier === undefined) await gov.votesByVoter.add(ctx, [voter, id]);
  ctx.emit(events.voted(id, name, options));
}

/**
 * Checks a weighted vote: known options, none twice, positive weights that add up to one.
 * @throws errors.invalidVote, sdk.invalidRequest for no options at all
 */
export function requireOptions(options: readonly WeightedVoteOption[]): void {
  if (options.length === 0) throw sdk.invalidRequest("a vote has at least one option");
  const seen = new Set<number>();
  let sum = 0n;
  for (const { option, weight } of options) {
    if (!isVoteOption(option)) throw errors.invalidVote(`${option as number} is no option`);
    if (seen.has(option)) throw errors.invalidVote("duplicated vote option");
    seen.add(option);
    sum += requireWeight(weight);
  }
  if (sum > ONE) throw errors.invalidVote("total weight overflow 1.00");
  if (sum < ONE) throw errors.invalidVote("total weight lower than 1.00");
}

function requireWeight(text: string): Decimal {
  let weight: Decimal;
  try {
    weight = parseDecimal(text);
  } catch (error) {
    throw errors.invalidVote(`invalid weight: ${error instanceof RangeError ? error.message : "malformed"}`);
  }
  if (weight <= 0n || weight > ONE) throw errors.invalidVote(`a weight is over 0 and at most 1, not ${text}`);
  return weight;
}
