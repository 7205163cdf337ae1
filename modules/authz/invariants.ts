import type { ReadContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import { type AuthzKeeper, expiryOf } from "./keeper.js";

/** AUTHZ-1, AUTHZ-2 and AUTHZ-3 of the README. */
export const authzInvariants = (authz: AuthzKeeper): readonly Invariant[] => [
  {
    id: "AUTHZ-1",
    says: "each grant that expires is queued once, for its expiry, and nothing else is queued",
    cheap: false,
    check: (ctx) => checkQueue(ctx, authz),
  },
  {
    id: "AUTHZ-2",
    says: "the index by grantee holds each grant once, and nothing else",
    cheap: false,
    check: (ctx) => checkIndex(ctx, authz),
  },
  {
    id: "AUTHZ-3",
    says: "a grant stands under the message type of its authorization, between two different addresses",
    cheap: false,
    check: (ctx) => checkGrants(ctx, authz),
  },
];

async function checkQueue(ctx: ReadContext, authz: AuthzKeeper): Promise<void> {
  let queued = 0;
  for await (const [[expiry, granter, grantee], { msgTypeUrls }] of authz.expiries.range(ctx)) {
    assert(msgTypeUrls.length > 0, "AUTHZ-1: a queue entry names at least one message type");
    assert(new Set(msgTypeUrls).size === msgTypeUrls.length, "AUTHZ-1: a queue entry names no message type twice");
    for (const messageType of msgTypeUrls) {
      const grant = await authz.grants.get(ctx, [granter, grantee, messageType]);
      assert(grant !== undefined && expiryOf(grant) === expiry, "AUTHZ-1: a queued grant exists and expires then");
      queued++;
    }
  }
  let expiring = 0;
  for await (const [, grant] of authz.grants.range(ctx)) if (expiryOf(grant) !== undefined) expiring++;
  assert(queued === expiring, `AUTHZ-1: ${expiring} grants expire, but ${queued} are queued`);
}

async function checkIndex(ctx: ReadContext, authz: AuthzKeeper): Promise<void> {
  let indexed = 0;
  for await (const [grantee, granter, messageType] of authz.byGrantee.range(ctx)) {
    assert(await authz.grants.has(ctx, [granter, grantee, messageType]), "AUTHZ-2: the index leads to a grant");
    indexed++;
  }
  let grants = 0;
  for await (const _ of authz.grants.range(ctx)) grants++;
  assert(indexed === grants, `AUTHZ-2: there are ${grants} grants, but ${indexed} in the index`);
}

async function checkGrants(ctx: ReadContext, authz: AuthzKeeper): Promise<void> {
  for await (const [[granter, grantee, messageType], grant] of authz.grants.range(ctx)) {
    assert(authz.messageTypeOf(grant.authorization) === messageType, "AUTHZ-3: a grant stands under its message type");
    assert(Buffer.compare(granter, grantee) !== 0, "AUTHZ-3: nobody grants to themselves");
  }
}
