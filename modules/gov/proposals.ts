import { MsgExecLegacyContent } from "cosmjs-types/cosmos/gov/v1/tx";
import { type Proposal, ProposalStatus } from "cosmjs-types/cosmos/gov/v1/gov";
import type { Any } from "cosmjs-types/google/protobuf/any";
import type { WriteContext } from "../../abci/state/context.js";
import { parseDecimal } from "../../abci/state/decimals.js";
import { nanosToTimestamp, timestampToNanos } from "../../abci/state/time.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { decodeMessage } from "../../proto/reader.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import type { GovKeeper } from "./keeper.js";
import { requireContent } from "./legacy.js";
import { spanNanos } from "./params.js";
import { isOpen } from "./status.js";
import { MAX_METADATA_BYTES, MAX_SUMMARY_BYTES } from "./types.js";

/** What its proposer says of a proposal. */
export interface ProposalDraft {
  readonly messages: readonly Any[];
  readonly metadata: string;
  readonly title: string;
  readonly summary: string;
  readonly proposer: Uint8Array;
  readonly expedited: boolean;
}

/** The results of no votes. */
const NO_TALLY = { yesCount: "0", abstainCount: "0", noCount: "0", noWithVetoCount: "0" };

/**
 * Stores a proposal, which waits for deposits. Its messages have gov as their only signer and somebody who handles them;
 * whether they succeed is seen when they are executed.
 * @throws errors.metadataTooLong, errors.summaryTooLong, errors.invalidSigner, errors.unroutable, errors.noHandler,
 * errors.invalidContent, sdk.unknownRequest for a message that the chain does not know
 */
export async function submit(ctx: WriteContext, gov: GovKeeper, draft: ProposalDraft): Promise<Proposal> {
  requireMetadata(draft.metadata);
  requireMetadata(draft.title);
  const summaryBytes = Buffer.byteLength(draft.summary);
  if (summaryBytes > MAX_SUMMARY_BYTES) throw errors.summaryTooLong(`got summary with length ${summaryBytes}`);
  for (const message of draft.messages) requireExecutable(ctx, gov, message);

  const params = await gov.params(ctx);
  const id = await gov.nextId.next(ctx);
  const now = ctx.block.timeNanos;
  const depositEnd = now + spanNanos(params.maxDepositPeriod);
  const proposer = ctx.addresses.format(draft.proposer);
  const proposal: Proposal = {
    id,
    messages: [...draft.messages],
    status: ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD,
    finalTallyResult: NO_TALLY,
    submitTime: nanosToTimestamp(now),
    depositEndTime: nanosToTimestamp(depositEnd),
    totalDeposit: [],
    metadata: draft.metadata,
    title: draft.title,
    summary: draft.summary,
    proposer,
    expedited: draft.expedited,
    failedReason: "",
  };
  await gov.save(ctx, proposal);
  await gov.inactiveQueue.set(ctx, [depositEnd, id], id);
  ctx.emit(
    events.submitted(
      id,
      proposer,
      draft.messages.map(({ typeUrl }) => typeUrl),
    ),
  );
  return proposal;
}

/**
 * Takes a proposal back before its vote ends, for its proposer alone. A part of the deposits is charged; all is settled
 * from the end of this block on.
 * @throws errors.invalidProposal, errors.invalidProposer, errors.votingPeriodEnded
 */
export async function cancel(
  ctx: WriteContext,
  gov: GovKeeper,
  { id, proposer }: { id: bigint; proposer: Uint8Array },
): Promise<void> {
  const proposal = await gov.proposals.get(ctx, id);
  if (proposal === undefined) throw errors.invalidProposal(`there is no proposal ${id}`);
  const name = ctx.addresses.format(proposer);
  if (proposal.proposer !== name) throw errors.invalidProposer(`invalid proposer ${name}`);
  if (!isOpen(proposal)) throw errors.invalidProposal("proposal should be in the deposit or voting period");
  if (proposal.votingEndTime && timestampToNanos(proposal.votingEndTime) < ctx.block.timeNanos) {
    throw errors.votingPeriodEnded(`voting period is already ended for this proposal ${id}`);
  }
  const { proposalCancelRatio, proposalCancelDest } = await gov.params(ctx);
  await gov.remove(ctx, proposal);
  await gov.settling.set(ctx, id, {
    charge: parseDecimal(proposalCancelRatio),
    to: proposalCancelDest === "" ? undefined : ctx.addresses.parse(proposalCancelDest),
  });
  ctx.emit(events.canceled(id, name));
}

/** @throws errors.metadataTooLong */
export function requireMetadata(text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_METADATA_BYTES) throw errors.metadataTooLong(`got metadata with length ${bytes}`);
}

function requireExecutable(ctx: WriteContext, gov: GovKeeper, message: Any): void {
  if (gov.isRefused(message.typeUrl)) throw errors.invalidMessage(`${message.typeUrl} cannot be run by a proposal`);
  const signers = gov.router.signersOf(ctx, message);
  const [signer] = signers;
  if (signers.length !== 1 || signer === undefined) throw errors.invalidSigner("");
  if (!bytesEqual(signer, gov.address)) throw errors.invalidSigner(ctx.addresses.format(signer));
  if (!gov.router.handles(message.typeUrl)) throw errors.unroutable(message.typeUrl);
  if (message.typeUrl === MsgExecLegacyContent.typeUrl) {
    requireContent(decodeMessage(MsgExecLegacyContent, message.value).content);
  }
}
