import type { ReadContext } from "../../abci/state/context.js";
import { type QueryService, invalidArgument, notFound } from "../../abci/state/module.js";
import { paginate } from "../../abci/state/pagination.js";
import { Role, type Seat } from "../../proto/generated/echoin/council/v1/council.js";
import type { Query } from "../../proto/generated/echoin/council/v1/query.js";
import { type CouncilKeeper, ROLES } from "./keeper.js";
import { matterOf } from "./matters.js";

/** `echoin.council.v1.Query`. */
export const councilQueries = (council: CouncilKeeper): QueryService<Query> => ({
  Params: async (ctx) => ({ params: await council.params(ctx) }),

  async Seats(ctx) {
    const seats = await seatsOf(ctx, council);
    return { seats, needed: await council.needed(ctx, seats.length) };
  },

  async Declaration(ctx, { operator }) {
    const declaration = await council.declarations.get(ctx, ctx.addresses.parse(operator));
    if (declaration === undefined) throw notFound(`${operator} has declared nothing`);
    return { declaration };
  },

  async Declarations(ctx, { pagination: request }) {
    const { items, pagination } = await paginate(ctx, council.declarations.pages(), request);
    return { declarations: items.map(([, declaration]) => declaration), pagination };
  },

  async Tally(ctx, { proposalId }) {
    const messages = await council.proposals.messagesOf(ctx, proposalId);
    if (messages === undefined) throw notFound(`proposal ${proposalId} doesn't exist`);
    const chambers = council.matterOf(messages);
    const matter = matterOf(chambers);
    if (!chambers.council) return { matter, tally: undefined };
    const open = (await council.proposals.votable(ctx, proposalId)) !== undefined;
    const tally = open ? await council.tally(ctx, proposalId) : await council.results.get(ctx, proposalId);
    return { matter, tally };
  },

  async Vote(ctx, { proposalId, operator }) {
    const vote = await council.votes.get(ctx, [proposalId, ctx.addresses.parse(operator)]);
    if (vote === undefined) throw notFound(`${operator} has no vote on proposal ${proposalId}`);
    return { vote };
  },

  async Votes(ctx, { proposalId, pagination: request }) {
    const { items, pagination } = await paginate(ctx, council.votes.pages(proposalId), request);
    return { votes: items.map(([, vote]) => vote), pagination };
  },

  async Roles(ctx, { role, pagination: request }) {
    if (role !== Role.ROLE_UNSPECIFIED && !ROLES.includes(role)) {
      throw invalidArgument(`there is no role ${role}`);
    }
    const source = role === Role.ROLE_UNSPECIFIED ? council.roles.pages() : council.roles.pages(BigInt(role));
    const { items, pagination } = await paginate(ctx, source, request);
    return { roles: items.map(([, holder]) => holder), pagination };
  },

  async RolesOf(ctx, { address }) {
    const account = ctx.addresses.parse(address);
    const roles = [];
    for (const role of ROLES) {
      const holder = await council.roles.get(ctx, [BigInt(role), account]);
      if (holder !== undefined) roles.push(holder);
    }
    return { roles };
  },
});

/** The seats with what their holders declared, the strongest first. */
async function seatsOf(ctx: ReadContext, council: CouncilKeeper): Promise<Seat[]> {
  const seats: Seat[] = [];
  for (const { operator, power } of await council.staking.activeSet(ctx)) {
    const declaration = await council.declarations.get(ctx, operator);
    seats.push({
      operator: ctx.addresses.format(operator),
      operatorAddress: ctx.addresses.formatOperator(operator),
      power,
      organisation: declaration?.organisation ?? "",
      region: declaration?.region ?? "",
    });
  }
  return seats;
}
