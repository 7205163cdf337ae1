import type { Msg } from "cosmjs-types/cosmos/gov/v1/tx";
import { Proposal } from "cosmjs-types/cosmos/gov/v1/gov";
import type { MsgSubmitProposal } from "cosmjs-types/cosmos/gov/v1/tx";
import { parseCoins } from "../../abci/state/coins.js";
import type { WriteContext } from "../../abci/state/context.js";
import { sdk } from "../../abci/state/errors.js";
import { KV_GAS } from "../../abci/state/gas.js";
import type { MessageService } from "../../abci/state/module.js";
import { nanosToTimestamp } from "../../abci/state/time.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { encodeMessage } from "../../proto/writer.js";
import { addDeposit, requireAcceptedDenoms, requireInitialDeposit } from "./deposits.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import type { GovKeeper } from "./keeper.js";
import { requireContent } from "./legacy.js";
import { validateParams } from "./params.js";
import { cancel, submit } from "./proposals.js";
import { isVoteOption, wholeVote } from "./split.js";
import { addVote, requireOptions } from "./votes.js";

/** `cosmos.gov.v1.Msg`. */
export const govMessages = (gov: GovKeeper): MessageService<Msg> => ({
  SubmitProposal: async (ctx, message) => ({ proposalId: await submitProposal(ctx, gov, message) }),

  async ExecLegacyContent(ctx, { authority, content }) {
    requireAuthority(ctx, gov, authority);
    requireContent(content);
    return {};
  },

  async Vote(ctx, { proposalId: id, voter, option, metadata }) {
    const address = ctx.addresses.parse(voter);
    if (!isVoteOption(option)) throw errors.invalidVote(`${option as number} is no option`);
    await addVote(ctx, gov, { id, voter: address, options: wholeVote(option), metadata });
    return {};
  },

  async VoteWeighted(ctx, { proposalId: id, voter, options, metadata }) {
    const address = ctx.addresses.parse(voter);
    requireOptions(options);
    await addVote(ctx, gov, { id, voter: address, options, metadata });
    return {};
  },

  async Deposit(ctx, { proposalId: id, depositor, amount }) {
    const address = ctx.addresses.parse(depositor);
    const coins = parseCoins(amount);
    if (coins.length === 0) throw sdk.invalidCoins("a deposit has at least one coin");
    const begins = await addDeposit(ctx, gov, { id, depositor: address, coins });
    if (begins) ctx.emit(events.depositedToVote(id));
    return {};
  },

  async UpdateParams(ctx, { authority, params }) {
    requireAuthority(ctx, gov, authority);
    validateParams(params, ctx.addresses);
    requireCancelDestination(ctx, gov, params.proposalCancelDest);
    await gov.parameters.set(ctx, params);
    return {};
  },

  async CancelProposal(ctx, { proposalId, proposer }) {
    await cancel(ctx, gov, { id: proposalId, proposer: ctx.addresses.parse(proposer) });
    const { timeNanos, height } = ctx.block;
    return { proposalId, canceledTime: nanosToTimestamp(timeNanos), canceledHeight: height };
  },
});

/** Stores a proposal with its first deposit. Returns its number. */
export async function submitProposal(ctx: WriteContext, gov: GovKeeper, message: MsgSubmitProposal): Promise<bigint> {
  const { title, summary, metadata, messages, expedited } = message;
  if (title === "") throw sdk.invalidRequest("proposal title cannot be empty");
  if (summary === "") throw sdk.invalidRequest("proposal summary cannot be empty");
  const proposer = ctx.addresses.parse(message.proposer);
  if (messages.length === 0 && metadata === "") {
    throw errors.noMessages("either metadata or Msgs length must be non-nil");
  }
  requireMatchingMetadata(message);
  const coins = parseCoins(message.initialDeposit);
  await requireInitialDeposit(ctx, gov, { coins, expedited });
  await requireAcceptedDenoms(ctx, gov, coins);
  const proposal = await submit(ctx, gov, { messages, metadata, title, summary, proposer, expedited });
  // A proposal is written three times in its life at least, later at nobody's cost.
  ctx.gas.consume(3 * KV_GAS.writePerByte * encodeMessage(Proposal, proposal).length, "submit proposal");
  const begins = await addDeposit(ctx, gov, { id: proposal.id, depositor: proposer, coins });
  if (begins) ctx.emit(events.submittedToVote(proposal.id));
  return proposal.id;
}

/** Metadata in the recommended form repeats title and summary: nobody may read one and vote on another. */
function requireMatchingMetadata({ metadata, title, summary }: MsgSubmitProposal): void {
  const stated = jsonObject(metadata);
  if (stated === undefined) return;
  const statedTitle = textOf(stated["title"]);
  if (statedTitle !== title) {
    throw errors.invalidContent(`metadata title '${statedTitle}' must equal proposal title '${title}'`);
  }
  const statedSummary = textOf(stated["summary"]);
  if (statedSummary !== summary) {
    throw errors.invalidContent(`metadata summary '${statedSummary}' must equal proposal summary '${summary}'`);
  }
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** @throws errors.invalidSigner for anyone but gov itself */
function requireAuthority(ctx: WriteContext, gov: GovKeeper, signer: string): void {
  if (bytesEqual(ctx.addresses.parse(signer), gov.address)) return;
  throw errors.invalidSigner(`invalid authority; expected ${ctx.addresses.format(gov.address)}, got ${signer}`);
}

/** @throws sdk.unauthorized for an account whose module would not know where the coins come from */
export function requireCancelDestination(ctx: WriteContext, gov: GovKeeper, text: string): void {
  if (text === "") return;
  const address = ctx.addresses.parse(text);
  if (bytesEqual(address, gov.pool.address) || !gov.bank.isBlocked(ctx, address)) return;
  throw sdk.unauthorized(`proposal_cancel_dest: ${text} is not allowed to receive funds`);
}
