import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { AppError, assert } from "../../abci/state/errors.js";
import { lengthPrefixedAddressKey } from "../../abci/state/keys.js";
import { bytesValue, integerValue, protoValue, remembered } from "../../abci/state/values.js";
import {
  Delegation as DelegationRecord,
  HistoricalInfo,
  Redelegation as RedelegationRecord,
  UnbondingDelegation as UnbondingRecord,
  Validator as ValidatorRecord,
  ValidatorUpdates,
} from "../../proto/generated/cosmos/staking/v1beta1/staking.js";
import { errors } from "./errors.js";
import {
  delegatorsKey,
  dueKey,
  dueRedelegationKey,
  dueValidatorKey,
  heightKey,
  partiesKey,
  powerKey,
  receivedKey,
  redelegationKey,
  slashKey,
} from "./keys.js";
import {
  delegationToRecord,
  integerMessageValue,
  paramsValue,
  pendingSlashValue,
  powerValue,
  redelegationFromRecord,
  redelegationToRecord,
  unbondingFromRecord,
  unbondingToRecord,
  validatorFromRecord,
  validatorToRecord,
} from "./records.js";
import { powerOf } from "./shares.js";
import {
  type Delegation,
  type Redelegation,
  type SeatPolicy,
  SLASHED_PER_BLOCK,
  type SlashSink,
  type StakingAccounts,
  type StakingBank,
  type StakingConsensus,
  type StakingHooks,
  type StakingParams,
  type Unbonding,
  type Validator,
} from "./types.js";

export interface StakingOptions {
  readonly store: ModuleStore;
  readonly bank: StakingBank;
  readonly accounts: StakingAccounts;
  readonly consensus: StakingConsensus;
  /** Who gets a seat; the strongest when it is left out. */
  readonly seats?: SeatPolicy | undefined;
  /** Who may change parameters: governance's module account. */
  readonly authority: Uint8Array;
  /** Where later blocks put what they take for a slash that has a sink; burnt when it is left out. */
  readonly slashSink?: SlashSink;
  /** Records that one block goes through for a slash; SLASHED_PER_BLOCK when it is left out. */
  readonly slashBatch?: number;
  /** Who hears of changes, in this order; complete before the first block. */
  readonly hooks: readonly StakingHooks[];
}

type HookArguments<Name extends keyof StakingHooks> = Parameters<NonNullable<StakingHooks[Name]>>;

/** The records of staking, and the indexes that are written with them. */
export class StakingState {
  /** operator → power, as CometBFT was last told: the active set. STAKING-6 */
  readonly lastPowers;
  /** Their sum. */
  readonly lastTotalPower;
  /** operator → validator. STAKING-1 */
  readonly records;
  /** consensus address → operator. STAKING-1 */
  readonly byConsAddress;
  /** (power, operator) → operator, of all that are not jailed. STAKING-3 */
  readonly byPower;
  /** (delegator, operator) → shares. STAKING-2 */
  readonly delegations;
  readonly unbondings;
  /** (operator, delegator) of each unbonding. STAKING-5 */
  readonly unbondingsByOperator;
  readonly redelegations;
  readonly redelegationsBySource;
  readonly redelegationsByDestination;
  /** Numbers of unbonding operations, which clients see. */
  readonly unbondingIds;
  /** When unbondings, redelegations and leaving validators are due. STAKING-5 */
  readonly unbondingsDue;
  readonly redelegationsDue;
  readonly validatorsDue;
  /** height → header and active validators. */
  readonly history;
  readonly parameters;
  /** What this block changes in CometBFT's set; absent when nothing. */
  readonly updates;
  /** Base units that make one unit of voting power: 10 to the denomination's exponent. Set at genesis. */
  readonly reduction;
  /** (operator, number) → a slash that goes on in the next blocks. */
  readonly pendingSlashes;
  readonly slashNumbers;
  /** Operators of validators with such slashes: no stake comes or goes meanwhile. STAKING-9 */
  readonly frozen;
  /** (operator, delegator) of each delegation. STAKING-2 */
  readonly delegationsByOperator;

  readonly bank: StakingBank;
  readonly accounts: StakingAccounts;
  readonly consensus: StakingConsensus;
  readonly seats: SeatPolicy | undefined;
  readonly authority: Uint8Array;
  readonly slashSink: SlashSink | undefined;
  readonly slashBatch: number;
  private readonly hooks: readonly StakingHooks[];

  constructor(options: StakingOptions) {
    const { store, bank, accounts, consensus, seats, authority, hooks, slashSink } = options;
    this.lastPowers = store.map(0x11, "lastPowers", lengthPrefixedAddressKey, powerValue);
    this.lastTotalPower = store.item(0x12, "lastTotalPower", integerMessageValue);
    this.records = store.map(0x21, "validators", lengthPrefixedAddressKey, protoValue(ValidatorRecord));
    this.byConsAddress = store.map(0x22, "byConsAddress", lengthPrefixedAddressKey, bytesValue);
    this.byPower = store.map(0x23, "byPower", powerKey, bytesValue);
    this.delegations = store.map(0x31, "delegations", partiesKey, protoValue(DelegationRecord));
    this.unbondings = store.map(0x32, "unbondings", partiesKey, protoValue(UnbondingRecord));
    this.unbondingsByOperator = store.set(0x33, "unbondingsByOperator", partiesKey);
    this.redelegations = store.map(0x34, "redelegations", redelegationKey, protoValue(RedelegationRecord));
    this.redelegationsBySource = store.set(0x35, "redelegationsBySource", redelegationKey);
    this.redelegationsByDestination = store.set(0x36, "redelegationsByDestination", receivedKey);
    this.unbondingIds = store.sequence(0x37, "unbondingIds");
    this.unbondingsDue = store.set(0x41, "unbondingsDue", dueKey);
    this.redelegationsDue = store.set(0x42, "redelegationsDue", dueRedelegationKey);
    this.validatorsDue = store.set(0x43, "validatorsDue", dueValidatorKey);
    this.history = store.map(0x50, "history", heightKey, protoValue(HistoricalInfo));
    this.parameters = store.item(0x51, "params", remembered(paramsValue));
    this.updates = store.item(0x61, "updates", protoValue(ValidatorUpdates));
    this.reduction = store.item(0x62, "powerReduction", remembered(integerValue));
    this.pendingSlashes = store.map(0x63, "pendingSlashes", slashKey, pendingSlashValue);
    this.slashNumbers = store.sequence(0x64, "slashNumbers");
    this.frozen = store.set(0x65, "frozen", lengthPrefixedAddressKey);
    this.delegationsByOperator = store.set(0x71, "delegationsByOperator", delegatorsKey);
    this.bank = bank;
    this.accounts = accounts;
    this.consensus = consensus;
    this.seats = seats;
    this.authority = authority;
    this.slashSink = slashSink;
    this.slashBatch = options.slashBatch ?? SLASHED_PER_BLOCK;
    this.hooks = hooks;
  }

  params(ctx: ReadContext): Promise<StakingParams> {
    return this.parameters.getSet(ctx);
  }

  powerReduction(ctx: ReadContext): Promise<bigint> {
    return this.reduction.getSet(ctx);
  }

  async bondDenom(ctx: ReadContext): Promise<string> {
    return (await this.params(ctx)).bondDenom;
  }

  async validator(ctx: ReadContext, operator: Uint8Array): Promise<Validator | undefined> {
    const record = await this.records.get(ctx, operator);
    return record && validatorFromRecord(operator, record);
  }

  /** @throws errors.noValidator */
  async requireValidator(ctx: ReadContext, operator: Uint8Array): Promise<Validator> {
    const validator = await this.validator(ctx, operator);
    if (validator === undefined) throw errors.noValidator(ctx.addresses.formatOperator(operator));
    return validator;
  }

  /** @throws errors.slashUnderWay while a slash of the validator goes on over several blocks */
  async requireThawed(ctx: ReadContext, operator: Uint8Array): Promise<void> {
    if (await this.frozen.has(ctx, operator)) throw errors.slashUnderWay(ctx.addresses.formatOperator(operator));
  }

  async validatorByConsAddress(ctx: ReadContext, consAddress: Uint8Array): Promise<Validator | undefined> {
    const operator = await this.byConsAddress.get(ctx, consAddress);
    if (operator === undefined) return undefined;
    const validator = await this.validator(ctx, operator);
    assert(validator !== undefined, "STAKING-1: a consensus address leads to a validator");
    return validator;
  }

  /** Writes a validator; `before` is what is stored, whose place in the ranking it takes over. */
  async setValidator(ctx: WriteContext, before: Validator | undefined, after: Validator): Promise<void> {
    await this.records.set(ctx, after.operator, validatorToRecord(ctx.addresses, after));
    const reduction = await this.powerReduction(ctx);
    const rank = (validator: Validator | undefined): bigint | undefined =>
      validator === undefined || validator.jailed ? undefined : powerOf(validator.tokens, reduction);
    const [from, to] = [rank(before), rank(after)];
    if (from === to) return;
    if (from !== undefined) await this.byPower.delete(ctx, [from, after.operator]);
    if (to !== undefined) await this.byPower.set(ctx, [to, after.operator], after.operator);
  }

  /** Removes a validator that nobody delegates to, and its place in the ranking. */
  async deleteValidator(ctx: WriteContext, { operator, consAddress, tokens }: Validator): Promise<void> {
    await this.records.delete(ctx, operator);
    await this.byConsAddress.delete(ctx, consAddress);
    await this.byPower.delete(ctx, [powerOf(tokens, await this.powerReduction(ctx)), operator]);
  }

  async delegation(ctx: ReadContext, delegator: Uint8Array, operator: Uint8Array): Promise<Delegation | undefined> {
    const record = await this.delegations.get(ctx, [delegator, operator]);
    return record && { delegator, operator, shares: BigInt(record.shares) };
  }

  /** Writes a delegation, and its index entry when it is new. */
  async setDelegation(ctx: WriteContext, delegation: Delegation, isNew: boolean): Promise<void> {
    const { delegator, operator } = delegation;
    await this.delegations.set(ctx, [delegator, operator], delegationToRecord(ctx.addresses, delegation));
    if (isNew) await this.delegationsByOperator.add(ctx, [operator, delegator]);
  }

  async removeDelegation(ctx: WriteContext, { delegator, operator }: Delegation): Promise<void> {
    await this.delegations.delete(ctx, [delegator, operator]);
    await this.delegationsByOperator.delete(ctx, [operator, delegator]);
  }

  /** What a delegator is taking out of a validator; without entries when nothing. */
  async unbonding(ctx: ReadContext, delegator: Uint8Array, operator: Uint8Array): Promise<Unbonding> {
    const record = await this.unbondings.get(ctx, [delegator, operator]);
    return record ? unbondingFromRecord(delegator, operator, record) : { delegator, operator, entries: [] };
  }

  /** Writes an unbonding with its index entry; without entries it is removed. */
  async setUnbonding(ctx: WriteContext, unbonding: Unbonding): Promise<void> {
    const { delegator, operator, entries } = unbonding;
    if (entries.length === 0) {
      await this.unbondings.delete(ctx, [delegator, operator]);
      await this.unbondingsByOperator.delete(ctx, [operator, delegator]);
      return;
    }
    await this.unbondings.set(ctx, [delegator, operator], unbondingToRecord(ctx.addresses, unbonding));
    await this.unbondingsByOperator.add(ctx, [operator, delegator]);
  }

  /** What a delegator moved between two validators lately; without entries when nothing. */
  async redelegation(
    ctx: ReadContext,
    [delegator, from, to]: readonly [Uint8Array, Uint8Array, Uint8Array],
  ): Promise<Redelegation> {
    const record = await this.redelegations.get(ctx, [delegator, from, to]);
    return record ? redelegationFromRecord([delegator, from, to], record) : { delegator, from, to, entries: [] };
  }

  /** Writes a redelegation with its index entries; without entries it is removed. */
  async setRedelegation(ctx: WriteContext, redelegation: Redelegation): Promise<void> {
    const { delegator, from, to, entries } = redelegation;
    if (entries.length === 0) {
      await this.redelegations.delete(ctx, [delegator, from, to]);
      await this.redelegationsBySource.delete(ctx, [from, delegator, to]);
      await this.redelegationsByDestination.delete(ctx, [[to, delegator], from]);
      return;
    }
    await this.redelegations.set(ctx, [delegator, from, to], redelegationToRecord(ctx.addresses, redelegation));
    await this.redelegationsBySource.add(ctx, [from, delegator, to]);
    await this.redelegationsByDestination.add(ctx, [[to, delegator], from]);
  }

  /** Tells all listeners, in order. */
  async tell<Name extends keyof StakingHooks>(
    ctx: WriteContext,
    name: Name,
    ...rest: HookArguments<Name> extends [WriteContext, ...infer Rest] ? Rest : never
  ): Promise<void> {
    for (const listener of this.hooks) {
      const hook = listener[name] as ((ctx: WriteContext, ...rest: unknown[]) => Promise<void>) | undefined;
      await hook?.call(listener, ctx, ...rest);
    }
  }

  /** The same, where nothing may stop what goes on: a listener that refuses is left out, with what it wrote. */
  async tellOnly<Name extends keyof StakingHooks>(
    ctx: WriteContext,
    name: Name,
    ...rest: HookArguments<Name> extends [WriteContext, ...infer Rest] ? Rest : never
  ): Promise<void> {
    try {
      await ctx.branch((inner) => this.tell(inner, name, ...rest));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
}
