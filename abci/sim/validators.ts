import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import type { ValidatorUpdate } from "cosmjs-types/tendermint/abci/types";
import {
  changed,
  firstRound,
  type Member,
  nextRound,
  proposerOf,
  type RankedMember,
  type Rotation,
  totalPower,
} from "../../modules/slashing/rotation.js";
import { assert } from "../state/errors.js";
import { keyFromBytes } from "../store/bytes.js";

/** How many consensus keys there are to draw from, at most. */
const CONSENSUS_KEYS = 60;

interface ConsensusKey {
  readonly secret: Uint8Array;
  readonly pubKey: Uint8Array;
}

const consensusKeys = Array.from({ length: CONSENSUS_KEYS }, (_, index): ConsensusKey => {
  const secret = createHash("sha256").update(`echoin simulation validator ${index}`).digest();
  return { secret, pubKey: ed25519.getPublicKey(secret) };
});

const secretsByKey = new Map(consensusKeys.map(({ secret, pubKey }) => [keyFromBytes(pubKey), secret]));

/** The public half of a consensus key of the simulation. */
export const consensusKey = (index: number): Uint8Array => consensusKeys[index]!.pubKey;

/** What the owner of a consensus key signs. */
export function signAs({ pubKey }: Member, bytes: Uint8Array): Uint8Array {
  const secret = secretsByKey.get(keyFromBytes(pubKey));
  assert(secret !== undefined, "validators of the simulation have its keys");
  return ed25519.sign(bytes, secret);
}

/** CometBFT's validator sets of all heights: they follow the application's updates. */
export class SimValidators {
  /** Round 0 of each height from 1 on; updates of height H count from H + 2 on. */
  private readonly sets: Rotation[] = [];

  /** The set that InitChain answers. */
  start(initial: readonly ValidatorUpdate[]): void {
    const first = firstRound(initial.map(memberOf));
    this.sets.splice(0, Infinity, first, nextRound(first));
  }

  /** Takes over what the block of a height changes. @throws AssertionError for what CometBFT would not take */
  update(height: bigint, updates: readonly ValidatorUpdate[]): void {
    assert(BigInt(this.sets.length) === height + 1n, "updates come height by height");
    this.sets.push(nextRound(changed(this.sets.at(-1)!, updates.map(memberOf))));
  }

  members(height: bigint): readonly RankedMember[] {
    return this.at(height).members;
  }

  /** Power that may fail without stopping the chain: less than a third. */
  spare(height: bigint): bigint {
    return (totalPower(this.members(height)) - 1n) / 3n;
  }

  /** Whose turn a round of a height is. */
  proposer(height: bigint, round: number): RankedMember {
    let set = this.at(height);
    for (let i = 0; i < round; i++) set = nextRound(set);
    return proposerOf(set);
  }

  private at(height: bigint): Rotation {
    const set = this.sets[Number(height) - 1];
    assert(set !== undefined, `the validators of height ${height} are known`);
    return set;
  }
}

function memberOf({ pubKey, power }: ValidatorUpdate): Member {
  const key = pubKey.ed25519 ?? new Uint8Array(0);
  return { pubKey: key, address: createHash("sha256").update(key).digest().subarray(0, 20), power };
}

export function toTimestamp(nanos: bigint) {
  return { seconds: nanos / 1_000_000_000n, nanos: Number(nanos % 1_000_000_000n) };
}
