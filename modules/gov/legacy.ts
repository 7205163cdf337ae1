import { type Proposal, type TallyResult, type Vote } from "cosmjs-types/cosmos/gov/v1/gov";
import { MsgExecLegacyContent } from "cosmjs-types/cosmos/gov/v1/tx";
import {
  type Proposal as LegacyProposal,
  type TallyResult as LegacyTallyResult,
  TextProposal,
  type Vote as LegacyVote,
  VoteOption,
} from "cosmjs-types/cosmos/gov/v1beta1/gov";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { ONE, parseDecimal } from "../../abci/state/decimals.js";
import { MIN_TIME_NANOS, nanosToTimestamp } from "../../abci/state/time.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { errors } from "./errors.js";

/** Bytes of a legacy content's title and description, as in the SDK. */
const MAX_TITLE_BYTES = 140;
const MAX_DESCRIPTION_BYTES = 10_000;

/**
 * The text of a legacy content, which has no effect.
 * @throws errors.invalidContent for none or a bad one, errors.noHandler for a content of another kind
 */
export function requireContent(content: Any | undefined): TextProposal {
  if (content === undefined) throw errors.invalidContent("missing content");
  if (content.typeUrl !== TextProposal.typeUrl) throw errors.noHandler(content.typeUrl);
  const text = decodeMessage(TextProposal, content.value);
  if (text.title.trim() === "") throw errors.invalidContent("proposal title cannot be blank");
  if (Buffer.byteLength(text.title) > MAX_TITLE_BYTES) {
    throw errors.invalidContent(`proposal title is longer than max length of ${MAX_TITLE_BYTES}`);
  }
  if (text.description === "") throw errors.invalidContent("proposal description cannot be blank");
  if (Buffer.byteLength(text.description) > MAX_DESCRIPTION_BYTES) {
    throw errors.invalidContent(`proposal description is longer than max length of ${MAX_DESCRIPTION_BYTES}`);
  }
  return text;
}

/** What Go writes for a time that was never set. */
const NO_TIME = nanosToTimestamp(MIN_TIME_NANOS);

/**
 * A proposal as v1beta1 has it: one content. A legacy content is shown as it is, a proposal without messages as a text,
 * and for others the first message stands for all.
 */
export function legacyProposal(proposal: Proposal): LegacyProposal {
  return {
    proposalId: proposal.id,
    content: contentOf(proposal),
    // The numbers of both versions are the same.
    status: proposal.status,
    finalTallyResult: legacyTally(proposal.finalTallyResult),
    submitTime: proposal.submitTime ?? NO_TIME,
    depositEndTime: proposal.depositEndTime ?? NO_TIME,
    totalDeposit: proposal.totalDeposit,
    votingStartTime: proposal.votingStartTime ?? NO_TIME,
    votingEndTime: proposal.votingEndTime ?? NO_TIME,
  };
}

function contentOf({ messages, title, summary }: Proposal): Any {
  const [first] = messages;
  if (first === undefined) {
    return { typeUrl: TextProposal.typeUrl, value: encodeMessage(TextProposal, { title, description: summary }) };
  }
  if (first.typeUrl !== MsgExecLegacyContent.typeUrl) return first;
  return decodeMessage(MsgExecLegacyContent, first.value).content ?? first;
}

export const legacyTally = (tally: TallyResult | undefined): LegacyTallyResult => ({
  yes: tally?.yesCount ?? "0",
  abstain: tally?.abstainCount ?? "0",
  no: tally?.noCount ?? "0",
  noWithVeto: tally?.noWithVetoCount ?? "0",
});

/** A vote as v1beta1 has it: its weights are integers of 18 digits on the wire. */
export function legacyVote({ proposalId, voter, options }: Vote): LegacyVote {
  const [only] = options;
  const whole = options.length === 1 && only !== undefined && parseDecimal(only.weight) === ONE;
  return {
    proposalId,
    voter,
    option: whole ? only.option : VoteOption.VOTE_OPTION_UNSPECIFIED,
    options: options.map(({ option, weight }) => ({
      option: option,
      weight: parseDecimal(weight).toString(),
    })),
  };
}
