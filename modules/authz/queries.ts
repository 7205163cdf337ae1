import type { Grant, GrantAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import type { Query } from "cosmjs-types/cosmos/authz/v1beta1/query";
import type { ReadContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import { notFound, type QueryService } from "../../abci/state/module.js";
import { paginate } from "../../abci/state/pagination.js";
import type { AuthzKeeper } from "./keeper.js";

/** `cosmos.authz.v1beta1.Query`. Expired grants show until they are pruned. */
export const authzQueries = (authz: AuthzKeeper): QueryService<Query> => ({
  async Grants(ctx, { granter, grantee, msgTypeUrl, pagination: request }) {
    const from = ctx.addresses.parse(granter);
    const to = ctx.addresses.parse(grantee);
    if (msgTypeUrl !== "") {
      const grant = await authz.grants.get(ctx, [from, to, msgTypeUrl]);
      if (grant === undefined) {
        throw notFound(`authorization not found for ${msgTypeUrl} type: authorization not found`);
      }
      return { grants: [grant] };
    }
    const { items, pagination } = await paginate(ctx, authz.grants.pages(from, to), request);
    return { grants: items.map(([, grant]) => grant), pagination };
  },

  async GranterGrants(ctx, { granter, pagination: request }) {
    const source = authz.grants.pages(ctx.addresses.parse(granter));
    const { items, pagination } = await paginate(ctx, source, request);
    return { grants: items.map(([[from, to], grant]) => grantAuthorization(ctx, from, to, grant)), pagination };
  },

  async GranteeGrants(ctx, { grantee, pagination: request }) {
    const source = authz.byGrantee.pages(ctx.addresses.parse(grantee));
    const { items, pagination } = await paginate(ctx, source, request);
    const grants: GrantAuthorization[] = [];
    for (const [[to, from, messageType]] of items) {
      const grant = await authz.grants.get(ctx, [from, to, messageType]);
      assert(grant !== undefined, "AUTHZ-2: the index by grantee leads to a grant");
      grants.push(grantAuthorization(ctx, from, to, grant));
    }
    return { grants, pagination };
  },
});

/** A grant with the names of its two sides, as queries and genesis show it. */
export function grantAuthorization(
  ctx: ReadContext,
  granter: Uint8Array,
  grantee: Uint8Array,
  grant: Grant,
): GrantAuthorization {
  return { granter: ctx.addresses.format(granter), grantee: ctx.addresses.format(grantee), ...grant };
}
