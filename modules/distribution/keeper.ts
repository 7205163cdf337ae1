import { Params } from "cosmjs-types/cosmos/distribution/v1beta1/distribution";
import { type Coin, addCoins, formatCoins, subtractCoins } from "../../abci/state/coins.js";
import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { assert, sdk } from "../../abci/state/errors.js";
import { addressKey, lengthPrefixedAddressKey, pair, triple, uint64Key } from "../../abci/state/keys.js";
import { bytesValue, protoValue, remembered } from "../../abci/state/values.js";
import { type DecCoins, formatDecCoins, splitWhole, toDecCoins } from "./dec-coins.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import {
  commissionValue,
  currentRewardsValue,
  historicalRewardsValue,
  outstandingValue,
  periodKey,
  poolValue,
  shortBytesValue,
  slashEventValue,
  startingInfoValue,
} from "./records.js";
import { type DistributionBank, type DistributionStaking, MAX_DENOMS } from "./types.js";

export interface DistributionParts {
  readonly store: ModuleStore;
  /** Who may change parameters and spend the community pool: governance's module account. */
  readonly authority: Uint8Array;
  /** The module's own account, which holds all rewards and the community pool. */
  readonly account: Uint8Array;
  readonly feeCollector: Uint8Array;
  readonly bank: DistributionBank;
  readonly staking: DistributionStaking;
}

/** Who has earned how much. `rewards.ts` works it out; coins leave the module's account in `pay` and `moveFromCommunityPool` alone. */
export class DistributionKeeper {
  /** What belongs to nobody in particular: the community tax, gifts, and what rounding leaves. */
  readonly pool;
  /** The consensus address of the block's proposer; for genesis files alone. */
  readonly previousProposer;
  /** operator → all that its delegations and itself have earned and not withdrawn. DISTRIBUTION-4 */
  readonly outstanding;
  /** delegator → where its rewards are sent, when that is another account. */
  readonly withdrawAddresses;
  /** (operator, delegator) → since when it earns. DISTRIBUTION-3 */
  readonly startingInfos;
  /** (operator, period) → rewards of 10^18 shares up to the end of the period. DISTRIBUTION-5 */
  readonly historicalRewards;
  /** operator → rewards since the last period ended. */
  readonly currentRewards;
  /** operator → its commission, not withdrawn. */
  readonly commissions;
  /** (operator, height, period) → the part of its tokens that it lost. A record for people: no reward depends on it. */
  readonly slashEvents;
  readonly parameters;

  readonly authority: Uint8Array;
  readonly account: Uint8Array;
  readonly feeCollector: Uint8Array;
  readonly bank: DistributionBank;
  readonly staking: DistributionStaking;

  constructor({ store, authority, account, feeCollector, bank, staking }: DistributionParts) {
    const byValidator = lengthPrefixedAddressKey;
    this.pool = store.item(0x00, "pool", poolValue);
    this.previousProposer = store.item(0x01, "previousProposer", shortBytesValue);
    this.outstanding = store.map(0x02, "outstanding", byValidator, outstandingValue);
    this.withdrawAddresses = store.map(0x03, "withdrawAddresses", lengthPrefixedAddressKey, bytesValue);
    const delegationKey = pair(addressKey, lengthPrefixedAddressKey);
    this.startingInfos = store.map(0x04, "startingInfos", delegationKey, startingInfoValue);
    this.historicalRewards = store.map(0x05, "historicalRewards", pair(addressKey, periodKey), historicalRewardsValue);
    this.currentRewards = store.map(0x06, "currentRewards", byValidator, currentRewardsValue);
    this.commissions = store.map(0x07, "commissions", byValidator, commissionValue);
    const slashKey = triple(addressKey, uint64Key, uint64Key);
    this.slashEvents = store.map(0x08, "slashEvents", slashKey, slashEventValue);
    this.parameters = store.item(0x09, "params", remembered(protoValue(Params)));
    this.authority = authority;
    this.account = account;
    this.feeCollector = feeCollector;
    this.bank = bank;
    this.staking = staking;
  }

  params(ctx: ReadContext): Promise<Params> {
    return this.parameters.getSet(ctx);
  }

  /** What the community pool holds. */
  communityPool(ctx: ReadContext): Promise<DecCoins> {
    return this.pool.getSet(ctx);
  }

  /** Where a delegator's rewards are sent. */
  async withdrawAddress(ctx: ReadContext, delegator: Uint8Array): Promise<Uint8Array> {
    return (await this.withdrawAddresses.get(ctx, delegator)) ?? delegator;
  }

  /** @throws sdk.unauthorized for a blocked address, errors.withdrawAddressDisabled */
  async setWithdrawAddress(ctx: WriteContext, delegator: Uint8Array, to: Uint8Array): Promise<void> {
    this.requireRecipient(ctx, to);
    if (!(await this.params(ctx)).withdrawAddrEnabled) throw errors.withdrawAddressDisabled(undefined);
    ctx.emit(events.setWithdrawAddress(ctx.addresses.format(to)));
    await this.withdrawAddresses.set(ctx, delegator, to);
  }

  /** @throws sdk.unauthorized for an account that no message may send to */
  requireRecipient(ctx: ReadContext, address: Uint8Array): void {
    if (!this.bank.isBlocked(ctx, address)) return;
    throw sdk.unauthorized(`${ctx.addresses.format(address)} is not allowed to receive external funds`);
  }

  /** Moves coins of `from` into the community pool, of any denomination. @throws sdk.insufficientFunds */
  async fundCommunityPool(ctx: WriteContext, coins: readonly Coin[], from: Uint8Array): Promise<void> {
    await this.bank.move(ctx, { from, to: this.account, coins });
    await this.addToPool(ctx, toDecCoins(coins));
  }

  /** Moves coins of the community pool to an account, blocked ones too. @throws errors.insufficientPool */
  async moveFromCommunityPool(ctx: WriteContext, coins: readonly Coin[], to: Uint8Array): Promise<void> {
    const pool = await this.communityPool(ctx);
    const left = subtractCoins(pool, toDecCoins(coins));
    if (left === undefined) throw errors.insufficientPool({ held: formatDecCoins(pool), asked: formatCoins(coins) });
    await this.pool.set(ctx, left);
    await this.bank.move(ctx, { from: this.account, to, coins });
  }

  /** Puts into the pool what is in the module's account already and belongs to nobody any more. */
  async addToPool(ctx: WriteContext, coins: DecCoins): Promise<void> {
    if (coins.length > 0) await this.pool.set(ctx, addCoins(await this.communityPool(ctx), coins));
  }

  /** Pays an operator the whole coins of its commission; the rest of less than one stays. @throws errors.noCommission */
  async withdrawCommission(ctx: WriteContext, operator: Uint8Array): Promise<Coin[]> {
    const commission = (await this.commissions.get(ctx, operator)) ?? [];
    if (commission.length === 0) throw errors.noCommission(ctx.addresses.formatOperator(operator));
    const { whole, rest } = splitWhole(commission);
    await this.commissions.set(ctx, operator, rest);
    await this.takeOutstanding(ctx, operator, toDecCoins(whole));
    await this.pay(ctx, operator, whole);
    ctx.emit(events.withdrawCommission(formatCoins(whole)));
    return whole;
  }

  /** Less outstanding rewards of a validator: they are paid, or the pool's from now on. */
  async takeOutstanding(ctx: WriteContext, operator: Uint8Array, coins: DecCoins): Promise<void> {
    if (coins.length === 0) return;
    const left = subtractCoins((await this.outstanding.get(ctx, operator)) ?? [], coins);
    assert(left !== undefined, "DISTRIBUTION-4: no more is paid than a validator's rewards still hold");
    await this.outstanding.set(ctx, operator, left);
  }

  /** Pays coins of the module's account to where `owner`'s rewards are sent. */
  async pay(ctx: WriteContext, owner: Uint8Array, coins: readonly Coin[]): Promise<void> {
    if (coins.length === 0) return;
    await this.bank.move(ctx, { from: this.account, to: await this.withdrawAddress(ctx, owner), coins });
  }

  /**
   * Checks that a list that anybody may add to stays short; there is always room for the coin that is staked.
   * @throws sdk.invalidRequest for a denomination too many
   */
  async requireRoom(ctx: ReadContext, name: string, held: DecCoins, coins: readonly Coin[]): Promise<void> {
    const denoms = new Set(held.map(({ denom }) => denom));
    const fresh = coins.filter(({ denom }) => !denoms.has(denom));
    if (denoms.size + fresh.length <= MAX_DENOMS || fresh.length === 0) return;
    const bondDenom = await this.staking.bondDenom(ctx);
    const over = fresh.find(({ denom }) => denom !== bondDenom);
    if (over === undefined) return;
    throw sdk.invalidRequest(
      `${name} holds ${denoms.size} denominations, and has room for ${MAX_DENOMS}: ${over.denom} cannot be added`,
    );
  }
}
