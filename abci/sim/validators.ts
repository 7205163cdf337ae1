import { createHash } from "node:crypto";
import {
  type CommitInfo,
  type ExtendedCommitInfo,
  type Misbehavior,
  MisbehaviorType,
  type ValidatorUpdate,
} from "cosmjs-types/tendermint/abci/types";
import { BlockIDFlag } from "cosmjs-types/tendermint/types/validator";
import { assert } from "../state/errors.js";
import { keyFromBytes, keyToBytes } from "../store/bytes.js";
import type { Key } from "../store/types.js";
import type { Random } from "./random.js";

/** Consensus address → power. */
type ValidatorSet = ReadonlyMap<Key, bigint>;

/** What CometBFT makes of updates: a set that it would not take is a fault of the application. */
function applyUpdates(set: ValidatorSet, updates: readonly ValidatorUpdate[]): ValidatorSet {
  const next = new Map(set);
  const seen = new Set<Key>();
  for (const { pubKey, power } of updates) {
    const address = addressOf(pubKey?.ed25519 ?? new Uint8Array(0));
    assert(!seen.has(address), "no validator is updated twice in one block");
    assert(power > 0n || next.has(address), "only members are removed");
    seen.add(address);
    if (power === 0n) next.delete(address);
    else next.set(address, power);
  }
  assert(next.size > 0, "the set of validators is not empty");
  return next;
}

const addressOf = (key: Uint8Array): Key => keyFromBytes(createHash("sha256").update(key).digest().subarray(0, 20));

const totalOf = (set: ValidatorSet): bigint => [...set.values()].reduce((sum, power) => sum + power, 0n);

/** The validators of the simulation: who proposes, who signed, who did wrong. They follow the application's updates. */
export class SimValidators {
  /** The set of each height from 1 on; updates of height H count from H + 2 on. */
  private readonly sets: ValidatorSet[] = [];

  constructor(private readonly random: Random) {}

  /** The set that InitChain answers. */
  start(initial: readonly ValidatorUpdate[]): void {
    const set = applyUpdates(new Map(), initial);
    this.sets.splice(0, Infinity, set, set);
  }

  /** Takes over what the block of a height changes. */
  update(height: bigint, updates: readonly ValidatorUpdate[]): void {
    assert(BigInt(this.sets.length) === height + 1n, "updates come height by height");
    this.sets.push(applyUpdates(this.sets.at(-1)!, updates));
  }

  /** One of a height's validators. */
  proposer(height: bigint): Uint8Array {
    return keyToBytes(this.random.pick([...this.setOf(height).keys()]));
  }

  /** The commit of a height as the next block tells it: more than two thirds signed. None before the first block. */
  commitOf(height: bigint): CommitInfo {
    if (height === 0n) return { round: 0, votes: [] };
    const { random } = this;
    const set = this.setOf(height);
    let spare = (totalOf(set) - 1n) / 3n;
    const votes = [...set].map(([address, power]) => {
      const misses = power <= spare && random.oneIn(3);
      if (misses) spare -= power;
      return {
        validator: { address: keyToBytes(address), power },
        blockIdFlag: misses ? this.noVote() : BlockIDFlag.BLOCK_ID_FLAG_COMMIT,
      };
    });
    return { round: random.oneIn(4) ? 1 + random.below(3) : 0, votes };
  }

  /** The same commit as its proposer sees it. */
  extended({ round, votes }: CommitInfo): ExtendedCommitInfo {
    const nothing = new Uint8Array(0);
    return {
      round,
      votes: votes.map((vote) => ({ ...vote, voteExtension: nothing, extensionSignature: nothing })),
    };
  }

  /** An offence at one of the blocks so far. */
  misbehavior(blocks: readonly { readonly height: bigint; readonly timeNanos: bigint }[]): Misbehavior[] {
    if (blocks.length === 0) return [];
    const { random } = this;
    const { height, timeNanos } = random.pick(blocks);
    const type = random.pick([MisbehaviorType.DUPLICATE_VOTE, MisbehaviorType.LIGHT_CLIENT_ATTACK]);
    const set = this.setOf(height);
    const [address, power] = random.pick([...set]);
    const validator = { address: keyToBytes(address), power };
    return [{ type, validator, height, time: toTimestamp(timeNanos), totalVotingPower: totalOf(set) }];
  }

  private setOf(height: bigint): ValidatorSet {
    const set = this.sets[Number(height) - 1];
    assert(set !== undefined, `the validators of height ${height} are known`);
    return set;
  }

  private noVote(): BlockIDFlag {
    return this.random.pick([BlockIDFlag.BLOCK_ID_FLAG_ABSENT, BlockIDFlag.BLOCK_ID_FLAG_NIL]);
  }
}

export function toTimestamp(nanos: bigint) {
  return { seconds: nanos / 1_000_000_000n, nanos: Number(nanos % 1_000_000_000n) };
}
