import type { Timestamp } from "cosmjs-types/google/protobuf/timestamp";
import * as abci from "cosmjs-types/tendermint/abci/types";
import { BlockIDFlag } from "cosmjs-types/tendermint/types/validator";
import type { Misbehavior, Vote, VoteFlag } from "../state/commit.js";

/** Unix nanoseconds of a time on the wire; zero for one that is not there. */
export function toNanos(time: Timestamp | undefined): bigint {
  return time === undefined ? 0n : time.seconds * 1_000_000_000n + BigInt(time.nanos);
}

/** What a validator's block id flag in a commit says. Whatever is neither of the two votes counts as absent. */
export function voteFlagOf(flag: BlockIDFlag): VoteFlag {
  if (flag === BlockIDFlag.BLOCK_ID_FLAG_COMMIT) return "commit";
  return flag === BlockIDFlag.BLOCK_ID_FLAG_NIL ? "nil" : "absent";
}

/** A vote of `decidedLastCommit`, with bytes of its own. */
export function voteOf({ validator, blockIdFlag }: abci.VoteInfo): Vote {
  return { ...validatorOf(validator), flag: voteFlagOf(blockIdFlag) };
}

/** An entry of `misbehavior`, with bytes of its own; never throws, whatever it holds. */
export function misbehaviorOf({ type, validator, height, time, totalVotingPower }: abci.Misbehavior): Misbehavior {
  const timeNanos = toNanos(time);
  return { kind: kindOf(type), ...validatorOf(validator), height, timeNanos, totalPower: totalVotingPower };
}

function kindOf(type: abci.MisbehaviorType): Misbehavior["kind"] {
  if (type === abci.MisbehaviorType.DUPLICATE_VOTE) return "duplicateVote";
  return type === abci.MisbehaviorType.LIGHT_CLIENT_ATTACK ? "lightClientAttack" : "unknown";
}

function validatorOf({ address, power }: abci.Validator): { consAddress: Uint8Array; power: bigint } {
  return { consAddress: Uint8Array.from(address), power };
}
