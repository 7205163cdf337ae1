import type { Any } from "cosmjs-types/google/protobuf/any";
import type { Coin } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { Decimal } from "../../abci/state/decimals.js";
import type { MaybePromise } from "../../abci/store/types.js";
import type { Description } from "../../proto/generated/cosmos/staking/v1beta1/staking.js";

export const MODULE_NAME = "staking";

/** The module accounts that hold what is delegated: to active validators, and to all others or on its way out. */
export const BONDED_POOL = "bonded_tokens_pool";
export const NOT_BONDED_POOL = "not_bonded_tokens_pool";

/** CometBFT takes no more power than this in all: an eighth of what 64 bits hold. */
export const MAX_TOTAL_POWER = ((1n << 63n) - 1n) / 8n;

/** The most shares of one validator: with that, clients can multiply shares and tokens within a decimal. */
export const MAX_SHARES = 1n << 190n;

/** Matured entries of one kind that the end of one block works off; what is left is due in the next. */
export const MATURED_PER_BLOCK = 200;

/** Unbondings and redelegations that one block goes through for a slash; what is left follows in the next. */
export const SLASHED_PER_BLOCK = 500;

/** Records of past blocks removed at the beginning of one block, after the parameter was lowered. */
export const HISTORY_REMOVED_PER_BLOCK = 10;

export const DEFAULT_MAX_VALIDATORS = 25;

export type BondStatus = "unbonded" | "unbonding" | "bonded";

export interface Commission {
  readonly rate: Decimal;
  readonly maxRate: Decimal;
  readonly maxChangeRate: Decimal;
  /** Unix nanoseconds of the last change. */
  readonly updateTimeNanos: bigint;
}

/** A candidate: active ("bonded"), on its way out ("unbonding") or standing by. */
export interface Validator {
  /** The operator's account address, which is written with the prefix `valoper` here. */
  readonly operator: Uint8Array;
  /** An ed25519 key, packed. */
  readonly consPubkey: Any;
  /** 20 bytes of the key's hash: how CometBFT names the validator. */
  readonly consAddress: Uint8Array;
  readonly jailed: boolean;
  readonly status: BondStatus;
  /** Base units that its delegations hold together. */
  readonly tokens: bigint;
  /** Sum of the shares of its delegations. */
  readonly shares: Decimal;
  readonly description: Description;
  readonly unbondingHeight: bigint;
  readonly unbondingTimeNanos: bigint;
  readonly commission: Commission;
  /** Base units that the operator itself keeps delegated, or is jailed. */
  readonly minSelfDelegation: bigint;
  readonly unbondingIds: readonly bigint[];
}

export interface Delegation {
  readonly delegator: Uint8Array;
  readonly operator: Uint8Array;
  /** Positive. */
  readonly shares: Decimal;
}

/** Tokens on their way out; slashing takes from `balance`. */
export interface UnbondingEntry {
  readonly creationHeight: bigint;
  readonly completionNanos: bigint;
  readonly initialBalance: bigint;
  readonly balance: bigint;
  readonly id: bigint;
}

export interface Unbonding {
  readonly delegator: Uint8Array;
  readonly operator: Uint8Array;
  readonly entries: readonly UnbondingEntry[];
}

export interface RedelegationEntry {
  readonly creationHeight: bigint;
  readonly completionNanos: bigint;
  readonly initialBalance: bigint;
  /** Shares of the destination that were made. */
  readonly sharesDst: Decimal;
  readonly id: bigint;
}

export interface Redelegation {
  readonly delegator: Uint8Array;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly entries: readonly RedelegationEntry[];
}

export interface StakingParams {
  readonly unbondingNanos: bigint;
  readonly maxValidators: number;
  readonly maxEntries: number;
  readonly historicalEntries: number;
  readonly bondDenom: string;
  readonly minCommissionRate: Decimal;
}

/** A validator as CometBFT was last told of it; its power may be capped. */
export interface ActiveValidator {
  readonly operator: Uint8Array;
  readonly consAddress: Uint8Array;
  readonly consPubkey: Any;
  readonly power: bigint;
}

/**
 * Where slashed coins go instead of being burnt: it takes them out of the pool's account at once.
 * @param pool the address that holds them
 */
export type SlashSink = (ctx: WriteContext, pool: Uint8Array, coins: readonly Coin[]) => Promise<void>;

export interface SlashRequest {
  readonly consAddress: Uint8Array;
  /** Stake that left the validator before this height is not touched. */
  readonly infractionHeight: bigint;
  /** The validator's power at that height. */
  readonly power: bigint;
  readonly fraction: Decimal;
  /** Burnt when it is left out. */
  readonly sink?: SlashSink;
}

/** A slash that is not done: what it is still to take, and where it goes on. */
export interface PendingSlash {
  readonly infractionHeight: bigint;
  /** Unix nanoseconds of the block that slashed: what was due by then is not touched. */
  readonly timeNanos: bigint;
  readonly fraction: Decimal;
  /** Base units that the validator owes itself, but for what those pay who left and are still to come. */
  readonly left: bigint;
  /** Whether the coins go to the sink of the wiring, or are burnt. */
  readonly toSink: boolean;
  readonly stage: "unbondings" | "redelegations" | "validator";
  /** Of the next record: its delegator, and for a redelegation its destination; empty at the start of a stage. */
  readonly next: readonly Uint8Array[];
}

/**
 * What other modules do when stake changes. Each is called in the order of the wiring, before or after the change as its
 * name says; what it throws undoes the message, but not a slash. A listener may read staking and write its own state.
 */
export interface StakingHooks {
  afterValidatorCreated?(ctx: WriteContext, operator: Uint8Array): Promise<void>;
  /** Before its commission changes, and before it is slashed. */
  beforeValidatorModified?(ctx: WriteContext, operator: Uint8Array): Promise<void>;
  afterValidatorRemoved?(ctx: WriteContext, consAddress: Uint8Array, operator: Uint8Array): Promise<void>;
  afterValidatorBonded?(ctx: WriteContext, consAddress: Uint8Array, operator: Uint8Array): Promise<void>;
  afterValidatorBeginUnbonding?(ctx: WriteContext, consAddress: Uint8Array, operator: Uint8Array): Promise<void>;
  beforeDelegationCreated?(ctx: WriteContext, delegator: Uint8Array, operator: Uint8Array): Promise<void>;
  beforeDelegationSharesModified?(ctx: WriteContext, delegator: Uint8Array, operator: Uint8Array): Promise<void>;
  beforeDelegationRemoved?(ctx: WriteContext, delegator: Uint8Array, operator: Uint8Array): Promise<void>;
  afterDelegationModified?(ctx: WriteContext, delegator: Uint8Array, operator: Uint8Array): Promise<void>;
  /** @param fraction of the validator's tokens that it is about to lose */
  beforeValidatorSlashed?(ctx: WriteContext, operator: Uint8Array, fraction: Decimal): Promise<void>;
  /** Before a message adds tokens to a validator, which will then have `tokens`: a limit throws here. */
  beforeTokensAdded?(ctx: WriteContext, operator: Uint8Array, tokens: bigint): Promise<void>;
}

/** What staking needs of the bank. */
export interface StakingBank {
  balance(ctx: ReadContext, address: Uint8Array, denom: string): Promise<bigint>;
  supply(ctx: ReadContext, denom: string): Promise<bigint>;
  /** The power of ten between a denomination and the unit that people use, if it has one. */
  displayExponent(ctx: ReadContext, denom: string): Promise<number | undefined>;
  delegate(ctx: WriteContext, from: Uint8Array, pool: string, coins: readonly Coin[]): Promise<void>;
  undelegate(ctx: WriteContext, pool: string, to: Uint8Array, coins: readonly Coin[]): Promise<void>;
  moveBetweenModules(
    ctx: WriteContext,
    transfer: { readonly from: string; readonly to: string; readonly coins: readonly Coin[] },
  ): Promise<void>;
  burn(ctx: WriteContext, module: string, coins: readonly Coin[]): Promise<void>;
}

/** What staking needs of accounts. */
export interface StakingAccounts {
  moduleAddress(name: string): Uint8Array;
}

/** Who may sit in the active set, and with how much power; asked at the end of each block. */
export interface SeatPolicy {
  /** Those of the candidates, strongest first, who get one of the seats; the first always does. */
  seat<C extends { readonly operator: Uint8Array }>(
    ctx: ReadContext,
    candidates: AsyncIterable<C>,
    seats: number,
  ): Promise<C[]>;
  /** The powers with which they vote, at the same places: positive, none raised. */
  capPowers(ctx: ReadContext, powers: readonly bigint[]): Promise<bigint[]>;
}

/** What staking needs of the consensus parameters. */
export interface StakingConsensus {
  params(
    ctx: ReadContext,
  ): MaybePromise<{ readonly validator?: { readonly pubKeyTypes: readonly string[] } | undefined }>;
}
