import type { Any } from "cosmjs-types/google/protobuf/any";
import type { ValidatorUpdate } from "cosmjs-types/tendermint/abci/types";
import type { Coin } from "../../abci/state/coins.js";
import type { BlockInfo, ReadContext, WriteContext } from "../../abci/state/context.js";
import type { Decimal } from "../../abci/state/decimals.js";
import type { RankedMember } from "./rotation.js";

export const MODULE_NAME = "slashing";

/** Blocks of a window of missed votes, at the least in genesis, and at the most: 977 chunks are cleared in one go. */
export const MIN_WINDOW_IN_GENESIS = 10n;
export const MAX_WINDOW = 1_000_000n;

/** Genesis refuses a shorter downtime jail, as the SDK does. */
export const MIN_DOWNTIME_JAIL_IN_GENESIS_NANOS = 60n * 1_000_000_000n;

/** Turns that are remembered of a validator: the bits of one number. */
export const MAX_TURNS = 64;

/**
 * A height that took more rounds than this tells of a network in trouble, and nobody is judged by it: it bounds what one
 * block has to work off.
 */
export const MAX_JUDGED_ROUNDS = 100;

/** For how many heights a validator can still be reported for a proposal that was no valid block. */
export const REPORT_LIFETIME = 20n;

/** CometBFT signs with the set of the height before: what stood behind a validator then is what is slashed. */
export const VALIDATOR_UPDATE_DELAY = 1n;

/** 9999-12-31T23:59:59Z in Unix nanoseconds: until when a validator that signed twice is jailed. */
export const FOREVER_NANOS = 253_402_300_799n * 1_000_000_000n;

/** Why a validator is slashed, as events name it. The first two are the SDK's. */
export type Reason = "double_sign" | "missing_signature" | "missed_proposals" | "invalid_proposal";

/** Where slashed coins go instead of being burnt: it takes them out of the account of the pool that holds them. */
export type SlashSink = (ctx: WriteContext, pool: Uint8Array, coins: readonly Coin[]) => Promise<void>;

/** What this module reads of a candidate. */
export interface Candidate {
  readonly operator: Uint8Array;
  readonly consPubkey: Any;
  readonly consAddress: Uint8Array;
  readonly jailed: boolean;
  readonly tokens: bigint;
  readonly shares: Decimal;
  readonly minSelfDelegation: bigint;
}

/** What slashing needs of staking. */
export interface SlashingStaking {
  validator(ctx: ReadContext, operator: Uint8Array): Promise<Candidate | undefined>;
  validatorByConsAddress(ctx: ReadContext, consAddress: Uint8Array): Promise<Candidate | undefined>;
  validators(ctx: ReadContext): AsyncIterable<Candidate>;
  delegation(
    ctx: ReadContext,
    delegator: Uint8Array,
    operator: Uint8Array,
  ): Promise<{ readonly shares: Decimal } | undefined>;
  /** Returns the base units taken in all. */
  slash(ctx: WriteContext, request: StakeSlash): Promise<bigint>;
  jail(ctx: WriteContext, consAddress: Uint8Array): Promise<void>;
  unjail(ctx: WriteContext, consAddress: Uint8Array): Promise<void>;
  /** What this block changes in CometBFT's set, once staking's end of the block or genesis is done. */
  validatorUpdates(ctx: ReadContext): Promise<readonly ValidatorUpdate[]>;
}

export interface StakeSlash {
  readonly consAddress: Uint8Array;
  /** Stake that left the validator before this height is not touched. */
  readonly infractionHeight: bigint;
  readonly power: bigint;
  readonly fraction: Decimal;
  readonly sink?: SlashSink;
}

/** What slashing needs of the chain: the block before this one. */
export interface LastBlocks {
  lastBlock(ctx: ReadContext): Promise<BlockInfo | undefined>;
}

/** The set that CometBFT had at the height of the last committed block, as this chain followed it. */
export interface VotingSet {
  readonly height: bigint;
  readonly members: readonly RankedMember[];
  readonly totalPower: bigint;
}
