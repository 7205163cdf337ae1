import { assert } from "../../abci/state/errors.js";
import { bytesEqual, compareBytes } from "../../abci/store/bytes.js";

/**
 * CometBFT's rotation of proposers (v0.38, `types/validator_set.go`), number by number: each round every validator's
 * priority grows by its power; the highest proposes and pays the total power. Who is off by one expects another proposer,
 * so `testing/reference` makes vectors with CometBFT itself.
 */
export interface Member {
  /** 20 bytes of the key's hash. */
  readonly address: Uint8Array;
  /** An ed25519 key. */
  readonly pubKey: Uint8Array;
  readonly power: bigint;
}

/** A member with its priority in the round at hand. */
export interface RankedMember extends Member {
  readonly priority: bigint;
}

/** A validator set at one round of one height. None of the functions here changes one; each gives a new one. */
export interface Rotation {
  /** By power, the highest first, then by address. */
  readonly members: readonly RankedMember[];
  /** Whose turn the round is: an index of `members`; −1 in a set that has not begun. */
  readonly proposer: number;
}

/** CometBFT takes no more power than this in all. */
export const MAX_TOTAL_POWER = ((1n << 63n) - 1n) / 8n;

/** Before each round, priorities are at most this many times the total power apart. */
const WINDOW = 2n;

const MAX_INT64 = (1n << 63n) - 1n;

const NO_MEMBERS: Rotation = { members: [], proposer: -1 };

/** Round 0 of the chain's first height. There is at least one validator. @throws AssertionError as `changed` */
export function firstRound(validators: readonly Member[]): Rotation {
  return nextRound(changed(NO_MEMBERS, validators));
}

/** The next round of the same height; also round 0 of the next height, seen from round 0 of this one. */
export function nextRound({ members: before }: Rotation): Rotation {
  assert(before.length > 0, "a validator set that proposes is not empty");
  const total = totalPower(before);
  const members = centred(rescaled(before, WINDOW * total)).map((member) => ({
    ...member,
    priority: clipped(member.priority + member.power),
  }));
  let proposer = 0;
  for (let i = 1; i < members.length; i++) if (isBefore(members[i]!, members[proposer]!)) proposer = i;
  members[proposer]!.priority = clipped(members[proposer]!.priority - total);
  return { members, proposer };
}

/**
 * The set with changes of power; a power of 0 removes a member. It has no proposer until its next round.
 * @throws AssertionError for changes at which CometBFT stops: a key twice, an unknown one removed, an empty set, or more
 * than MAX_TOTAL_POWER
 */
export function changed(set: Rotation, changes: readonly Member[]): Rotation {
  if (changes.length === 0) return set;
  const known = new Map(set.members.map((member) => [keyOf(member), member]));
  const power = powerBeforeRemovals(known, changes);
  // Whoever comes anew begins behind all others, so that leaving and coming back is no way to the front.
  const priorityOfNew = -(power + (power >> 3n));
  const after = new Map(known);
  for (const change of changes) {
    const priority = known.get(keyOf(change))?.priority ?? priorityOfNew;
    if (change.power === 0n) after.delete(keyOf(change));
    else after.set(keyOf(change), { ...change, priority });
  }
  assert(after.size > 0, "a change of validators leaves at least one");
  const members = [...after.values()];
  const total = totalPower(members);
  assert(total <= MAX_TOTAL_POWER, `validators have at most ${MAX_TOTAL_POWER} power together, not ${total}`);
  const ordered = centred(rescaled(members, WINDOW * total)).sort(
    (a, b) => Number(b.power > a.power) - Number(b.power < a.power) || compareBytes(a.address, b.address),
  );
  return { members: ordered, proposer: -1 };
}

/** All power of a set. */
export function totalPower(members: readonly { readonly power: bigint }[]): bigint {
  return members.reduce((sum, { power }) => sum + power, 0n);
}

/** The member whose turn the round is. */
export function proposerOf({ members, proposer }: Rotation): RankedMember {
  const member = members[proposer];
  assert(member !== undefined, "a set that has begun has a proposer");
  return member;
}

/** Where a member stands in the set's order; −1 for a stranger. */
export function indexOf(members: readonly Member[], address: Uint8Array): number {
  return members.findIndex((member) => bytesEqual(member.address, address));
}

/** What the set has with all additions and no removals: newcomers' priorities are counted from it. */
function powerBeforeRemovals(known: ReadonlyMap<string, RankedMember>, changes: readonly Member[]): bigint {
  const seen = new Set<string>();
  let power = totalPower([...known.values()]);
  for (const change of changes) {
    const key = keyOf(change);
    const before = known.get(key);
    assert(!seen.has(key), "a validator's power changes once in a block");
    assert(change.power >= 0n, "no validator has negative power");
    assert(change.power > 0n || before !== undefined, "only a member of the set can be removed");
    seen.add(key);
    if (change.power > 0n) power += change.power - (before?.power ?? 0n);
  }
  return power;
}

/** Divides all priorities by one number when they lie further apart than `limit`. */
function rescaled(members: readonly RankedMember[], limit: bigint): RankedMember[] {
  let [highest, lowest] = [members[0]!.priority, members[0]!.priority];
  for (const { priority } of members) {
    if (priority > highest) highest = priority;
    if (priority < lowest) lowest = priority;
  }
  const apart = highest - lowest;
  if (apart <= limit) return [...members];
  const ratio = (apart + limit - 1n) / limit;
  return members.map((member) => ({ ...member, priority: member.priority / ratio }));
}

/** Moves all priorities by their average, rounded down, so that they lie around zero. */
function centred(members: readonly RankedMember[]): RankedMember[] {
  const count = BigInt(members.length);
  const sum = members.reduce((total, { priority }) => total + priority, 0n);
  const average = sum < 0n && sum % count !== 0n ? sum / count - 1n : sum / count;
  return members.map((member) => ({ ...member, priority: clipped(member.priority - average) }));
}

/** Whether `a` proposes rather than `b`: the higher priority, or the lower address. */
function isBefore(a: RankedMember, b: RankedMember): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  return compareBytes(a.address, b.address) < 0;
}

function clipped(value: bigint): bigint {
  if (value > MAX_INT64) return MAX_INT64;
  return value < -MAX_INT64 - 1n ? -MAX_INT64 - 1n : value;
}

function keyOf({ address }: Member): string {
  return Buffer.from(address).toString("latin1");
}
