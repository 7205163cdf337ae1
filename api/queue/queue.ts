import { QueueReason, QueueState } from "../../proto/generated/echoin/node/v1/queue.js";
import type { QueueConfig } from "../config.js";
import { RpcError } from "../status.js";
import type { Commits } from "./commits.js";
import { type Candidate, type Entry, GOOD, hashText, isOpen } from "./entry.js";
import { type ChainView, dueAfter, type Offering } from "./offering.js";
import type { Later } from "./outcome.js";
import type { ListQuery, QueueStore, Totals } from "./store.js";

export interface QueueParts {
  readonly store: QueueStore;
  readonly commits: Commits;
  readonly offering: Offering;
  readonly chain: ChainView;
  readonly limits: QueueConfig;
  /** Unix milliseconds. */
  readonly clock: () => number;
  /** Told of each transaction that comes in, and of each that found no room. */
  readonly came: (event: "kept" | "watched" | "no_room", reason: QueueReason) => void;
  /** Told of each that comes to its end here. */
  readonly ended: (state: QueueState) => void;
}

/**
 * Transactions that are kept until a block has them, by sender and place in the sender's order. What they are and who may
 * hand them in is the callers' to know: their signatures are good when they come here.
 */
export class TransactionQueue {
  constructor(private readonly parts: QueueParts) {}

  get totals(): Totals {
    return this.parts.store.totals;
  }

  /**
   * Keeps what the mempool did not take, and answers when that is on the disk. One that is here already stays as it is.
   * @param ttlMs how long to keep it; undefined, and more than the node keeps any, is the node's own time-to-live
   * @throws RpcError RESOURCE_EXHAUSTED naming the bound, ALREADY_EXISTS when another is kept at its place
   */
  async keep(candidate: Candidate, { reason, verdict }: Later, ttlMs: number | undefined): Promise<Entry> {
    const { store, limits, clock, offering, came } = this.parts;
    const { sender, sequence } = candidate;
    const keptAt = clock();
    const turn = reason === QueueReason.QUEUE_REASON_FUTURE_SEQUENCE;
    const height = await this.parts.chain.height();
    const { entry, added } = await store.change(async () => {
      const here = await store.find(candidate.hash);
      if (here !== undefined && isOpen(here)) return { entry: here, added: false };
      await this.requireRoom(candidate);
      const beginning = {
        ...{ state: QueueState.QUEUE_STATE_WAITING, reason, verdict, keptAt },
        expiresAt: expiry(candidate, keptAt + Math.min(ttlMs ?? limits.ttlMs, limits.ttlMs)),
        due: dueAfter(reason, { attempts: 0 }, height),
      };
      return { entry: await store.add(candidate, beginning), added: true };
    });
    if (!added) return entry;
    came("kept", reason);
    // The one before it may have gone in since the mempool was asked: nobody else would look here then.
    if (turn && sequence !== undefined) void offering.follow(sender, sequence).catch(() => undefined);
    return entry;
  }

  /**
   * Watches what the mempool took until a block has it, and offers what waits behind it; without room for it, only that.
   * @param height the last committed one before it was handed to the mempool
   */
  async watch(candidate: Candidate, height: bigint): Promise<Entry | undefined> {
    const { store, commits, limits, clock, offering, came } = this.parts;
    const { sender, sequence } = candidate;
    const keptAt = clock();
    const none = QueueReason.QUEUE_REASON_UNSPECIFIED;
    const due = height + BigInt(limits.offerAgainBlocks);
    try {
      return await store.change(async () => {
        const here = await store.find(candidate.hash);
        if (here !== undefined && isOpen(here)) {
          await store.attempted(here.id, { state: QueueState.QUEUE_STATE_OFFERED, reason: none, verdict: GOOD, due });
          return store.find(candidate.hash);
        }
        await this.displace(candidate);
        await this.requireRoom(candidate);
        const expiresAt = expiry(candidate, keptAt + limits.ttlMs);
        const beginning = {
          state: QueueState.QUEUE_STATE_OFFERED,
          reason: none,
          verdict: GOOD,
          keptAt,
          expiresAt,
          due,
        };
        const entry = await store.add(candidate, beginning);
        came("watched", none);
        return entry;
      });
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      came("no_room", none);
      return undefined;
    } finally {
      commits.revisit(height);
      if (sequence !== undefined) await offering.follow(sender, sequence + 1n);
    }
  }

  /** Ends an open one at its sender's wish. @returns it as it is then; undefined when there is none of this hash */
  async cancel(hash: Uint8Array): Promise<Entry | undefined> {
    const { store, commits, clock } = this.parts;
    const entry = await store.find(hash);
    if (entry !== undefined && isOpen(entry)) {
      const { id, verdict } = entry;
      await commits.end([{ id, state: QueueState.QUEUE_STATE_CANCELLED, verdict, height: 0n, at: clock() }]);
    }
    return store.find(hash);
  }

  find(hash: Uint8Array): Promise<Entry | undefined> {
    return this.parts.store.find(hash);
  }

  list(query: ListQuery): Promise<Entry[]> {
    return this.parts.store.list(query);
  }

  countOf(sender: Uint8Array, open: boolean): Promise<number> {
    return this.parts.store.countOf(sender, open);
  }

  /** The mempool has one at this place: what is kept here for the same place can go in no more. */
  private async displace({ sender, sequence, hash }: Candidate): Promise<void> {
    const { store, clock, ended } = this.parts;
    const before = sequence === undefined ? undefined : await store.at(sender, sequence);
    if (before === undefined) return;
    const log = `another transaction of this sequence is in the mempool: ${hashText(hash)}`;
    const verdict = { ...before.verdict, log };
    await store.end(before.id, { state: QueueState.QUEUE_STATE_REFUSED, verdict, height: 0n, at: clock() });
    ended(QueueState.QUEUE_STATE_REFUSED);
  }

  private async requireRoom({ sender, sequence, bytes }: Candidate): Promise<void> {
    const { store, limits } = this.parts;
    const other = sequence === undefined ? undefined : await store.at(sender, sequence);
    if (other !== undefined) {
      throw new RpcError(
        "ALREADY_EXISTS",
        `${hashText(other.hash)} is kept with sequence ${sequence} of this sender: cancel it first`,
      );
    }
    const full = (what: string): RpcError => new RpcError("RESOURCE_EXHAUSTED", `the queue is full: ${what}`);
    if ((await store.openOf(sender)) >= limits.maxPerSender)
      throw full(`it keeps at most ${limits.maxPerSender} transactions of a sender`);
    const { waiting, offered, bytes: kept } = store.totals;
    if (waiting + offered >= limits.maxTransactions)
      throw full(`it keeps at most ${limits.maxTransactions} transactions`);
    if (kept + bytes.length > limits.maxBytes) throw full(`it keeps at most ${limits.maxBytes} bytes`);
  }
}

const expiry = ({ timeoutMs }: Candidate, at: number): number => Math.min(at, timeoutMs ?? at);
