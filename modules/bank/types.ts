import type { Coin } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { StoreKey, MaybePromise } from "../../abci/store/types.js";

export const MODULE_NAME = "bank";

/** What the bank needs of accounts. */
export interface BankAccounts {
  exists(ctx: ReadContext, address: Uint8Array): MaybePromise<boolean>;
  create(ctx: WriteContext, address: Uint8Array): Promise<void>;
  /** What an account cannot spend now: coins that are still vesting. */
  lockedCoins(ctx: ReadContext, address: Uint8Array): MaybePromise<readonly Coin[]>;
  trackDelegation(
    ctx: WriteContext,
    address: Uint8Array,
    delegation: { balance: readonly Coin[]; amount: readonly Coin[] },
  ): Promise<void>;
  trackUndelegation(ctx: WriteContext, address: Uint8Array, amount: readonly Coin[]): Promise<void>;
  moduleAddress(name: string): Uint8Array;
  /** The address of a module account, which is made if there is none. */
  ensureModuleAccount(ctx: WriteContext, name: string): Promise<Uint8Array>;
  modulePermits(name: string, permission: "minter" | "burner" | "staking"): boolean;
  /** Where an account is stored: for read-ahead hints. */
  locate(address: Uint8Array): StoreKey;
}

/** Coins on their way from one account to another. */
export interface Transfer {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  /** A coin set: sorted, each denomination once, all amounts positive. */
  readonly coins: readonly Coin[];
}

/** One of the recipients of a multi-send. */
export interface Payment {
  readonly to: Uint8Array;
  readonly coins: readonly Coin[];
}
