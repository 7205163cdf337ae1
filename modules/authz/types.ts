import type { AddressCodec } from "../../abci/state/addresses.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { PackedMessage } from "../../abci/state/module.js";
import type { MaybePromise } from "../../abci/store/types.js";
import type { Codec } from "../../proto/codecs.js";

export const MODULE_NAME = "authz";

/**
 * How deep `MsgExec` may stand inside `MsgExec`, the outermost counted: deeper nesting has no use, and each level costs
 * stack and a walk over what is inside.
 */
export const MAX_EXEC_DEPTH = 8;

/** Expired grants removed at the start of one block; a queue entry that was begun is finished. */
export const PRUNED_PER_BLOCK = 200;

/** Gas for each entry looked at in a list that an authorization or the expiry queue holds; the SDK's figures. */
export const LIST_GAS = { authorization: 10, queue: 20 } as const;

/** What authz needs of accounts: a grantee that has none gets one, so that it can sign. */
export interface GranteeAccounts {
  exists(ctx: ReadContext, address: Uint8Array): MaybePromise<boolean>;
  create(ctx: WriteContext, address: Uint8Array): Promise<void>;
}

/** What authz needs of the bank: no account is made for an address that must not hold funds. */
export interface BlockedRecipients {
  isBlocked(ctx: ReadContext, address: Uint8Array): boolean | Promise<boolean>;
}

/** Which messages must never run inside another one, at any depth; decided by the wiring. */
export type InnerMessageFilter = (typeUrl: string) => boolean;

/** What becomes of an authorization that was used: it stays as it is, is used up, or has less left. */
export type Verdict<T> = "kept" | "exhausted" | { readonly left: T };

/** What an authorization of one type means. Wiring may add kinds of other modules, such as transfers over IBC. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- kinds of many types stand in one table
export interface AuthorizationKind<T = any> {
  readonly codec: Codec<T>;
  /** The type URL of the messages that it authorizes. @throws AppError when it says none */
  messageType(authorization: T): string;
  /** @throws AppError that says what is wrong with it */
  validate(addresses: AddressCodec, authorization: T): void;
  /** Whether `message` may run, and what is left. @throws AppError when it may not */
  accept(ctx: ReadContext, authorization: T, message: PackedMessage): Verdict<T>;
}

/** Who allowed whom which messages. */
export interface GrantKey {
  readonly granter: Uint8Array;
  readonly grantee: Uint8Array;
  /** Type URL of the message allowed, such as `/cosmos.bank.v1beta1.MsgSend`. */
  readonly messageType: string;
}
