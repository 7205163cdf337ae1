import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import type { FailedRounds } from "../../proto/generated/echoin/slashing/v1/slashing.js";
import type { ProposalReport } from "../../proto/generated/echoin/votes/v1/votes.js";
import type { SlashingKeeper } from "./keeper.js";
import { decimalOf } from "./params.js";
import { indexOf } from "./rotation.js";
import { VALIDATOR_UPDATE_DELAY, type VotingSet } from "./types.js";

/** What one validator reports, its signature checked. */
export interface Reporter {
  readonly consAddress: Uint8Array;
  readonly reports: readonly ProposalReport[];
}

/** The heights for which validators can still be reported, the oldest first: at most REPORT_LIFETIME of them. */
export async function openRounds(ctx: ReadContext, slashing: SlashingKeeper): Promise<FailedRounds[]> {
  const open: FailedRounds[] = [];
  for await (const [, rounds] of slashing.failedRounds.range(ctx)) open.push(rounds);
  return open;
}

/** Two reports with one name say the same. */
export function nameOf({ height, round, proposer, fault }: ProposalReport): string {
  return `${height}/${round}/${Buffer.from(proposer).toString("hex")}/${fault}`;
}

/**
 * Those reports that more than two thirds of the set's power attest to alike, and that are of a round which failed, name
 * whose turn it was, and were not punished yet. Fewer can say what they like.
 */
export async function attested(
  ctx: ReadContext,
  slashing: SlashingKeeper,
  { set, reporters }: { readonly set: VotingSet; readonly reporters: readonly Reporter[] },
): Promise<ProposalReport[]> {
  const power = new Map<string, { readonly report: ProposalReport; by: bigint }>();
  for (const { consAddress, reports } of reporters) {
    const member = set.members[indexOf(set.members, consAddress)];
    if (member === undefined) continue;
    const named = new Map(reports.map((report) => [nameOf(report), report]));
    for (const [name, report] of named) {
      const known = power.get(name);
      if (known === undefined) power.set(name, { report, by: member.power });
      else known.by += member.power;
    }
  }
  const found: ProposalReport[] = [];
  for (const { report, by } of power.values()) {
    if (by * 3n > set.totalPower * 2n && (await isOpen(ctx, slashing, report))) found.push(report);
  }
  return found;
}

/** Slashes and jails the proposer whom a report names. It has to be one of those that `attested` gives. */
export async function punishReported(
  ctx: WriteContext,
  slashing: SlashingKeeper,
  { height, round }: ProposalReport,
): Promise<void> {
  const failed = await slashing.failedRounds.get(ctx, height);
  const accused = failed?.rounds[round];
  // Attested under two names at once: the first was enough.
  if (failed === undefined || accused === undefined || accused.punished) return;
  const rounds = failed.rounds.map((each, index) => (index === round ? { ...each, punished: true } : each));
  await slashing.failedRounds.set(ctx, height, { height, rounds });
  const params = await slashing.proposalParams(ctx);
  await slashing.punish(ctx, {
    consAddress: accused.proposer,
    reason: "invalid_proposal",
    infractionHeight: height - VALIDATOR_UPDATE_DELAY,
    power: accused.power,
    fraction: decimalOf("slash_fraction_invalid_proposal", params.slashFractionInvalidProposal),
    jailedUntilNanos: slashing.jailedUntil(ctx, params.invalidProposalJailDuration),
  });
}

async function isOpen(ctx: ReadContext, slashing: SlashingKeeper, report: ProposalReport): Promise<boolean> {
  if (report.height < 1n) return false;
  const accused = (await slashing.failedRounds.get(ctx, report.height))?.rounds[report.round];
  return accused !== undefined && !accused.punished && bytesEqual(accused.proposer, report.proposer);
}
