import { hash } from "node:crypto";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import type { ValidatorPower } from "../../proto/generated/echoin/slashing/v1/rotation.js";
import { events } from "./events.js";
import type { SlashingKeeper } from "./keeper.js";
import {
  changed,
  firstRound,
  type Member,
  nextRound,
  proposerOf,
  type RankedMember,
  type Rotation,
  totalPower,
} from "./rotation.js";
import { recordTurn } from "./turns.js";
import { MAX_JUDGED_ROUNDS, REPORT_LIFETIME, type VotingSet } from "./types.js";

/**
 * Follows CometBFT's validator set from block to block. A change of power that the block of height h answers is in force
 * from h + 2 on; so at the end of block h the set of h is stored, with the changes that h + 1 and h + 2 bring.
 */
interface Followed {
  readonly height: bigint;
  /** Round 0. */
  readonly rotation: Rotation;
}

/** Begins to follow: the validators of the chain's first height. None, and nothing is followed. */
export async function follow(
  ctx: WriteContext,
  slashing: SlashingKeeper,
  first: { readonly height: bigint; readonly validators: readonly ValidatorPower[] },
): Promise<void> {
  if (first.validators.length === 0) return;
  await store(ctx, slashing, { height: first.height, rotation: firstRound(first.validators.map(memberOf)) });
}

/** What CometBFT's set was at the last height that ended, or undefined when nothing is followed. */
export async function followed(ctx: ReadContext, slashing: SlashingKeeper): Promise<Followed | undefined> {
  const ranks = await slashing.priorities.get(ctx);
  if (ranks === undefined) return undefined;
  const { members } = await slashing.validatorSet.getSet(ctx);
  const { height, priorities, proposer } = ranks;
  assert(members.length === priorities.length, "SLASHING-5: each member of the set has a priority");
  const ranked = members.map((member, index) => ({ ...memberOf(member), priority: priorities[index]! }));
  return { height, rotation: { members: ranked, proposer } };
}

/** The set whose votes the next block carries, or undefined when nothing is followed. */
export async function votingSet(ctx: ReadContext, slashing: SlashingKeeper): Promise<VotingSet | undefined> {
  const known = await followed(ctx, slashing);
  if (known === undefined) return undefined;
  const { members } = known.rotation;
  return { height: known.height, members, totalPower: totalPower(members) };
}

/** Whose turn the rounds of the next height are, from round 0 on. */
export async function nextProposers(
  ctx: ReadContext,
  slashing: SlashingKeeper,
  rounds: number,
): Promise<{ readonly height: bigint; readonly proposers: RankedMember[] } | undefined> {
  const known = await followed(ctx, slashing);
  if (known === undefined) return undefined;
  let rotation = nextRound(changed(known.rotation, await nextChanges(ctx, slashing)));
  const proposers: RankedMember[] = [];
  for (let round = 0; round < rounds; round++, rotation = nextRound(rotation)) proposers.push(proposerOf(rotation));
  return { height: known.height + 1n, proposers };
}

/** Takes over the changes that this block answers to CometBFT; to be called once, when all of the block is done. */
export async function advance(
  ctx: WriteContext,
  slashing: SlashingKeeper,
  updates: readonly ValidatorPower[],
): Promise<void> {
  const known = await followed(ctx, slashing);
  if (known === undefined) return;
  const { height } = ctx.block;
  const pending = await slashing.pendingUpdates.get(ctx);
  // The set of the first height is there from genesis on.
  if (known.height < height) {
    assert(known.height + 1n === height, "SLASHING-5: the validator set is followed block by block");
    const members = (pending?.next ?? []).map(memberOf);
    await store(ctx, slashing, { height, rotation: nextRound(changed(known.rotation, members)) }, members.length > 0);
  }
  const next = known.height < height ? (pending?.afterNext ?? []) : [];
  if (next.length > 0 || updates.length > 0) {
    await slashing.pendingUpdates.set(ctx, { next, afterNext: [...updates] });
  } else if (pending !== undefined) await slashing.pendingUpdates.delete(ctx);
}

/**
 * Judges the rounds of the block before, of which the last commit tells: who had a turn and let it pass. Holds what was
 * followed to what the commit and the header say; where they differ nobody is judged.
 */
export async function judgeRounds(ctx: WriteContext, slashing: SlashingKeeper): Promise<void> {
  await forgetOldRounds(ctx, slashing);
  const known = await followed(ctx, slashing);
  const { votes = [], lastCommitRound = 0, height } = ctx.block;
  if (known === undefined || known.height + 1n !== height) return;
  const { members } = known.rotation;
  const isSame =
    votes.length === members.length &&
    members.every(({ address, power }, i) => bytesEqual(address, votes[i]!.consAddress) && power === votes[i]!.power);
  if (!isSame) return ctx.emit(events.rotationMismatch(known.height, "validators"));
  if (lastCommitRound > MAX_JUDGED_ROUNDS) return;

  const author = (await slashing.chain.lastBlock(ctx))?.proposer;
  const proposers = proposersUntil(known.rotation, lastCommitRound);
  // A later proposer may offer an earlier one's block again; the first turn that can have made it counts.
  const made = proposers.findIndex(({ address }) => author !== undefined && bytesEqual(address, author));
  const failed = proposers.slice(0, -1);
  if (failed.length > 0) {
    const rounds = failed.map(({ address, power }) => ({ proposer: address, power, punished: false }));
    await slashing.failedRounds.set(ctx, known.height, { height: known.height, rounds });
  }
  if (made === -1) return ctx.emit(events.rotationMismatch(known.height, "proposer"));
  if (isAttributable(failed, members)) {
    for (const member of proposers.slice(0, made))
      await recordTurn(ctx, slashing, { member, height: known.height, missed: true });
  }
  await recordTurn(ctx, slashing, { member: proposers[made]!, height: known.height, missed: false });
}

/**
 * Whether rounds that passed say something about their proposers. The network goes on while less than a third of the
 * power fails; when more seems to, it is the network that failed.
 */
function isAttributable(failed: readonly RankedMember[], members: readonly Member[]): boolean {
  const distinct = new Map(failed.map((member) => [Buffer.from(member.address).toString("latin1"), member]));
  return totalPower([...distinct.values()]) * 3n < totalPower(members);
}

/** Whose turns rounds 0 to `last` are. */
function proposersUntil(roundZero: Rotation, last: number): RankedMember[] {
  const proposers = [proposerOf(roundZero)];
  let rotation = roundZero;
  for (let round = 1; round <= last; round++) {
    rotation = nextRound(rotation);
    proposers.push(proposerOf(rotation));
  }
  return proposers;
}

/** At most one entry a block becomes too old. */
async function forgetOldRounds(ctx: WriteContext, slashing: SlashingKeeper): Promise<void> {
  for await (const [height] of slashing.failedRounds.range(ctx)) {
    if (height + REPORT_LIFETIME < ctx.block.height) await slashing.failedRounds.delete(ctx, height);
    return;
  }
}

async function nextChanges(ctx: ReadContext, slashing: SlashingKeeper): Promise<Member[]> {
  return ((await slashing.pendingUpdates.get(ctx))?.next ?? []).map(memberOf);
}

async function store(
  ctx: WriteContext,
  slashing: SlashingKeeper,
  { height, rotation: { members, proposer } }: Followed,
  membersChanged = true,
): Promise<void> {
  if (membersChanged) {
    await slashing.validatorSet.set(ctx, { members: members.map(({ pubKey, power }) => ({ pubKey, power })) });
  }
  await slashing.priorities.set(ctx, { height, priorities: members.map(({ priority }) => priority), proposer });
}

function memberOf({ pubKey, power }: ValidatorPower): Member {
  return { pubKey, power, address: hash("sha256", pubKey, "buffer").subarray(0, 20) };
}
