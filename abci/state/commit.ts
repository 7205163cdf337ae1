/** What a validator did in the commit of a block: signed the block, signed for none, or was not seen at all. */
export type VoteFlag = "commit" | "nil" | "absent";

/** One validator's part in the commit of a block; every member of that block's set has one. */
export interface Vote {
  readonly consAddress: Uint8Array;
  /** The power that the validator voted with. */
  readonly power: bigint;
  readonly flag: VoteFlag;
}

/** An offence that CometBFT has evidence of. It checks the evidence itself: the signatures, and that it is not too old. */
export interface Misbehavior {
  readonly kind: "duplicateVote" | "lightClientAttack" | "unknown";
  readonly consAddress: Uint8Array;
  /** The offender's power at `height`. */
  readonly power: bigint;
  /** Height and time of the offence. */
  readonly height: bigint;
  readonly timeNanos: bigint;
  /** The power of the whole set at `height`. */
  readonly totalPower: bigint;
}
