import { QueryParamsResponse } from "cosmjs-types/cosmos/gov/v1beta1/query";
import type { Query } from "cosmjs-types/cosmos/gov/v1beta1/query";
import { assert } from "../../abci/state/errors.js";
import { parseDecimal } from "../../abci/state/decimals.js";
import { type QueryService, invalidArgument } from "../../abci/state/module.js";
import type { GovKeeper } from "./keeper.js";
import { legacyProposal, legacyTally, legacyVote } from "./legacy.js";
import { govQueries } from "./queries.js";

/** `cosmos.gov.v1beta1.Query`, which cosmjs asks: the same answers in their older form. */
export const legacyGovQueries = (gov: GovKeeper): QueryService<Query> => {
  const current = govQueries(gov);
  return {
    async Proposal(ctx, request) {
      const { proposal } = await current.Proposal(ctx, request);
      assert(proposal !== undefined, "a proposal that was found is in the answer");
      return { proposal: legacyProposal(proposal) };
    },

    async Proposals(ctx, { proposalStatus, ...request }) {
      const { proposals, pagination } = await current.Proposals(ctx, {
        proposalStatus: proposalStatus,
        ...request,
      });
      return { proposals: proposals.map(legacyProposal), pagination };
    },

    async Vote(ctx, request) {
      const { vote } = await current.Vote(ctx, request);
      assert(vote !== undefined, "a vote that was found is in the answer");
      return { vote: legacyVote(vote) };
    },

    async Votes(ctx, request) {
      const { votes, pagination } = await current.Votes(ctx, request);
      return { votes: votes.map(legacyVote), pagination };
    },

    async Params(ctx, { paramsType }) {
      const { depositParams, votingParams, tallyParams } = await current.Params(ctx, { paramsType });
      if (paramsType === "") throw invalidArgument(" is not a valid parameter type: deposit, voting or tallying");
      return QueryParamsResponse.fromPartial({
        ...(depositParams && { depositParams }),
        ...(votingParams && { votingParams }),
        ...(tallyParams && {
          tallyParams: {
            quorum: decimalBytes(tallyParams.quorum),
            threshold: decimalBytes(tallyParams.threshold),
            vetoThreshold: decimalBytes(tallyParams.vetoThreshold),
          },
        }),
      });
    },

    async Deposit(ctx, request) {
      const { deposit } = await current.Deposit(ctx, request);
      assert(deposit !== undefined, "a deposit that was found is in the answer");
      return { deposit };
    },

    Deposits: (ctx, request) => current.Deposits(ctx, request),

    async TallyResult(ctx, request) {
      const { tally } = await current.TallyResult(ctx, request);
      return { tally: legacyTally(tally) };
    },
  };
};

/** A decimal where the wire has bytes: the text of its integer of 18 digits. */
const decimalBytes = (text: string): Uint8Array => Buffer.from(parseDecimal(text).toString(), "latin1");
