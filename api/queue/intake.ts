import { hash as digest } from "node:crypto";
import type { AddressCodec } from "../../abci/state/addresses.js";
import type { Logger } from "../../abci/app/logger.js";
import type { BroadcastVerdict } from "../comet/broadcast.js";
import { RpcError } from "../status.js";
import { candidateOf } from "./candidate.js";
import type { Entry, Verdict } from "./entry.js";
import type { ChainView } from "./offering.js";
import { type Later, outcomeOf, unavailable } from "./outcome.js";
import type { TransactionQueue } from "./queue.js";
import type { Ending } from "./store.js";

/** What the queue asks of the chain about what it is handed. */
export interface IntakeChain extends ChainView {
  /** Holds a transaction to all that CheckTx asks for, but its turn and its price. */
  checkOutOfTurn(bytes: Uint8Array): Promise<Verdict>;
}

export interface IntakeParts {
  readonly queue: TransactionQueue;
  readonly chain: IntakeChain;
  /** Hands bytes to the mempool, and waits for its verdict. @throws RpcError UNAVAILABLE */
  readonly broadcast: (bytes: Uint8Array) => Promise<BroadcastVerdict>;
  /** Where a block has a transaction of this hash. */
  readonly lookUp: (hash: Uint8Array) => Promise<Ending | undefined>;
  readonly logger: Logger;
}

/** What became of a transaction that was handed in. */
export interface Taken {
  readonly verdict: Verdict;
  readonly data: string;
  /** Upper-case hex. */
  readonly hash: string;
  /** In the queue; undefined when it is not. */
  readonly entry: Entry | undefined;
  /** Where it is in a block already. */
  readonly committed?: Ending;
  /** Why it was not kept, when it was to be and might have been. */
  readonly notKept?: RpcError;
}

/** Hands Cosmos transactions to the mempool, and to the queue what is to be kept or watched. */
export class Intake {
  private readonly watching = new Set<Promise<unknown>>();

  constructor(private readonly parts: IntakeParts) {}

  /**
   * Hands in a transaction. What the mempool takes is watched in the background, what it may take later is kept when
   * `keep` says so, and on the disk when this returns.
   * @throws RpcError UNAVAILABLE when CometBFT does not answer and it is not kept
   */
  async take(
    bytes: Uint8Array,
    { keep, ttlMs, addresses }: { keep: boolean; ttlMs: number | undefined; addresses: AddressCodec },
  ): Promise<Taken> {
    const { chain } = this.parts;
    const height = await chain.height();
    const { verdict, data, later, failure } = await this.offer(bytes, keep);
    const taken = { verdict, data, hash: digest("sha256", bytes, "hex").toUpperCase(), entry: undefined };
    if (later === undefined) {
      const { kind } = outcomeOf(verdict);
      if (kind !== "taken" && !(kind === "known" && keep)) return taken;
      // It is in already, perhaps by another door: in a block, or in the mempool and worth watching.
      const committed = kind === "known" ? await this.parts.lookUp(Buffer.from(taken.hash, "hex")) : undefined;
      if (committed !== undefined) return { ...taken, committed };
      return { ...taken, entry: await this.watch(bytes, { height, keep, addresses }) };
    }
    const lasting = await chain.checkOutOfTurn(bytes);
    if (lasting.code !== 0) return { ...taken, verdict: lasting };
    const kept = await this.keep(bytes, { later, ttlMs, addresses });
    if (!(kept instanceof RpcError)) return { ...taken, entry: kept };
    if (failure !== undefined) throw failure;
    return { ...taken, notKept: kept };
  }

  /** Waits for what is under way in the background. */
  async idle(): Promise<void> {
    await Promise.all(this.watching);
  }

  private async offer(bytes: Uint8Array, keep: boolean): Promise<Offered> {
    try {
      const { code, codespace, log, data } = await this.parts.broadcast(bytes);
      const verdict = { code, codespace, log };
      const outcome = outcomeOf(verdict);
      return { verdict, data, later: keep && outcome.kind === "later" ? outcome : undefined, failure: undefined };
    } catch (error) {
      if (!keep || !(error instanceof Error)) throw error;
      const later = unavailable(error);
      return { verdict: later.verdict, data: "", later, failure: error };
    }
  }

  /** With `keep` the answer waits until it is written. */
  private async watch(
    bytes: Uint8Array,
    { height, keep, addresses }: { height: bigint; keep: boolean; addresses: AddressCodec },
  ): Promise<Entry | undefined> {
    const candidate = candidateOf(bytes, addresses);
    if (candidate === undefined) return undefined;
    const watched = this.parts.queue.watch(candidate, height).catch((error: unknown) => {
      this.parts.logger.warn("a transaction is not watched", { error: String(error) });
      return undefined;
    });
    if (keep) return watched;
    this.watching.add(watched);
    void watched.finally(() => this.watching.delete(watched));
    return undefined;
  }

  private async keep(
    bytes: Uint8Array,
    { later, ttlMs, addresses }: { later: Later; ttlMs: number | undefined; addresses: AddressCodec },
  ): Promise<Entry | RpcError> {
    const candidate = candidateOf(bytes, addresses);
    if (candidate === undefined) {
      return new RpcError(
        "INVALID_ARGUMENT",
        "Ethereum transactions wait in a pool of their own: eth_sendRawTransaction",
      );
    }
    try {
      return await this.parts.queue.keep(candidate, later, ttlMs);
    } catch (error) {
      if (error instanceof RpcError) return error;
      this.parts.logger.error("a transaction could not be kept", { error: String(error) });
      return new RpcError("INTERNAL", "the queue's file cannot be written");
    }
  }
}

interface Offered {
  readonly verdict: Verdict;
  readonly data: string;
  /** To be kept for this. */
  readonly later: Later | undefined;
  /** CometBFT did not answer, so. */
  readonly failure: Error | undefined;
}
