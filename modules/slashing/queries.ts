import type { Query } from "cosmjs-types/cosmos/slashing/v1beta1/query";
import { invalidArgument, notFound, type QueryService } from "../../abci/state/module.js";
import { paginate } from "../../abci/state/pagination.js";
import type { Query as ProposalsQuery } from "../../proto/generated/echoin/slashing/v1/query.js";
import type { SlashingKeeper } from "./keeper.js";
import { nextProposers } from "./proposers.js";
import { openRounds } from "./reports.js";

const DEFAULT_ROUNDS = 10;
const MAX_ROUNDS = 100;

/** `cosmos.slashing.v1beta1.Query`. */
export const slashingQueries = (slashing: SlashingKeeper): QueryService<Query> => ({
  async Params(ctx) {
    return { params: await slashing.params(ctx) };
  },

  async SigningInfo(ctx, { consAddress }) {
    if (consAddress === "") throw invalidArgument("invalid request: cons_address is empty");
    const valSigningInfo = await slashing.signingInfo(ctx, ctx.addresses.parseConsensus(consAddress));
    if (valSigningInfo === undefined) throw notFound(`SigningInfo not found for validator ${consAddress}`);
    return { valSigningInfo };
  },

  async SigningInfos(ctx, { pagination: request }) {
    const { items, pagination } = await paginate(ctx, slashing.infos.pages(), request);
    return { info: items.map(([, info]) => info), pagination };
  },
});

/** `echoin.slashing.v1.Query`. */
export const proposalQueries = (slashing: SlashingKeeper): QueryService<ProposalsQuery> => ({
  async Params(ctx) {
    return { params: await slashing.proposalParams(ctx) };
  },

  async Turns(ctx, { pagination: request }) {
    const { items, pagination } = await paginate(ctx, slashing.turns.pages(), request);
    const turns = items.map(([address, each]) => ({ address: ctx.addresses.formatConsensus(address), turns: each }));
    return { turns, pagination };
  },

  async Proposers(ctx, { rounds }) {
    if (rounds > MAX_ROUNDS) throw invalidArgument(`rounds has to be at most ${MAX_ROUNDS}, not ${rounds}`);
    const next = await nextProposers(ctx, slashing, rounds === 0 ? DEFAULT_ROUNDS : rounds);
    if (next === undefined) throw notFound("the chain follows no validator set");
    const proposers = next.proposers.map(({ address }) => ctx.addresses.formatConsensus(address));
    return { height: next.height, proposers };
  },

  async FailedRounds(ctx) {
    return { heights: await openRounds(ctx, slashing) };
  },
});
