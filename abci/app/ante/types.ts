import type { Params } from "cosmjs-types/cosmos/auth/v1beta1/auth";
import type { Any } from "cosmjs-types/google/protobuf/any";
import type { Account } from "../../../modules/auth/account.js";
import type { EvmKeeper } from "../../../modules/evm/keeper.js";
import type { ReadContext, WriteContext } from "../../state/context.js";
import type { Coin } from "../../state/coins.js";
import type { MaybePromise } from "../../store/types.js";
import type { Transaction } from "../transaction.js";

/** What the ante handler needs of the auth module. */
export interface AnteAccounts {
  peek(ctx: ReadContext, address: Uint8Array): MaybePromise<Account | undefined>;
  /** Writes the account with this key and sequence number. */
  setSigner(ctx: WriteContext, account: Account, change: { publicKey: Any | undefined; sequence: bigint }): void;
  params(ctx: ReadContext): MaybePromise<Params>;
  moduleAddress(name: string): Uint8Array;
  /** @throws sdk.invalidRequest when the nonce was used */
  addUnorderedNonce(ctx: WriteContext, nonce: { sender: Uint8Array; timeoutNanos: bigint }): Promise<void>;
}

/** What it needs of the bank module. */
export interface AnteBank {
  move(ctx: WriteContext, transfer: { from: Uint8Array; to: Uint8Array; coins: readonly Coin[] }): Promise<void>;
}

/** What it needs of the feegrant module. */
export interface AnteFeeGrants {
  useGrantedFees(
    ctx: WriteContext,
    use: { granter: Uint8Array; grantee: Uint8Array; fee: readonly Coin[]; messages: readonly Any[] },
  ): Promise<void>;
}

/** What it needs of the fee market. */
export interface AnteFeeMarket {
  /** What a unit of gas costs at least in the block at hand, in the chain's coin. */
  price(ctx: ReadContext): MaybePromise<Coin>;
  /** Hears what a transaction paid in that coin, when the fee collector has it. */
  record(ctx: WriteContext, paid: { readonly baseFee: bigint; readonly tip: bigint }): MaybePromise<void>;
}

export interface AnteKeepers {
  readonly accounts: AnteAccounts;
  readonly bank: AnteBank;
  readonly feeGrants: AnteFeeGrants;
  readonly feeMarket: AnteFeeMarket;
  readonly evm: EvmKeeper;
}

/** The least price of a unit of gas that this node's mempool takes: a node's own setting, never a rule of consensus. */
export interface MinGasPrice {
  readonly denom: string;
  /** Price of one unit of gas, times 10^18. */
  readonly amount18: bigint;
}

/** One signer of the transaction, as the steps find out more about it. */
export interface Signer {
  readonly address: Uint8Array;
  readonly text: string;
  readonly account: Account;
  /** The account's key, or the one that this transaction brings. */
  publicKey: Any | undefined;
}

/** A transaction on its way through the ante steps. */
export interface AnteState {
  readonly tx: Transaction;
  readonly params: Params;
  /** What a unit of gas costs at least, in the chain's coin. */
  readonly price: Coin;
  readonly keepers: AnteKeepers;
  readonly minGasPrices: readonly MinGasPrice[];
  /** Filled by `load-signers`, one for each of `tx.signers`. */
  readonly signers: Signer[];
}

/** One check, or one change, that comes before the messages. @throws AppError, which refuses the transaction */
export type AnteStep = (ctx: WriteContext, state: AnteState) => Promise<void> | void;
