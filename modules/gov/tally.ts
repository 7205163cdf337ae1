import type { TallyResult } from "cosmjs-types/cosmos/gov/v1/gov";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { type Decimal, ONE, mulDiv, truncate } from "../../abci/state/decimals.js";
import { assert } from "../../abci/state/errors.js";
import type { GovKeeper } from "./keeper.js";
import { NOTHING, mapSplit, total, weightsOf } from "./split.js";
import type { Split } from "./types.js";

/**
 * Holders vote by what they have delegated; whoever does not vote has voted as their validator did. So that counting
 * takes no walk over delegations, `counted` holds for each proposal and validator how many of its shares belong to
 * holders who voted themselves, by option. It changes with each vote, and with each delegation of a voter; the rest of a
 * validator's shares is what its own vote speaks for. Nothing is rounded before the result.
 */

/** Adds a voter's delegations to what is counted (sign 1n), or takes them away (-1n). */
export async function countVoter(
  ctx: WriteContext,
  gov: GovKeeper,
  vote: { id: bigint; voter: Uint8Array; weights: Split; sign: 1n | -1n },
): Promise<void> {
  for await (const { operator, shares } of gov.staking.delegationsOf(ctx, vote.voter)) {
    await count(ctx, gov, { id: vote.id, operator, shares: vote.sign * shares, weights: vote.weights });
  }
}

/**
 * Counts a delegation in (sign 1n) or out (-1n) of every proposal that its holder has voted on: staking says before its
 * shares change, and after. The work grows with the holder's own votes.
 */
export async function countDelegation(
  ctx: WriteContext,
  gov: GovKeeper,
  { voter, operator, sign }: { voter: Uint8Array; operator: Uint8Array; sign: 1n | -1n },
): Promise<void> {
  let shares: Decimal | undefined;
  for await (const [, id] of gov.votesByVoter.range(ctx, { prefix: voter })) {
    // Votes on ended proposals stand there until they are settled.
    if (!(await gov.voting.has(ctx, id))) continue;
    shares ??= (await gov.staking.delegation(ctx, voter, operator))?.shares ?? 0n;
    const vote = await gov.votes.get(ctx, [id, voter]);
    assert(vote !== undefined, "GOV-4: the index by voter leads to a vote");
    await count(ctx, gov, { id, operator, shares: sign * shares, weights: weightsOf(vote.options) });
  }
}

async function count(
  ctx: WriteContext,
  gov: GovKeeper,
  { id, operator, shares, weights }: { id: bigint; operator: Uint8Array; shares: Decimal; weights: Split },
): Promise<void> {
  if (shares === 0n) return;
  const before = (await gov.counted.get(ctx, [id, operator])) ?? NOTHING;
  const after = mapSplit(before, (amount, option) => amount + shares * weights[option]);
  if (total(after) === 0n) await gov.counted.delete(ctx, [id, operator]);
  else await gov.counted.set(ctx, [id, operator], after);
}

/** The holders' votes on a proposal, by option, in base units with 18 places; and all that could have been voted with. */
export interface HolderTally {
  readonly votes: Split;
  /** Base units delegated to active validators. */
  readonly bonded: bigint;
}

/** Counts the holders' votes as delegations stand now. Reads two entries for each active validator. */
export async function tallyHolders(ctx: ReadContext, gov: GovKeeper, id: bigint): Promise<HolderTally> {
  let votes = NOTHING;
  const validators = await gov.staking.bondedValidators(ctx);
  // Their votes lie among those of all holders, a path through the tree for each.
  await ctx.prefetch(
    validators.flatMap(({ operator }) => [gov.counted.locate([id, operator]), gov.votes.locate([id, operator])]),
  );
  for (const { operator, tokens, shares } of validators) {
    if (shares === 0n) continue;
    const counted = (await gov.counted.get(ctx, [id, operator])) ?? NOTHING;
    const vote = await gov.votes.get(ctx, [id, operator]);
    // 36 places from here on, then 54: shares times weights.
    const inherited = shares * ONE - total(counted);
    assert(inherited >= 0n, "GOV-3: no more shares voted than a validator has");
    const weights = vote === undefined ? NOTHING : weightsOf(vote.options);
    const voted = mapSplit(counted, (amount, option) => amount * ONE + inherited * weights[option]);
    votes = mapSplit(votes, (sum, option) => sum + mulDiv(tokens, voted[option], ONE * shares, "floor"));
  }
  return { votes, bonded: await gov.staking.totalBonded(ctx) };
}

/** A tally in whole base units, as queries and proposals show it. */
export const tallyResult = ({ votes }: HolderTally): TallyResult => ({
  yesCount: truncate(votes.yes).toString(),
  abstainCount: truncate(votes.abstain).toString(),
  noCount: truncate(votes.no).toString(),
  noWithVetoCount: truncate(votes.veto).toString(),
});
