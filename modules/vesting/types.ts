import type { Coin } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { MaybePromise } from "../../abci/store/types.js";

export const MODULE_NAME = "vesting";

/** Periods in one message or account: each is looked at when the account spends. */
export const MAX_PERIODS = 1000;

/** How a new account's coins vest; times are Unix seconds. */
export type VestingPlan = { readonly original: readonly Coin[] } & (
  | { readonly kind: "delayed"; readonly endTime: bigint }
  | { readonly kind: "permanentLocked" }
  | { readonly kind: "continuous"; readonly startTime: bigint; readonly endTime: bigint }
  | {
      readonly kind: "periodic";
      readonly startTime: bigint;
      readonly periods: readonly { readonly length: bigint; readonly amount: readonly Coin[] }[];
    }
);

/** What vesting needs of accounts. */
export interface VestingAccounts {
  exists(ctx: ReadContext, address: Uint8Array): MaybePromise<boolean>;
  /** Makes an account whose coins vest by the plan. @throws sdk.invalidRequest for a plan that cannot be */
  createVesting(ctx: WriteContext, address: Uint8Array, plan: VestingPlan): Promise<void>;
}

/** What vesting needs of the bank. */
export interface VestingBank {
  requireSendEnabled(ctx: ReadContext, coins: readonly Coin[]): Promise<void>;
  requireRecipient(ctx: ReadContext, address: Uint8Array): void;
  move(
    ctx: WriteContext,
    transfer: { readonly from: Uint8Array; readonly to: Uint8Array; readonly coins: readonly Coin[] },
  ): Promise<void>;
}
