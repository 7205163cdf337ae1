import { Grant, GrantQueueItem } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import type { Any } from "cosmjs-types/google/protobuf/any";
import type { AddressCodec } from "../../abci/state/addresses.js";
import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { sdk } from "../../abci/state/errors.js";
import { addressKey, lengthPrefixedAddressKey, stringKey, triple } from "../../abci/state/keys.js";
import type { MessageRouter, PackedMessage } from "../../abci/state/module.js";
import { formatTime, nanosToTimestamp, timeKey, timestampToNanos } from "../../abci/state/time.js";
import { protoValue } from "../../abci/state/values.js";
import { DecodeError, decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { builtInKinds } from "./authorizations.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import {
  type AuthorizationKind,
  type BlockedRecipients,
  type GrantKey,
  type GranteeAccounts,
  type InnerMessageFilter,
  LIST_GAS,
} from "./types.js";

export interface AuthzParts {
  readonly store: ModuleStore;
  readonly router: MessageRouter;
  readonly accounts: GranteeAccounts;
  readonly recipients: BlockedRecipients;
  /** Messages that may neither be granted nor run inside `MsgExec`; by default there are none. */
  readonly isRefused?: InnerMessageFilter;
  /** Kinds of authorizations that other modules bring. */
  readonly kinds?: readonly AuthorizationKind[];
}

/** An authorization as its kind reads it. */
interface Unpacked {
  readonly kind: AuthorizationKind;
  readonly value: unknown;
}

/** Who may run which messages in whose name, up to when. `exec.ts` runs them. */
export class AuthzKeeper {
  /** (granter, grantee, message type) → what is allowed, and until when. */
  readonly grants;
  /** (expiry, granter, grantee) → message types of the grants that expire then. AUTHZ-1 */
  readonly expiries;
  /** (grantee, granter, message type): so that a grantee's grants are found without a walk over all. AUTHZ-2 */
  readonly byGrantee;

  readonly router: MessageRouter;
  readonly isRefused: InnerMessageFilter;
  private readonly accounts: GranteeAccounts;
  private readonly recipients: BlockedRecipients;
  private readonly kinds: ReadonlyMap<string, AuthorizationKind>;

  constructor({ store, router, accounts, recipients, isRefused = () => false, kinds = [] }: AuthzParts) {
    this.grants = store.map(0x01, "grants", triple(addressKey, addressKey, stringKey), protoValue(Grant));
    const expiryKey = triple(timeKey, addressKey, lengthPrefixedAddressKey);
    this.expiries = store.map(0x02, "expiries", expiryKey, protoValue(GrantQueueItem));
    this.byGrantee = store.set(0x03, "byGrantee", triple(addressKey, addressKey, stringKey));
    this.router = router;
    this.accounts = accounts;
    this.recipients = recipients;
    this.isRefused = isRefused;
    this.kinds = new Map([...builtInKinds, ...kinds].map((kind) => [kind.codec.typeUrl, kind]));
  }

  /** Checks an authorization as far as it can be without state. @throws AppError */
  validate(addresses: AddressCodec, authorization: Any | undefined): void {
    const { kind, value } = this.unpack(authorization);
    kind.validate(addresses, value);
  }

  /** The type URL of the messages that an authorization is for. */
  messageTypeOf(authorization: Any | undefined): string {
    const { kind, value } = this.unpack(authorization);
    return kind.messageType(value);
  }

  /**
   * Allows the grantee what the authorization says, in place of an earlier grant for the same message type.
   * @throws errors.invalidExpiration, sdk.invalidType for messages that the chain does not handle, sdk.unauthorized for
   * messages that are never run in another's name, and the authorization's own faults
   */
  async grant(
    ctx: WriteContext,
    to: { granter: Uint8Array; grantee: Uint8Array; authorization: Any | undefined; expiryNanos: bigint | undefined },
  ): Promise<void> {
    const { granter, grantee, authorization, expiryNanos } = to;
    this.validate(ctx.addresses, authorization);
    await this.ensureAccount(ctx, grantee);
    const messageType = this.messageTypeOf(authorization);
    if (!this.router.handles(messageType)) throw sdk.invalidType(`${messageType} doesn't exist.`);
    if (this.isRefused(messageType)) throw sdk.unauthorized(`${messageType} cannot be run in another's name`);
    await this.save(ctx, { granter, grantee, messageType }, authorization, expiryNanos);
  }

  /** Stores a grant whose authorization is valid. @throws errors.invalidExpiration when it has expired already */
  async save(
    ctx: WriteContext,
    key: GrantKey,
    authorization: Any | undefined,
    expiryNanos: bigint | undefined,
  ): Promise<void> {
    const now = ctx.block.timeNanos;
    if (expiryNanos !== undefined && expiryNanos <= now) {
      const times = `(${formatTime(now)}), got ${formatTime(expiryNanos)}`;
      throw errors.invalidExpiration(`expiration must be after the current block time ${times}`);
    }
    const earlier = await this.grants.get(ctx, tripleOf(key));
    const earlierExpiry = earlier && expiryOf(earlier);
    if (earlierExpiry !== expiryNanos) {
      if (earlierExpiry !== undefined) await this.dequeue(ctx, key, earlierExpiry);
      if (expiryNanos !== undefined) await this.enqueue(ctx, key, expiryNanos);
    }
    const expiration = expiryNanos === undefined ? undefined : nanosToTimestamp(expiryNanos);
    await this.grants.set(ctx, tripleOf(key), {
      authorization: this.repacked(authorization),
      ...(expiration && { expiration }),
    });
    if (earlier === undefined) await this.byGrantee.add(ctx, [key.grantee, key.granter, key.messageType]);
    ctx.emit(events.grant(namesOf(ctx, key)));
  }

  /** Takes a grant back. @throws errors.noAuthorization */
  async revoke(ctx: WriteContext, key: GrantKey): Promise<void> {
    const grant = await this.grants.get(ctx, tripleOf(key));
    const names = namesOf(ctx, key);
    if (grant === undefined) {
      const { granter, grantee, messageType } = names;
      throw errors.noAuthorization(`failed to delete grant of ${messageType} by ${granter} to ${grantee}`);
    }
    const expiry = expiryOf(grant);
    if (expiry !== undefined) await this.dequeue(ctx, key, expiry);
    await this.remove(ctx, key);
    ctx.emit(events.revoke(names));
  }

  /**
   * Uses the granter's authorization for one message; what it allows becomes less accordingly.
   * @throws errors.noAuthorization, errors.expired, and what the authorization does not allow
   */
  async use(
    ctx: WriteContext,
    { granter, grantee, message }: { granter: Uint8Array; grantee: Uint8Array; message: PackedMessage },
  ): Promise<void> {
    const key = { granter, grantee, messageType: message.typeUrl };
    const grant = await this.grants.get(ctx, tripleOf(key));
    if (grant === undefined) {
      const names = namesOf(ctx, key);
      const whose = `granter: ${names.granter}, grantee: ${names.grantee} & msgType: ${message.typeUrl}`;
      throw errors.noAuthorization(`failed to get grant with given ${whose}`);
    }
    const expiry = expiryOf(grant);
    if (expiry !== undefined && expiry < ctx.block.timeNanos) throw errors.expired("");

    const { kind, value } = this.unpack(grant.authorization);
    const verdict = kind.accept(ctx, value, message);
    if (verdict === "exhausted") return this.revoke(ctx, key);
    if (verdict === "kept") return;
    await this.grants.set(ctx, tripleOf(key), { ...grant, authorization: packed(kind, verdict.left) });
  }

  /** Removes grants that expired before this block, about `limit` of them, the oldest first. Returns how many. */
  async prune(ctx: WriteContext, limit: number): Promise<number> {
    const none = new Uint8Array(0);
    let removed = 0;
    for await (const [at, item] of this.expiries.range(ctx, { to: [ctx.block.timeNanos, none, none] })) {
      if (removed >= limit) break;
      const [, granter, grantee] = at;
      for (const messageType of item.msgTypeUrls) await this.remove(ctx, { granter, grantee, messageType });
      await this.expiries.delete(ctx, at);
      removed += item.msgTypeUrls.length;
    }
    return removed;
  }

  private async remove(ctx: WriteContext, { granter, grantee, messageType }: GrantKey): Promise<void> {
    await this.grants.delete(ctx, [granter, grantee, messageType]);
    await this.byGrantee.delete(ctx, [grantee, granter, messageType]);
  }

  private async enqueue(ctx: WriteContext, key: GrantKey, expiryNanos: bigint): Promise<void> {
    const at = [expiryNanos, key.granter, key.grantee] as const;
    const queued = (await this.expiries.get(ctx, at))?.msgTypeUrls ?? [];
    await this.expiries.set(ctx, at, { msgTypeUrls: [...queued, key.messageType] });
  }

  private async dequeue(ctx: WriteContext, key: GrantKey, expiryNanos: bigint): Promise<void> {
    const at = [expiryNanos, key.granter, key.grantee] as const;
    const queued = await this.expiries.get(ctx, at);
    if (queued === undefined) {
      throw errors.noGrantKey("can't remove grant from the expire queue, grant key not found");
    }
    ctx.gas.consume(LIST_GAS.queue * queued.msgTypeUrls.length, "grant queue");
    const left = queued.msgTypeUrls.filter((messageType) => messageType !== key.messageType);
    if (left.length === 0) await this.expiries.delete(ctx, at);
    else await this.expiries.set(ctx, at, { msgTypeUrls: left });
  }

  private async ensureAccount(ctx: WriteContext, grantee: Uint8Array): Promise<void> {
    if (await this.accounts.exists(ctx, grantee)) return;
    if (await this.recipients.isBlocked(ctx, grantee)) {
      throw sdk.unauthorized(`${ctx.addresses.format(grantee)} is not allowed to receive funds`);
    }
    await this.accounts.create(ctx, grantee);
  }

  private unpack(authorization: Any | undefined): Unpacked {
    if (authorization === undefined) throw sdk.invalidType("authorization is nil");
    const kind = this.kinds.get(authorization.typeUrl);
    if (kind === undefined) {
      const known = [...this.kinds.keys()].join(", ");
      throw sdk.invalidType(`${JSON.stringify(authorization.typeUrl)} is no authorization; there are ${known}`);
    }
    try {
      return { kind, value: decodeMessage(kind.codec, authorization.value) };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      throw sdk.unpackAny(`${authorization.typeUrl}: ${error.message}`);
    }
  }

  private repacked(authorization: Any | undefined): Any {
    const { kind, value } = this.unpack(authorization);
    return packed(kind, value);
  }
}

/** When a grant expires, or undefined when it does not. */
export function expiryOf({ expiration }: { expiration?: Grant["expiration"] }): bigint | undefined {
  return expiration === undefined ? undefined : timestampToNanos(expiration);
}

function packed(kind: AuthorizationKind, value: unknown): Any {
  return { typeUrl: kind.codec.typeUrl, value: encodeMessage(kind.codec, value) };
}

function tripleOf({ granter, grantee, messageType }: GrantKey): readonly [Uint8Array, Uint8Array, string] {
  return [granter, grantee, messageType];
}

function namesOf(ctx: ReadContext, { granter, grantee, messageType }: GrantKey) {
  return { granter: ctx.addresses.format(granter), grantee: ctx.addresses.format(grantee), messageType };
}
