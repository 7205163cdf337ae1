import type { Any } from "cosmjs-types/google/protobuf/any";
import type { Coin } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { MaybePromise } from "../../abci/store/types.js";

export const MODULE_NAME = "feegrant";

/** How deep an allowance may stand inside `AllowedMsgAllowance`, the outermost counted. */
export const MAX_ALLOWANCE_DEPTH = 8;

/** Expired allowances removed at the end of one block, and by one `MsgPruneAllowances`; the SDK's figures. */
export const PRUNED_PER_BLOCK = 200;
export const PRUNED_PER_MESSAGE = 75;

/** Gas for each allowed message type, and each message, that is looked at; the SDK's figure. */
export const LIST_GAS = 10;

/** What feegrant needs of accounts: a grantee that has none gets one, so that it can sign. */
export interface GranteeAccounts {
  exists(ctx: ReadContext, address: Uint8Array): MaybePromise<boolean>;
  create(ctx: WriteContext, address: Uint8Array): Promise<void>;
}

/** What feegrant needs of the bank: no account is made for an address that must not hold funds. */
export interface BlockedRecipients {
  isBlocked(ctx: ReadContext, address: Uint8Array): boolean | Promise<boolean>;
}

/** A fee that a grantee asks a granter to pay, and for which messages. */
export interface FeeUse {
  readonly granter: Uint8Array;
  readonly grantee: Uint8Array;
  readonly fee: readonly Coin[];
  readonly messages: readonly Pick<Any, "typeUrl">[];
}

/** What is left of an allowance that was used. */
export type Remainder<T> = "exhausted" | { readonly left: T };
