import type { Params } from "cosmjs-types/cosmos/gov/v1/gov";
import { ONE, parseDecimal } from "../../abci/state/decimals.js";
import { total } from "./split.js";
import type { HolderTally } from "./tally.js";
import type { CouncilVerdict, Matter } from "./types.js";

/** What the holders say of a proposal. */
export type HolderVerdict = "no stake" | "no quorum" | "all abstained" | "vetoed" | "approved" | "rejected";

/** The holders' rule, step by step as in the SDK; shares are compared without a division, and so without rounding. */
export function holderVerdict(
  { votes, bonded }: HolderTally,
  { quorum, vetoThreshold, threshold, expeditedThreshold }: Params,
  expedited: boolean,
): HolderVerdict {
  if (bonded === 0n) return "no stake";
  const all = total(votes);
  if (all < parseDecimal(quorum) * bonded) return "no quorum";
  const decided = all - votes.abstain;
  if (decided === 0n) return "all abstained";
  if (votes.veto * ONE > parseDecimal(vetoThreshold) * all) return "vetoed";
  const needed = parseDecimal(expedited ? expeditedThreshold : threshold);
  return votes.yes * ONE > needed * decided ? "approved" : "rejected";
}

/** Whether a proposal passes, and what becomes of its deposits when it does not. */
export interface Verdict {
  readonly passes: boolean;
  readonly burnsDeposits: boolean;
  /** Why it does not pass; for people. */
  readonly reason: string;
}

const REJECTED = "proposal did not get enough votes to pass";

/**
 * Both chambers' rules together. The holders can veto whatever the council decides; their approval counts where they
 * decide. Without a quorum of holders there is no veto.
 */
export function verdictOf(
  matter: Matter,
  holders: HolderVerdict,
  council: CouncilVerdict | undefined,
  { burnVoteQuorum, burnVoteVeto }: Params,
): Verdict {
  if (holders === "vetoed") {
    return { passes: false, burnsDeposits: burnVoteVeto, reason: `${REJECTED}: vetoed by the holders` };
  }
  const refusals: string[] = [];
  if (matter.holders && holders !== "approved") refusals.push(`the holders: ${holders}`);
  if (council !== undefined && !council.approves) refusals.push(`the council: ${council.says}`);
  if (refusals.length === 0) return { passes: true, burnsDeposits: false, reason: "" };
  return {
    passes: false,
    burnsDeposits: matter.holders && holders === "no quorum" && burnVoteQuorum,
    reason: matter.council ? `${REJECTED}: ${refusals.join("; ")}` : REJECTED,
  };
}
