import type { Query } from "cosmjs-types/cosmos/feegrant/v1beta1/query";
import type { Grant } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import { assert } from "../../abci/state/errors.js";
import type { QueryService } from "../../abci/state/module.js";
import { paginate } from "../../abci/state/pagination.js";
import { packAllowance } from "./allowances.js";
import type { FeegrantKeeper } from "./keeper.js";

/** `cosmos.feegrant.v1beta1.Query`. Expired allowances show until they are pruned. */
export const feegrantQueries = (feegrant: FeegrantKeeper): QueryService<Query> => ({
  async Allowance(ctx, { granter, grantee }) {
    const parties = { granter: ctx.addresses.parse(granter), grantee: ctx.addresses.parse(grantee) };
    return { allowance: { granter, grantee, allowance: packAllowance(await feegrant.get(ctx, parties)) } };
  },

  async Allowances(ctx, { grantee, pagination: request }) {
    const source = feegrant.allowances.pages(ctx.addresses.parse(grantee));
    const { items, pagination } = await paginate(ctx, source, request);
    return { allowances: items.map(([, grant]) => grant), pagination };
  },

  async AllowancesByGranter(ctx, { granter, pagination: request }) {
    const source = feegrant.byGranter.pages(ctx.addresses.parse(granter));
    const { items, pagination } = await paginate(ctx, source, request);
    const allowances: Grant[] = [];
    for (const [[from, to]] of items) {
      const grant = await feegrant.allowances.get(ctx, [to, from]);
      assert(grant !== undefined, "FEEGRANT-2: the index by granter leads to an allowance");
      allowances.push(grant);
    }
    return { allowances, pagination };
  },
});
