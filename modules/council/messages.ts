import { requireAuthority } from "../../abci/state/authority.js";
import type { MessageService } from "../../abci/state/module.js";
import type { Msg } from "../../proto/generated/echoin/council/v1/tx.js";
import { declare, rule } from "./declarations.js";
import { errors } from "./errors.js";
import type { CouncilKeeper } from "./keeper.js";
import { readParams } from "./params.js";

/** `echoin.council.v1.Msg`. */
export const councilMessages = (council: CouncilKeeper): MessageService<Msg> => ({
  async Declare(ctx, { operator, organisation, region }) {
    await declare(ctx, council, { operator: ctx.addresses.parse(operator), home: { organisation, region } });
    return {};
  },

  async Vote(ctx, { proposalId: id, operator, option }) {
    await council.vote(ctx, { id, operator: ctx.addresses.parse(operator), option });
    return {};
  },

  async RuleDeclaration(ctx, { authority, operator, organisation, region, reason }) {
    requireAuthority(ctx, council.authority, authority);
    await rule(ctx, council, { operator: ctx.addresses.parse(operator), home: { organisation, region }, reason });
    return {};
  },

  async GrantRole(ctx, { authority, role, address }) {
    requireAuthority(ctx, council.authority, authority);
    await council.grantRole(ctx, role, ctx.addresses.parse(address));
    return {};
  },

  async RevokeRole(ctx, { authority, role, address }) {
    requireAuthority(ctx, council.authority, authority);
    await council.revokeRole(ctx, role, ctx.addresses.parse(address));
    return {};
  },

  async UpdateParams(ctx, { authority, params }) {
    requireAuthority(ctx, council.authority, authority);
    readParams(params);
    if (params === undefined) throw errors.invalidParams("params are missing");
    await council.parameters.set(ctx, params);
    return {};
  },
});
