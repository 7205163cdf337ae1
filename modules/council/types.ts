import type { ReadContext } from "../../abci/state/context.js";
import type { PackedMessage } from "../../abci/state/module.js";

export const MODULE_NAME = "council";

/** Bytes of the reason that the council gives for a ruling. */
export const MAX_REASON_BYTES = 1024;

/** An active validator: its operator has the seat. */
export interface ActiveSeat {
  readonly operator: Uint8Array;
  /** Voting power in consensus. */
  readonly power: bigint;
}

/** What the council needs of staking. */
export interface CouncilStaking {
  /** The active set as CometBFT was last told of it, the strongest first; bounded by a parameter. */
  activeSet(ctx: ReadContext): Promise<readonly ActiveSeat[]>;
}

/** What the council needs of gov. */
export interface CouncilProposals {
  /** The messages of a proposal that can be voted on now; undefined for any other. */
  votable(ctx: ReadContext, proposalId: bigint): Promise<readonly PackedMessage[] | undefined>;
  /** The messages of a proposal, ended or not; undefined when there is none. */
  messagesOf(ctx: ReadContext, proposalId: bigint): Promise<readonly PackedMessage[] | undefined>;
}

/** A validator that wants to be in the active set. */
export interface Candidate {
  readonly operator: Uint8Array;
}

/**
 * Who may sit in the active set, and with how much power: staking asks when it picks the set, at the end of each block.
 * It may be asked about the state as it is within that block.
 */
export interface SeatPolicy {
  /**
   * Those who get a seat, in the order given and at most `seats` of them. Looks at no more than four candidates for each
   * seat, so that many who are refused cannot make it slow; the first candidate is always seated.
   * @param candidates the strongest first
   */
  seat<C extends Candidate>(ctx: ReadContext, candidates: AsyncIterable<C>, seats: number): Promise<C[]>;
  /**
   * The powers with which they vote in consensus, at the same places: none over the cap, none raised, none at zero. What
   * stays under the cap is not changed. With too few validators for the cap to be kept, all stays as it is.
   */
  capPowers(ctx: ReadContext, powers: readonly bigint[]): Promise<bigint[]>;
}
