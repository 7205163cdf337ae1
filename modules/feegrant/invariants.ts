import type { ReadContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import { expiryOf, unpackAllowance, validateAllowance } from "./allowances.js";
import type { FeegrantKeeper } from "./keeper.js";

/** FEEGRANT-1, FEEGRANT-2 and FEEGRANT-3 of the README. */
export const feegrantInvariants = (feegrant: FeegrantKeeper): readonly Invariant[] => [
  {
    id: "FEEGRANT-1",
    says: "each allowance that expires is queued once, for its expiry, and nothing else is queued",
    cheap: false,
    check: (ctx) => checkQueue(ctx, feegrant),
  },
  {
    id: "FEEGRANT-2",
    says: "the index by granter holds each allowance once, and nothing else",
    cheap: false,
    check: (ctx) => checkIndex(ctx, feegrant),
  },
  {
    id: "FEEGRANT-3",
    says: "an allowance is valid, names the two sides of its key, and these differ",
    cheap: false,
    check: (ctx) => checkAllowances(ctx, feegrant),
  },
];

async function checkQueue(ctx: ReadContext, feegrant: FeegrantKeeper): Promise<void> {
  let queued = 0;
  for await (const [expiry, grantee, granter] of feegrant.expiries.range(ctx)) {
    const grant = await feegrant.allowances.get(ctx, [grantee, granter]);
    const matches = grant !== undefined && expiryOf(unpackAllowance(grant.allowance)) === expiry;
    assert(matches, "FEEGRANT-1: a queued allowance exists and expires then");
    queued++;
  }
  let expiring = 0;
  for await (const [, { allowance }] of feegrant.allowances.range(ctx)) {
    if (expiryOf(unpackAllowance(allowance)) !== undefined) expiring++;
  }
  assert(queued === expiring, `FEEGRANT-1: ${expiring} allowances expire, but ${queued} are queued`);
}

async function checkIndex(ctx: ReadContext, feegrant: FeegrantKeeper): Promise<void> {
  let indexed = 0;
  for await (const [granter, grantee] of feegrant.byGranter.range(ctx)) {
    assert(await feegrant.allowances.has(ctx, [grantee, granter]), "FEEGRANT-2: the index leads to an allowance");
    indexed++;
  }
  let allowances = 0;
  for await (const _ of feegrant.allowances.range(ctx)) allowances++;
  assert(indexed === allowances, `FEEGRANT-2: there are ${allowances} allowances, but ${indexed} in the index`);
}

async function checkAllowances(ctx: ReadContext, feegrant: FeegrantKeeper): Promise<void> {
  for await (const [[grantee, granter], grant] of feegrant.allowances.range(ctx)) {
    const isNamed = grant.granter === ctx.addresses.format(granter) && grant.grantee === ctx.addresses.format(grantee);
    assert(isNamed && grant.granter !== grant.grantee, "FEEGRANT-3: an allowance names two sides, those of its key");
    validateAllowance(unpackAllowance(grant.allowance), "used");
  }
}
