import type { Coin } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { MaybePromise } from "../../abci/store/types.js";

export const MODULE_NAME = "sponsor";

/**
 * Where Ethereum transactions redeem vouchers, and the vouchers' verifyingContract. Nobody has its key, and there is no
 * code at it: the ante handler does all, and the call itself does nothing.
 */
export const VOUCHER_ADDRESS = Uint8Array.from(Buffer.from("000000000000000000000000000000000000ec06", "hex"));

/** Of contracts and users. */
export const ADDRESS_LENGTH = 20;

export const SELECTOR_LENGTH = 4;

/** The most selectors of a sponsorship, and the most users of one message. */
export const MAX_SELECTORS = 64;
export const MAX_USERS = 500;

/**
 * The most sponsorships of a contract that are for everybody; the most that list one user for one contract, and the most
 * that the user has vouchers of for it. So a transaction that asks who pays has at most three times as many to ask.
 */
export const MAX_RIVALS = 8;

/** What a block removes at most: counters of days that are over, expired members, members of closed sponsorships. */
export const PRUNED_COUNTERS = 500;
export const PRUNED_MEMBERS = 200;

/** What the module needs of the bank. */
export interface SponsorBank {
  balance(ctx: ReadContext, address: Uint8Array, denom: string): Promise<bigint>;
  /** @throws sdk.insufficientFunds */
  moveToModule(ctx: WriteContext, from: Uint8Array, module: string, coins: readonly Coin[]): Promise<void>;
  /** @throws sdk.insufficientFunds */
  move(ctx: WriteContext, transfer: { from: Uint8Array; to: Uint8Array; coins: readonly Coin[] }): Promise<void>;
}

/** What the module needs to know of the chain. */
export interface SponsorChain {
  info(ctx: ReadContext): MaybePromise<{ readonly baseDenom: string }>;
}

/** What the module needs of Ethereum's signatures. */
export interface VoucherKeys {
  /** The number that signatures are for (EIP-155). */
  chainId(ctx: ReadContext): Promise<bigint>;
  /** The address whose key made the signature (r, s) over a digest; undefined when there is none. */
  recover(digest: Uint8Array, signature: Uint8Array, yParity: 0 | 1): Uint8Array | undefined;
}

/** A transaction that offers nothing for its gas. */
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

/** Who pays for it. */
export interface GasPayer {
  readonly sponsorshipId: bigint;
  readonly sponsor: Uint8Array;
  /** In base units of the chain's coin. */
  readonly gasPrice: bigint;
}

/** What queries need to know of the price of gas. */
export interface SponsorFees {
  /** Base units of the chain's coin that each unit of gas costs at least. */
  baseFee(ctx: ReadContext): MaybePromise<bigint>;
}
