import { errors as evm } from "../../modules/evm/errors.js";
import { sdk } from "../../abci/state/errors.js";
import { QueueReason } from "../../proto/generated/echoin/node/v1/queue.js";
import type { Verdict } from "./entry.js";

/** What the mempool made of a transaction. */
export type Outcome =
  /** It is in. */
  | { readonly kind: "taken" }
  /** It has been in before: it still is, or a block has it. */
  | { readonly kind: "known" }
  | Later
  /** It will not go in, however long it waits. */
  | { readonly kind: "never"; readonly verdict: Verdict };

/** It did not go in, for a reason that may pass. */
export interface Later {
  readonly kind: "later";
  readonly reason: QueueReason;
  readonly verdict: Verdict;
}

/** How the words of a verdict decide where its code alone does not. */
type Rule = readonly [
  error: { codespace: string; code: number },
  reason: QueueReason,
  holds?: (log: string) => boolean,
];

/** The verdicts that may change by waiting; all others are final. */
const rules: readonly Rule[] = [
  [sdk.mempoolFull, QueueReason.QUEUE_REASON_MEMPOOL_FULL],
  // A sequence that was used already never comes again.
  [sdk.wrongSequence, QueueReason.QUEUE_REASON_FUTURE_SEQUENCE, isAhead],
  // The same code stands for fees that are no coin set.
  [sdk.insufficientFee, QueueReason.QUEUE_REASON_PRICE_TOO_LOW, (log) => log.startsWith("insufficient fees; got: ")],
  [evm.nonceTooHigh, QueueReason.QUEUE_REASON_FUTURE_SEQUENCE],
  [evm.feeCapTooLow, QueueReason.QUEUE_REASON_PRICE_TOO_LOW],
  [evm.underpriced, QueueReason.QUEUE_REASON_PRICE_TOO_LOW],
];

/** Whether the sequence that a transaction has is one that its sender is yet to come to. */
function isAhead(log: string): boolean {
  const [, expected, got] = /account sequence mismatch, expected (\d+), got (\d+)/.exec(log) ?? [];
  return expected !== undefined && got !== undefined && BigInt(got) > BigInt(expected);
}

/** What a verdict of the mempool means for one that can wait. */
export function outcomeOf(verdict: Verdict): Outcome {
  const { codespace, code, log } = verdict;
  if (code === 0) return { kind: "taken" };
  const is = (error: { codespace: string; code: number }): boolean =>
    error.codespace === codespace && error.code === code;
  if (is(sdk.txInMempool)) return { kind: "known" };
  const rule = rules.find(([error, , holds]) => is(error) && (holds === undefined || holds(log)));
  return rule === undefined ? { kind: "never", verdict } : { kind: "later", reason: rule[1], verdict };
}

/** CometBFT could not be asked. */
export const unavailable = (error: unknown): Later => ({
  kind: "later",
  reason: QueueReason.QUEUE_REASON_NODE_UNAVAILABLE,
  verdict: { codespace: "", code: 0, log: error instanceof Error ? error.message : String(error) },
});
