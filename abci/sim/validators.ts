import {
  type CommitInfo,
  type ExtendedCommitInfo,
  type Misbehavior,
  MisbehaviorType,
} from "cosmjs-types/tendermint/abci/types";
import { BlockIDFlag } from "cosmjs-types/tendermint/types/validator";
import type { Random } from "./random.js";
import { SimKey } from "./wallet.js";

const POWER = 10n;

/** The validators of the simulation: who proposes, who signed, who did wrong. */
export class SimValidators {
  private readonly addresses: readonly Uint8Array[];

  constructor(
    count: number,
    private readonly random: Random,
  ) {
    this.addresses = Array.from({ length: count }, (_, index) => new SimKey(`proposer ${index}`).address);
  }

  address(index: number): Uint8Array {
    return this.addresses[index]!;
  }

  /** The commit of a height as the next block tells it: more than two thirds signed. None before the first block. */
  commitOf(height: bigint): CommitInfo {
    if (height === 0n) return { round: 0, votes: [] };
    const { random, addresses } = this;
    const missing = random.below(addresses.length + 1);
    const votes = addresses.map((address, index) => ({
      validator: { address, power: POWER },
      blockIdFlag: index === missing && addresses.length > 3 ? this.noVote() : BlockIDFlag.BLOCK_ID_FLAG_COMMIT,
    }));
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
    const { random, addresses } = this;
    const { height, timeNanos } = random.pick(blocks);
    const type = random.pick([MisbehaviorType.DUPLICATE_VOTE, MisbehaviorType.LIGHT_CLIENT_ATTACK]);
    const validator = { address: random.pick(addresses), power: POWER };
    const totalVotingPower = POWER * BigInt(addresses.length);
    return [{ type, validator, height, time: toTimestamp(timeNanos), totalVotingPower }];
  }

  private noVote(): BlockIDFlag {
    return this.random.pick([BlockIDFlag.BLOCK_ID_FLAG_ABSENT, BlockIDFlag.BLOCK_ID_FLAG_NIL]);
  }
}

export function toTimestamp(nanos: bigint) {
  return { seconds: nanos / 1_000_000_000n, nanos: Number(nanos % 1_000_000_000n) };
}
