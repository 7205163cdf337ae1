import type { Coin } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { MaybePromise } from "../../abci/store/types.js";

/** Of the module, its store, and the account through which base fees are burnt. */
export const MODULE_NAME = "feemarket";

/** What a block gathers while it runs: its gas, and what was paid. No version holds it. */
export const TRANSIENT_STORE = "transient/feemarket";

/** Where fees are paid to; what the market leaves there is shared out among all who stake. */
export const FEE_COLLECTOR = "fee_collector";

/** What one transaction, or all of a block, paid for gas, in base units of the chain's coin. */
export interface Paid {
  /** The part that the base fee makes. */
  readonly baseFee: bigint;
  /** What is above it. */
  readonly tip: bigint;
}

/** What the market needs of the bank. */
export interface MarketBank {
  balance(ctx: ReadContext, address: Uint8Array, denom: string): Promise<bigint>;
  moveBetweenModules(
    ctx: WriteContext,
    transfer: { readonly from: string; readonly to: string; readonly coins: readonly Coin[] },
  ): Promise<void>;
  burn(ctx: WriteContext, module: string, coins: readonly Coin[]): Promise<void>;
}

/** What the market needs to know of the chain. */
export interface MarketChain {
  info(ctx: ReadContext): MaybePromise<{ readonly baseDenom: string }>;
}

/** What the market needs to know of validators. */
export interface MarketValidators {
  /** Whose the validator with this consensus address is: its operator's account; undefined when there is none. */
  operatorOf(ctx: ReadContext, consAddress: Uint8Array): MaybePromise<Uint8Array | undefined>;
}

/** Where the market's coins go. */
export interface MarketRecipients {
  /** Moves coins of `from` into the community pool. */
  fundCommunityPool(ctx: WriteContext, coins: readonly Coin[], from: Uint8Array): Promise<void>;
  /**
   * Rewards the delegations of the validator with this consensus address with coins of `from`. False, and nothing has
   * happened, when there is none.
   */
  rewardValidator(
    ctx: WriteContext,
    reward: { readonly consAddress: Uint8Array; readonly from: Uint8Array; readonly coins: readonly Coin[] },
  ): Promise<boolean>;
}
