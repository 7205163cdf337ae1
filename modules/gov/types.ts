import type { Coin } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { Decimal } from "../../abci/state/decimals.js";
import type { PackedMessage } from "../../abci/state/module.js";

export const MODULE_NAME = "gov";

/** Bytes of a proposal's title and metadata, and of a vote's metadata. */
export const MAX_METADATA_BYTES = 255;
/** Bytes of a proposal's summary. */
export const MAX_SUMMARY_BYTES = 40 * MAX_METADATA_BYTES;

/** Proposals without enough deposits that the end of one block drops; the rest is due in the next. */
export const DROPPED_PER_BLOCK = 20;
/**
 * Proposals whose votes the end of one block counts; the rest is due in the next. Few, as each reads votes from all over
 * the tree and, when it passes, may use EXECUTION_GAS.
 */
export const COUNTED_PER_BLOCK = 2;
/** Deposits and votes of ended proposals that the end of one block settles; the rest is due in the next. */
export const SETTLED_PER_BLOCK = 50;
/** Gas that the messages of one passed proposal may use together: nobody pays for it, so that it has a bound. */
export const EXECUTION_GAS = 20_000_000n;
/** Bytes kept of the reason for which a proposal failed. */
export const MAX_REASON_BYTES = 1000;

/** What holders can vote; each number is a share of a whole, or an amount, by option. */
export interface Split {
  readonly yes: bigint;
  readonly abstain: bigint;
  readonly no: bigint;
  readonly veto: bigint;
}

/** An active validator as tallies need it. */
export interface VotingValidator {
  readonly operator: Uint8Array;
  /** Base units that its delegations hold together. */
  readonly tokens: bigint;
  /** Sum of the shares of its delegations. */
  readonly shares: Decimal;
}

/** A part of a validator that a holder owns. */
export interface HolderDelegation {
  readonly operator: Uint8Array;
  readonly shares: Decimal;
}

/** What gov needs of staking: who holds how much of whom. */
export interface GovStaking {
  /** Active validators; bounded by a parameter. */
  bondedValidators(ctx: ReadContext): Promise<readonly VotingValidator[]>;
  delegation(ctx: ReadContext, delegator: Uint8Array, operator: Uint8Array): Promise<HolderDelegation | undefined>;
  delegationsOf(ctx: ReadContext, delegator: Uint8Array): AsyncIterable<HolderDelegation>;
  /** Base units delegated to active validators. */
  totalBonded(ctx: ReadContext): Promise<bigint>;
}

/** What gov needs of the bank. Deposits are held by gov's module account. */
export interface GovBank {
  balance(ctx: ReadContext, address: Uint8Array, denom: string): Promise<bigint>;
  isBlocked(ctx: ReadContext, address: Uint8Array): boolean;
  move(
    ctx: WriteContext,
    transfer: { readonly from: Uint8Array; readonly to: Uint8Array; readonly coins: readonly Coin[] },
  ): Promise<void>;
  burn(ctx: WriteContext, module: string, coins: readonly Coin[]): Promise<void>;
}

/** What gov needs of the community pool, to which the charge of cancelled proposals may go. */
export interface GovCommunityPool {
  /** The address that stands for the pool in parameters. */
  readonly address: Uint8Array;
  fundCommunityPool(ctx: WriteContext, coins: readonly Coin[], sender: Uint8Array): Promise<void>;
}

/** Which chambers decide about a proposal; at least one. */
export interface Matter {
  /** The holders have to approve. */
  readonly holders: boolean;
  /** The council has to approve, and the holders can veto. */
  readonly council: boolean;
}

/** What the second chamber says of a proposal. */
export interface CouncilVerdict {
  readonly approves: boolean;
  /** Such as "12 of 25 seats voted yes, 17 are needed". */
  readonly says: string;
}

/** The second chamber. */
export interface GovCouncil {
  /** Which chambers decide, by what the messages do. */
  matterOf(messages: readonly PackedMessage[]): Matter;
  /** Counts the seats' votes on a proposal whose voting ends, and keeps the result. Its work is bounded by the seats. */
  close(ctx: WriteContext, proposalId: bigint): Promise<CouncilVerdict>;
  /** Removes votes on a proposal that ended, at most `limit`. Returns how many. */
  forget(ctx: WriteContext, proposalId: bigint, limit: number): Promise<number>;
}
