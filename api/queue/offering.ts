import { Mutex } from "../../abci/app/mutex.js";
import type { Logger } from "../../abci/app/logger.js";
import { QueueReason, QueueState } from "../../proto/generated/echoin/node/v1/queue.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import type { Commits } from "./commits.js";
import { type Entry, GOOD } from "./entry.js";
import { type Outcome, unavailable } from "./outcome.js";
import type { QueueStore } from "./store.js";

const { QUEUE_STATE_WAITING: WAITING, QUEUE_STATE_OFFERED: OFFERED } = QueueState;

/** Transactions that one pass offers, and senders whose turn it looks up: what is left is for the next block. */
const OFFERS_A_PASS = 256;
const SENDERS_A_PASS = 512;
/** The most blocks between two tries for a price. */
const MAX_BACKOFF = 64n;
/** Ended entries stay readable for a day, and at most so many. */
const HISTORY_MS = 24 * 60 * 60 * 1000;
const MAX_HISTORY = 10_000;
/** Entries that expire in one pass, and ended ones that it forgets: more than a block has transactions. */
const ENDED_A_PASS = 10_000;

/** What the queue asks of the chain. */
export interface ChainView {
  /** The last committed height. */
  height(): Promise<bigint>;
  /** The sequences that the senders' next transactions have, by the last commit; 0n for one without an account. */
  nextSequences(senders: readonly Uint8Array[]): Promise<bigint[]>;
}

export interface OfferingParts {
  readonly store: QueueStore;
  readonly commits: Commits;
  readonly chain: ChainView;
  /** Hands bytes to the mempool. */
  readonly offer: (bytes: Uint8Array) => Promise<Outcome>;
  /** Unix milliseconds. */
  readonly clock: () => number;
  /** Told of each try and its outcome. */
  readonly offered: (outcome: Outcome) => void;
  /** Blocks after which what was offered and is in none is offered again. */
  readonly offerAgainBlocks: bigint;
  readonly logger: Logger;
}

/** Offers what waits to the mempool, after each block and whenever a sender's turn may have come. */
export class Offering {
  private readonly turns = new Mutex();
  private wanted: bigint | undefined;
  private afterSender: Uint8Array = new Uint8Array(0);

  constructor(private readonly parts: OfferingParts) {}

  /** Makes a pass at this height; while one is under way, the next takes the last height that was told. */
  async onHeight(height: bigint): Promise<void> {
    const running = this.wanted !== undefined;
    this.wanted = height;
    if (running) return;
    try {
      for (let done: bigint | undefined; done !== this.wanted;) {
        const at = (done = this.wanted);
        await this.turns.run(() => this.pass(at));
      }
    } catch (error) {
      this.parts.logger.warn("the queue of transactions is looked through again after the next block", {
        error: String(error),
      });
    } finally {
      this.wanted = undefined;
    }
  }

  /** Offers what waits from this place in a sender's order on. */
  follow(sender: Uint8Array, sequence: bigint): Promise<void> {
    return this.turns.run(async () => {
      const next = await this.parts.store.at(sender, sequence);
      if (next?.state === WAITING) await this.offerRun(next, await this.parts.chain.height());
    });
  }

  /** Waits for what is under way. */
  idle(): Promise<void> {
    return this.turns.run(async () => undefined);
  }

  private async pass(height: bigint): Promise<void> {
    const { store, commits, clock } = this.parts;
    const { waiting, offered } = store.totals;
    if (waiting + offered > 0) {
      await commits.follow(height);
      await this.expire(height);
      await this.wakeTurns(height);
      for (const entry of inTurn(await store.due(height, OFFERS_A_PASS)))
        if (!(await this.offerRun(entry, height))) break;
    }
    await store.forget(clock() - HISTORY_MS, MAX_HISTORY, ENDED_A_PASS);
  }

  private async expire(height: bigint): Promise<void> {
    const { store, commits, clock } = this.parts;
    const at = clock();
    const over = await store.expired(at, height, ENDED_A_PASS);
    if (over.length === 0) return;
    const state = QueueState.QUEUE_STATE_EXPIRED;
    await commits.end(over.map(({ id, verdict }) => ({ id, state, verdict, height: 0n, at })));
  }

  /** Some senders at a time, round and round. */
  private async wakeTurns(height: bigint): Promise<void> {
    const { store, chain } = this.parts;
    const turns = await store.turns(this.afterSender, SENDERS_A_PASS);
    this.afterSender = turns.length < SENDERS_A_PASS ? new Uint8Array(0) : turns.at(-1)!.sender;
    if (turns.length === 0) return;
    const next = await chain.nextSequences(turns.map(({ sender }) => sender));
    const ready = turns.filter(({ sequence }, index) => next[index]! >= sequence);
    if (ready.length === 0) return;
    await store.change(async () => {
      for (const { sender, sequence } of ready) await store.wake(sender, sequence, height);
    });
  }

  /** Offers one and what waits behind it. @returns whether the mempool may take others */
  private async offerRun(first: Entry, height: bigint): Promise<boolean> {
    for (let entry: Entry | undefined = first; entry !== undefined;) {
      const outcome: Outcome = await this.offer(entry, height);
      if (outcome.kind === "later") return !isOfMempool(outcome.reason);
      const { sender, sequence }: Entry = entry;
      const next: Entry | undefined =
        sequence === undefined ? undefined : await this.parts.store.at(sender, sequence + 1n);
      entry = next?.state === WAITING ? next : undefined;
    }
    return true;
  }

  private async offer(entry: Entry, height: bigint): Promise<Outcome> {
    const { store, offerAgainBlocks, offered } = this.parts;
    const bytes = await store.bytesOf(entry.id);
    // Cancelled since it was read.
    if (bytes === undefined) return { kind: "known" };
    const outcome = await this.parts.offer(bytes).catch(unavailable);
    offered(outcome);
    if (outcome.kind === "never") await this.settle(entry, outcome.verdict);
    else if (outcome.kind === "later") {
      const attempt = { ...outcome, state: WAITING, due: dueAfter(outcome.reason, entry, height) };
      await store.change(() => store.attempted(entry.id, attempt));
    } else {
      const found = outcome.kind === "known" ? await this.parts.commits.lookUp(entry.hash) : undefined;
      const fellOut = outcome.kind === "taken" && entry.state === OFFERED;
      const reason = fellOut ? QueueReason.QUEUE_REASON_NOT_INCLUDED : entry.reason;
      const attempt = { state: OFFERED, reason, verdict: GOOD, due: height + offerAgainBlocks };
      if (found !== undefined) await this.parts.commits.end([{ id: entry.id, ...found }]);
      else await store.change(() => store.attempted(entry.id, attempt));
    }
    return outcome;
  }

  /** What the mempool refuses for good may be so because a block has it already. */
  private async settle(entry: Entry, verdict: Entry["verdict"]): Promise<void> {
    const { commits, chain, clock } = this.parts;
    await commits.follow(await chain.height());
    const refused = { state: QueueState.QUEUE_STATE_REFUSED, verdict, height: 0n, at: clock() };
    await commits.end([{ id: entry.id, ...((await commits.lookUp(entry.hash)) ?? refused) }]);
  }
}

/** Entries in the order in which they are, but each sender's by sequence: so all senders get on, and each in its order. */
export function inTurn<Due extends Pick<Entry, "sender" | "sequence">>(entries: readonly Due[]): Due[] {
  const bySender = new Map<string, Due[]>();
  for (const entry of entries) {
    const key = keyFromBytes(entry.sender);
    bySender.set(key, [...(bySender.get(key) ?? []), entry]);
  }
  for (const own of bySender.values()) own.sort((a, b) => ((a.sequence ?? 0n) < (b.sequence ?? 0n) ? -1 : 1));
  return entries.map(({ sender }) => bySender.get(keyFromBytes(sender))!.shift()!);
}

const isOfMempool = (reason: QueueReason): boolean =>
  reason === QueueReason.QUEUE_REASON_MEMPOOL_FULL || reason === QueueReason.QUEUE_REASON_NODE_UNAVAILABLE;

/** From which height a transaction that did not go in is offered again; undefined waits for its sender's turn. */
export function dueAfter(
  reason: QueueReason,
  { attempts }: Pick<Entry, "attempts">,
  height: bigint,
): bigint | undefined {
  if (reason === QueueReason.QUEUE_REASON_FUTURE_SEQUENCE) return undefined;
  // CometBFT may answer before the next block, and there may be none before it does.
  if (reason === QueueReason.QUEUE_REASON_NODE_UNAVAILABLE) return height;
  if (reason === QueueReason.QUEUE_REASON_MEMPOOL_FULL) return height + 1n;
  const backoff = attempts >= 6 ? MAX_BACKOFF : 1n << BigInt(attempts);
  return height + backoff;
}
