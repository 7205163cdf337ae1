import { type Proposal, ProposalStatus } from "cosmjs-types/cosmos/gov/v1/gov";
import type { StateMap } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import { nanosToTimestamp, timestampToNanos } from "../../abci/state/time.js";
import { events, type ProposalResult } from "./events.js";
import { execute } from "./execute.js";
import type { GovKeeper } from "./keeper.js";
import { votingNanos } from "./params.js";
import { BURN, REFUND, settle } from "./settlement.js";
import { tallyHolders, tallyResult } from "./tally.js";
import { COUNTED_PER_BLOCK, DROPPED_PER_BLOCK } from "./types.js";
import { holderVerdict, verdictOf } from "./verdict.js";

/**
 * Drops proposals that lack deposits, counts those whose voting is over, and settles deposits and votes of ended ones: a
 * bounded number of each, the rest in the next block.
 */
export async function endBlock(ctx: WriteContext, gov: GovKeeper): Promise<void> {
  for (const id of await due(ctx, gov.inactiveQueue, DROPPED_PER_BLOCK))
    await drop(ctx, gov, await proposalOf(ctx, gov, id));
  for (const id of await due(ctx, gov.activeQueue, COUNTED_PER_BLOCK))
    await close(ctx, gov, await proposalOf(ctx, gov, id));
  await settle(ctx, gov);
}

type Queue = StateMap<readonly [bigint, bigint], bigint>;

/** Proposals whose time is over, the earliest first. */
async function due(ctx: ReadContext, queue: Queue, limit: number): Promise<bigint[]> {
  const ids: bigint[] = [];
  for await (const [, id] of queue.range(ctx, { to: [ctx.block.timeNanos + 1n, 0n] })) {
    if (ids.length >= limit) break;
    ids.push(id);
  }
  return ids;
}

async function proposalOf(ctx: ReadContext, gov: GovKeeper, id: bigint): Promise<Proposal> {
  const proposal = await gov.proposals.get(ctx, id);
  assert(proposal !== undefined, `GOV-2: proposal ${id} is queued, and exists`);
  return proposal;
}

async function drop(ctx: WriteContext, gov: GovKeeper, proposal: Proposal): Promise<void> {
  const { burnProposalDepositPrevote } = await gov.params(ctx);
  await gov.remove(ctx, proposal);
  await gov.settling.set(ctx, proposal.id, burnProposalDepositPrevote ? BURN : REFUND);
  ctx.emit(events.dropped(proposal.id));
}

/** Counts both chambers' votes, and does what they decided. */
async function close(ctx: WriteContext, gov: GovKeeper, proposal: Proposal): Promise<void> {
  const { id } = proposal;
  const params = await gov.params(ctx);
  const matter = gov.council.matterOf(proposal.messages);
  const tally = await tallyHolders(ctx, gov, id);
  const council = matter.council ? await gov.council.close(ctx, id) : undefined;
  const holders = holderVerdict(tally, params, proposal.expedited);
  const verdict = verdictOf(matter, holders, council, params);
  await gov.activeQueue.delete(ctx, [endOf(proposal), id]);
  const counted = { ...proposal, finalTallyResult: tallyResult(tally) };

  if (!verdict.passes && proposal.expedited) return extend(ctx, gov, counted, votingNanos(params, false));
  await gov.settling.set(ctx, id, verdict.burnsDeposits ? BURN : REFUND);
  if (verdict.passes) return carryOut(ctx, gov, counted);
  const { PROPOSAL_STATUS_REJECTED: status } = ProposalStatus;
  await end(ctx, gov, { ...counted, status, failedReason: verdict.reason }, ["proposal_rejected", "rejected"]);
}

/** An expedited proposal that did not pass becomes a regular one: its voting goes on, and votes stand. */
async function extend(ctx: WriteContext, gov: GovKeeper, proposal: Proposal, spanNanos: bigint): Promise<void> {
  const endNanos = timestampToNanos(proposal.votingStartTime ?? { seconds: 0n, nanos: 0 }) + spanNanos;
  await gov.activeQueue.set(ctx, [endNanos, proposal.id], proposal.id);
  const longer = { ...proposal, expedited: false, votingEndTime: nanosToTimestamp(endNanos) };
  await end(ctx, gov, longer, ["expedited_proposal_rejected", "expedited proposal converted to regular"]);
}

async function carryOut(ctx: WriteContext, gov: GovKeeper, proposal: Proposal): Promise<void> {
  const passed = { ...proposal, status: ProposalStatus.PROPOSAL_STATUS_PASSED };
  // Before its messages run, so that they find a proposal that has ended: what they vote or deposit on it is refused.
  await gov.save(ctx, passed);
  const execution = await execute(ctx, gov, passed);
  if (execution.ok) return end(ctx, gov, passed, ["proposal_passed", "passed"]);
  const { PROPOSAL_STATUS_FAILED: status } = ProposalStatus;
  const { reason: failedReason, log } = execution;
  await end(ctx, gov, { ...passed, status, failedReason }, ["proposal_failed", log]);
}

async function end(
  ctx: WriteContext,
  gov: GovKeeper,
  proposal: Proposal,
  [result, log]: readonly [ProposalResult, string],
): Promise<void> {
  await gov.save(ctx, proposal);
  ctx.emit(events.ended(proposal.id, result, log));
}

const endOf = ({ votingEndTime }: Proposal): bigint => timestampToNanos(votingEndTime ?? { seconds: 0n, nanos: 0 });
