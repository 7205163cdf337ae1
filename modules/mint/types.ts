import type { Coin } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { Decimal } from "../../abci/state/decimals.js";

/** Of the module, its store, and the account that new coins appear in. */
export const MODULE_NAME = "mint";

/** The account that new coins go to at once; distribution shares it out. */
export const FEE_COLLECTOR = "fee_collector";

/** What mint needs of staking. */
export interface MintStaking {
  bondDenom(ctx: ReadContext): Promise<string>;
  /** Staked coins over all coins of their denomination. */
  bondedRatio(ctx: ReadContext): Promise<Decimal>;
}

/** What mint needs of the bank. */
export interface MintBank {
  supply(ctx: ReadContext, denom: string): Promise<bigint>;
  mint(ctx: WriteContext, module: string, coins: readonly Coin[]): Promise<void>;
  moveBetweenModules(
    ctx: WriteContext,
    transfer: { readonly from: string; readonly to: string; readonly coins: readonly Coin[] },
  ): Promise<void>;
}
