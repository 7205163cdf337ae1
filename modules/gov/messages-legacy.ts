import { MsgExecLegacyContent } from "cosmjs-types/cosmos/gov/v1/tx";
import { type Msg } from "cosmjs-types/cosmos/gov/v1beta1/tx";
import { TextProposal } from "cosmjs-types/cosmos/gov/v1beta1/gov";
import { MAX_AMOUNT } from "../../abci/state/coins.js";
import { formatDecimal } from "../../abci/state/decimals.js";
import type { MessageService } from "../../abci/state/module.js";
import { encodeMessage } from "../../proto/writer.js";
import { errors } from "./errors.js";
import type { GovKeeper } from "./keeper.js";
import { requireContent } from "./legacy.js";
import { govMessages, submitProposal } from "./messages.js";

/** `cosmos.gov.v1beta1.Msg`: the same as v1, with contents in place of messages. The only content here is a text. */
export const legacyGovMessages = (gov: GovKeeper): MessageService<Msg> => {
  const current = govMessages(gov);
  return {
    async SubmitProposal(ctx, { content, initialDeposit, proposer }) {
      if (content !== undefined && content.typeUrl !== TextProposal.typeUrl) throw errors.invalidType(content.typeUrl);
      const { title, description } = requireContent(content);
      const wrapped = { authority: ctx.addresses.format(gov.address), content: content! };
      const message = { typeUrl: MsgExecLegacyContent.typeUrl, value: encodeMessage(MsgExecLegacyContent, wrapped) };
      const submitted = { messages: [message], title, summary: description, metadata: "", expedited: false };
      return { proposalId: await submitProposal(ctx, gov, { ...submitted, initialDeposit, proposer }) };
    },

    async Vote(ctx, { proposalId, voter, option }) {
      return current.Vote(ctx, { proposalId, voter, option: option, metadata: "" });
    },

    async VoteWeighted(ctx, { proposalId, voter, options }) {
      const weighted = options.map(({ option, weight }) => ({ option: option, weight: decimalText(weight) }));
      return current.VoteWeighted(ctx, { proposalId, voter, options: weighted, metadata: "" });
    },

    Deposit: (ctx, message) => current.Deposit(ctx, message),
  };
};

/** A weight as v1 writes it; here it is an integer of 18 digits. */
function decimalText(weight: string): string {
  if (!/^\d{1,78}$/.test(weight) || BigInt(weight) > MAX_AMOUNT) {
    throw errors.invalidVote(`invalid weight: ${weight.slice(0, 100)}`);
  }
  return formatDecimal(BigInt(weight));
}
