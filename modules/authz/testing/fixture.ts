import { GenericAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import { MsgExec, MsgGrant, MsgRevoke } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { SendAuthorization } from "cosmjs-types/cosmos/bank/v1beta1/authz";
import { MsgMultiSend, MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { ModuleStore } from "../../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../../abci/state/context.js";
import { sdk } from "../../../abci/state/errors.js";
import { event } from "../../../abci/state/events.js";
import { addressKey } from "../../../abci/state/keys.js";
import type { MessageRouter, PackedMessage } from "../../../abci/state/module.js";
import { nanosToTimestamp } from "../../../abci/state/time.js";
import type { Codec } from "../../../proto/codecs.js";
import { decodeMessage } from "../../../proto/reader.js";
import { encodeMessage } from "../../../proto/writer.js";
import { AuthzKeeper } from "../keeper.js";
import { authzMessages } from "../messages.js";
import type { InnerMessageFilter } from "../types.js";

export function pack<T>(codec: Codec<T>, message: T): Any {
  return { typeUrl: codec.typeUrl, value: encodeMessage(codec, message) };
}

export const generic = (msg: string): Any => pack(GenericAuthorization, { msg });

export const sendUpTo = (amount: bigint, allowList: string[] = []): Any =>
  pack(SendAuthorization, { spendLimit: [{ denom: "aec", amount: amount.toString() }], allowList });

/** A router over authz itself and messages that leave an event, or fail when the amount is 13. */
class TestRouter implements MessageRouter {
  handlers: Readonly<Record<string, (ctx: WriteContext, value: Uint8Array) => Promise<Uint8Array>>> = {};

  handles(typeUrl: string): boolean {
    return this.handlers[typeUrl] !== undefined;
  }

  signersOf(ctx: ReadContext, { typeUrl, value }: PackedMessage): Uint8Array[] {
    switch (typeUrl) {
      case MsgSend.typeUrl:
        return [ctx.addresses.parse(decodeMessage(MsgSend, value).fromAddress)];
      case MsgMultiSend.typeUrl:
        return decodeMessage(MsgMultiSend, value).inputs.map(({ address }) => ctx.addresses.parse(address));
      case MsgExec.typeUrl:
        return [ctx.addresses.parse(decodeMessage(MsgExec, value).grantee)];
      case MsgGrant.typeUrl:
        return [ctx.addresses.parse(decodeMessage(MsgGrant, value).granter)];
      case MsgRevoke.typeUrl:
        return [ctx.addresses.parse(decodeMessage(MsgRevoke, value).granter)];
      default:
        throw sdk.unknownRequest(typeUrl);
    }
  }

  execute(ctx: WriteContext, { typeUrl, value }: PackedMessage): Promise<PackedMessage> {
    return ctx.branch(async (inner) => ({
      typeUrl: `${typeUrl}Response`,
      value: await this.handlers[typeUrl]!(inner, value),
    }));
  }
}

/** A real authz keeper, wired to a router, accounts and blocked addresses that tests can look into. */
export function authzFixture({ isRefused }: { isRefused?: InnerMessageFilter } = {}) {
  const created = new ModuleStore("acc").set(0x01, "accounts", addressKey);
  const blocked: Uint8Array[] = [];
  const router = new TestRouter();
  const authz = new AuthzKeeper({
    store: new ModuleStore("authz"),
    router,
    accounts: {
      exists: (ctx, address) => created.has(ctx, address),
      create: (ctx, address) => created.add(ctx, address),
    },
    recipients: { isBlocked: (_ctx, address) => blocked.some((each) => Buffer.compare(each, address) === 0) },
    ...(isRefused && { isRefused }),
  });
  const messages = authzMessages(authz);
  const send = async (ctx: WriteContext, value: Uint8Array): Promise<Uint8Array> => {
    const { amount, toAddress } = decodeMessage(MsgSend, value);
    ctx.emit(event("transfer", { recipient: toAddress, amount: amount[0]!.amount }));
    if (amount[0]!.amount === "13") throw sdk.insufficientFunds("no luck");
    return Uint8Array.of(7);
  };
  const empty = async (): Promise<Uint8Array> => new Uint8Array(0);
  router.handlers = {
    [MsgSend.typeUrl]: send,
    [MsgMultiSend.typeUrl]: empty,
    [MsgGrant.typeUrl]: async (ctx, value) => (await messages.Grant(ctx, decodeMessage(MsgGrant, value)), empty()),
    [MsgRevoke.typeUrl]: async (ctx, value) => (await messages.Revoke(ctx, decodeMessage(MsgRevoke, value)), empty()),
    [MsgExec.typeUrl]: async (ctx, value) => (await messages.Exec(ctx, decodeMessage(MsgExec, value)), empty()),
  };
  return { authz, messages, router, created, blocked };
}

/** The fields of a `MsgGrant`, with the expiry in nanoseconds. */
export function grantMessage(granter: string, grantee: string, authorization: Any, expiryNanos?: bigint): MsgGrant {
  const expiration = expiryNanos === undefined ? {} : { expiration: nanosToTimestamp(expiryNanos) };
  return { granter, grantee, grant: { authorization, ...expiration } };
}

export const sendMessage = (fromAddress: string, toAddress: string, amount: bigint): Any =>
  pack(MsgSend, { fromAddress, toAddress, amount: [{ denom: "aec", amount: amount.toString() }] });
