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
  info(ctx: ReadContext): MaybePromise<{ readonly baseDenom: string }>;
}

/** What a unit of gas costs in a block, and who gets it. */
export interface FeeMarket {
  /** Base units of the chain's coin that each unit of gas costs at least. */
  baseFee(ctx: ReadContext): MaybePromise<bigint>;
  /** Whose the block is by the validators that there are: an account of 20 bytes. */
  coinbase(ctx: ReadContext): MaybePromise<Uint8Array>;
  /** Who gets the tips. */
  tipRecipient(ctx: ReadContext): MaybePromise<Uint8Array>;
  /** Who gets the base fee; undefined when it is burnt. */
  baseFeeRecipient(ctx: ReadContext): MaybePromise<Uint8Array | undefined>;
  /** Hears what a transaction paid, in base units, when the recipients have it. */
  record(ctx: WriteContext, paid: { readonly baseFee: bigint; readonly tip: bigint }): MaybePromise<void>;
  /** Gas that all transactions of the block at hand used, those that are not Ethereum's too; known when it ends. */
  blockGas(ctx: ReadContext): Promise<{ readonly used: bigint }>;
}

/** A transaction that offers nothing for its gas, as sponsors see it. */
export interface UnpaidCall {
  readonly sender: Uint8Array;
  /** What EIP-2718 calls its type. */
  readonly type: number;
  /** Absent for a new contract. */
  readonly to: Uint8Array | undefined;
  readonly value: bigint;
  readonly data: Uint8Array;
  readonly gasLimit: bigint;
}

/** Who pays for a transaction's gas in its sender's place. */
export interface GasPayer {
  readonly sponsorshipId: bigint;
  readonly sponsor: Uint8Array;
  /** What each unit of gas costs the sponsor: the base fee, and a tip. */
  readonly gasPrice: bigint;
}

/** What the EVM needs of sponsors, who pay for the gas of transactions whose price is zero. */
export interface GasSponsors {
  /** Holds what sponsors deposited: the EVM buys the gas from it, and puts back there what was not used. */
  readonly account: Uint8Array;
  /**
   * Finds who pays for a call at this base fee, and takes the price of its gas limit from the deposit and its limits;
   * undefined when nobody has to do with it. @throws AppError of codespace sponsor, when all who have to do with it refuse
   */
  charge(ctx: WriteContext, call: UnpaidCall, baseFee: bigint): Promise<GasPayer | undefined>;
  /** Gives back to the deposit and to the limits what a charged call did not use; the coins are back in `account`. */
  settle(
    ctx: WriteContext,
    payer: GasPayer,
    left: { readonly sender: Uint8Array; readonly gas: bigint; readonly fee: bigint },
  ): Promise<void>;
  /** Whether calls of this address redeem vouchers. */
  isVoucherAddress(to: Uint8Array | undefined): boolean;
  /** Redeems the voucher in a call of the voucher address. @throws AppError of codespace sponsor that says what is wrong with it */
  redeem(ctx: WriteContext, call: UnpaidCall): Promise<void>;
}
