import type { Coin } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { MaybePromise, StoreKey } from "../../abci/store/types.js";

export const MODULE_NAME = "evm";

/** What a block gathers while it runs: receipts, for its header. No version holds it. */
export const TRANSIENT_STORE = "transient/evm";

/** Coins in an Ethereum unit: EC has 18 decimals as ether has, so a base unit is a wei. */
export const GWEI = 1_000_000_000n;

/** Ethereum addresses, and account addresses of single keys, have so many bytes. */
export const ADDRESS_LENGTH = 20;

/** What the EVM needs to see of an account of the auth module. */
export interface NumberedAccount {
  /** `base`, `module` or a vesting kind. */
  readonly kind: string;
  readonly sequence: bigint;
}

/** What the EVM needs of accounts: an account's nonce is its sequence number. */
export interface EvmAccounts {
  /** The account, at once when it is in memory. */
  peek(ctx: ReadContext, address: Uint8Array): MaybePromise<NumberedAccount | undefined>;
  /** Writes the sequence number, and makes the account when there is none. */
  setSequence(ctx: WriteContext, address: Uint8Array, sequence: bigint): Promise<void>;
  /** What the account cannot spend at the block's time: coins that are still vesting. */
  lockedCoins(ctx: ReadContext, address: Uint8Array): MaybePromise<readonly Coin[]>;
  locate(address: Uint8Array): StoreKey;
}

/** What the EVM needs of the bank: balances are the bank's. */
export interface EvmBank {
  /** What an account holds, at once when it is in memory; undefined for nothing. */
  peekBalance(ctx: ReadContext, address: Uint8Array, denom: string): MaybePromise<bigint | undefined>;
  /**
   * Sets what an account holds, `before` being what it holds now. Whoever calls it answers for BANK-1: what one account
   * loses another one gets, or `retire` takes it from the supply.
   */
  setBalance(ctx: WriteContext, address: Uint8Array, change: { denom: string; before: bigint; after: bigint }): void;
  /** Takes coins that no balance holds any more from the supply. */
  retire(ctx: WriteContext, coin: { denom: string; amount: bigint }): Promise<void>;
  /** Whether an account must not be sent coins: that of a module which accounts for what it holds. */
  isBlocked(ctx: ReadContext, address: Uint8Array): boolean;
  /** Moves coins between accounts. @throws sdk.insufficientFunds */
  move(ctx: WriteContext, transfer: { from: Uint8Array; to: Uint8Array; coins: readonly Coin[] }): Promise<void>;
  locateBalance(address: Uint8Array, denom: string): StoreKey;
}

/** What the EVM needs to know of the chain. */
export interface EvmChain {
  info(ctx: ReadContext): Promise<{ readonly baseDenom: string }>;
}

/** What a unit of gas costs in a block, and who gets it. The dynamic price will stand behind this. */
export interface FeeMarket {
  /** Base units of the chain's coin that each unit of gas costs at least. */
  baseFee(ctx: ReadContext): Promise<bigint>;
  /** Whose the block is: COINBASE, the beneficiary of its header, and who gets the tips. 20 bytes. */
  coinbase(ctx: ReadContext): Promise<Uint8Array>;
  /** Who gets the tips. */
  tipRecipient(ctx: ReadContext): Promise<Uint8Array>;
  /** Who gets the base fee; undefined when it is burnt. */
  baseFeeRecipient(ctx: ReadContext): Promise<Uint8Array | undefined>;
}
