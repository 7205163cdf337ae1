import { QueueReason, QueueState } from "../../proto/generated/echoin/node/v1/queue.js";

/** A transaction as the queue sees it: bytes that belong at a place in their sender's order. */
export interface Candidate {
  /** SHA-256 of the bytes: what the network names it by. */
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
  readonly sender: Uint8Array;
  /** Undefined for one that has no place in an order. */
  readonly sequence: bigint | undefined;
  /** The last height whose block may have it; 0n when it names none. */
  readonly timeoutHeight: bigint;
  /** Unix milliseconds after which no block has it; undefined when it names none. */
  readonly timeoutMs: number | undefined;
}

/** What was said of a transaction; code 0 is yes. */
export interface Verdict {
  readonly codespace: string;
  readonly code: number;
  readonly log: string;
}

export const GOOD: Verdict = { codespace: "", code: 0, log: "" };

/** A transaction in the queue, or one that was; times are Unix milliseconds. */
export interface Entry {
  /** Rises with each that comes. */
  readonly id: number;
  readonly hash: Uint8Array;
  readonly sender: Uint8Array;
  readonly sequence: bigint | undefined;
  readonly state: QueueState;
  readonly reason: QueueReason;
  readonly verdict: Verdict;
  readonly keptAt: number;
  readonly expiresAt: number;
  readonly timeoutHeight: bigint;
  /** How often it was offered to the mempool. */
  readonly attempts: number;
  /** Of the block that has it; 0n when none has. */
  readonly height: bigint;
  /** Undefined while it may still change. */
  readonly endedAt: number | undefined;
}

/** Whether the queue still does something for it. */
export const isOpen = ({ state }: Pick<Entry, "state">): boolean =>
  state === QueueState.QUEUE_STATE_WAITING || state === QueueState.QUEUE_STATE_OFFERED;

/** A transaction's name as people and clients write it. */
export const hashText = (hash: Uint8Array): string => Buffer.from(hash).toString("hex").toUpperCase();

const WORDS: Readonly<Record<QueueReason, string>> = {
  [QueueReason.QUEUE_REASON_MEMPOOL_FULL]: "the mempool is full",
  [QueueReason.QUEUE_REASON_FUTURE_SEQUENCE]: "transactions of its sender come before it",
  [QueueReason.QUEUE_REASON_PRICE_TOO_LOW]: "its price is below the least that is taken now",
  [QueueReason.QUEUE_REASON_NOT_INCLUDED]: "it fell out of the mempool and was offered again",
  [QueueReason.QUEUE_REASON_NODE_UNAVAILABLE]: "CometBFT does not answer",
};

/** A reason in words, such as `the mempool is full`. */
export const reasonText = (reason: QueueReason): string => WORDS[reason] ?? "";

/** A reason's name without what all have, such as `mempool_full`; empty for none. */
export const reasonLabel = (reason: QueueReason): string =>
  reason === QueueReason.QUEUE_REASON_UNSPECIFIED ? "" : label(QueueReason, "QUEUE_REASON_", reason);

/** A state's name without what all have, such as `waiting`. */
export const stateLabel = (state: QueueState): string => label(QueueState, "QUEUE_STATE_", state);

function label(names: Readonly<Record<string, number>>, prefix: string, number: number): string {
  const name = Object.keys(names).find((each) => names[each] === number) ?? "";
  return name.slice(prefix.length).toLowerCase();
}
