import type { Coin } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { Decimal } from "../../abci/state/decimals.js";
import type { Key } from "../../abci/store/types.js";

/** Of the module, its store, and the account that holds all that is shared out and not yet paid. */
export const MODULE_NAME = "distribution";

/** The account that fees and newly minted coins are paid to; each block shares out what is there. */
export const FEE_COLLECTOR = "fee_collector";

/**
 * Denominations that messages may put into the community pool, or into the rewards of one validator: every block and every
 * withdrawal reads these lists whole.
 */
export const MAX_DENOMS = 64;

/** What distribution needs to know of a validator. */
export interface RewardedValidator {
  /** The operator's account address. */
  readonly operator: Uint8Array;
  /** Sum of the shares of its delegations. */
  readonly shares: Decimal;
  /** `rate`: the part of its rewards that the operator takes first, 0 to 1. */
  readonly commission: { readonly rate: Decimal };
}

/** What distribution needs to know of a delegation. */
export interface RewardedDelegation {
  readonly delegator: Uint8Array;
  readonly operator: Uint8Array;
  readonly shares: Decimal;
}

/** What distribution needs of staking. */
export interface DistributionStaking {
  bondDenom(ctx: ReadContext): Promise<string>;
  validator(ctx: ReadContext, operator: Uint8Array): Promise<RewardedValidator | undefined>;
  validatorByConsAddress(ctx: ReadContext, consAddress: Uint8Array): Promise<RewardedValidator | undefined>;
  validators(ctx: ReadContext): AsyncIterable<RewardedValidator>;
  delegation(ctx: ReadContext, delegator: Uint8Array, operator: Uint8Array): Promise<RewardedDelegation | undefined>;
  delegationsOf(ctx: ReadContext, delegator: Uint8Array): AsyncIterable<RewardedDelegation>;
  delegationsTo(ctx: ReadContext, operator: Uint8Array): AsyncIterable<RewardedDelegation>;
}

/** What distribution needs of the bank. */
export interface DistributionBank {
  balance(ctx: ReadContext, address: Uint8Array, denom: string): Promise<bigint>;
  isBlocked(ctx: ReadContext, address: Uint8Array): boolean;
  move(
    ctx: WriteContext,
    transfer: { readonly from: Uint8Array; readonly to: Uint8Array; readonly coins: readonly Coin[] },
  ): Promise<void>;
  readonly balances: {
    /** Balances of one account, by denomination. */
    range(
      ctx: ReadContext,
      options: { readonly prefix: Uint8Array },
    ): AsyncIterable<readonly [readonly [owner: Uint8Array, denom: string], amount: bigint]>;
    /** Where an account's balances are stored: `prefix`, then the denomination. */
    pages(owner: Uint8Array): { readonly store: string; readonly prefix: Key };
  };
}
