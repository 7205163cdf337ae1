import { AppError } from "../state/errors.js";
import { type Place, placeOf } from "./pooled.js";
import { decodeTransaction, type Transaction, transactionHash } from "./transaction.js";

/** What a decoded transaction takes beside its bytes, in bytes: measured for a bank send, which is as small as they are. */
const DECODED_BYTES = 3072;

/** Transactions of which an outline is kept: more than CometBFT's mempool and a block hold, unless told to hold more. */
const MOST_OUTLINES = 40_000;

/** What a proposer and who judges a proposal have to know of a transaction, and what was found out about its signatures. */
export interface Outline extends Pick<Transaction, "gasLimit" | "verdicts"> {
  /** Undefined for those that are in no row, and those that cannot be read so far. */
  readonly place: Place | undefined;
}

/**
 * Transactions by hash. A block's were nearly all seen in CheckTx: verifying them once instead of twice is the largest saving
 * of the hot path, decoding them once instead of twice the next.
 *
 * What was decoded is kept only up to a bound, the oldest dropped first, as a decoded transaction that waits for its block is
 * moved and marked by the garbage collector, which costs about what decoding it does: ten thousand of them were a third of the
 * heap. An outline is kept for longer, so that proposals, which come to every transaction that waits, decode none of them: when
 * they did, and more waited than were kept, each was decoded by the proposal, its judgement and the block, a quarter of all
 * work. Those that a commit made history are forgotten at once: kept until they are the oldest, they would fill the heap with
 * what nobody asks for again.
 */
export class TransactionCache {
  private readonly decoded = new Map<string, Transaction>();
  private readonly outlines = new Map<string, Outline>();
  private bytes = 0;

  constructor(private readonly maxBytes = 48 * 1024 * 1024) {}

  /** For a transaction that will be asked for again. @throws sdk.txDecode */
  get(bytes: Uint8Array): Transaction {
    const hash = transactionHash(bytes);
    return this.decoded.get(hash) ?? this.remember(hash, bytes);
  }

  /** @throws sdk.txDecode */
  outline(bytes: Uint8Array): Outline {
    const hash = transactionHash(bytes);
    const known = this.outlines.get(hash);
    if (known !== undefined) return known;
    this.remember(hash, bytes);
    return this.outlines.get(hash)!;
  }

  /** For a transaction that runs now: it is not kept, its outline stays. @throws sdk.txDecode */
  take(bytes: Uint8Array): Transaction {
    const hash = transactionHash(bytes);
    const known = this.decoded.get(hash);
    if (known === undefined) return this.decode(hash, bytes);
    this.drop(known);
    return known;
  }

  /** Forgets all of a transaction, by its hash. */
  forget(hash: string): void {
    this.outlines.delete(hash);
    const decoded = this.decoded.get(hash);
    if (decoded !== undefined) this.drop(decoded);
  }

  private remember(hash: string, bytes: Uint8Array): Transaction {
    const transaction = this.decode(hash, bytes);
    this.decoded.set(hash, transaction);
    this.bytes += sizeOf(transaction);
    for (const oldest of this.decoded.values()) {
      if (this.bytes <= this.maxBytes) break;
      this.drop(oldest);
    }
    this.outlines.set(hash, outlineOf(transaction));
    if (this.outlines.size > MOST_OUTLINES) this.outlines.delete(this.outlines.keys().next().value as string);
    return transaction;
  }

  private decode(hash: string, bytes: Uint8Array): Transaction {
    // A copy, as the caller's bytes are a small part of what came with them: a thread that is sent them is sent all of it.
    return decodeTransaction(new Uint8Array(bytes), hash, this.outlines.get(hash)?.verdicts);
  }

  private drop(transaction: Transaction): void {
    if (this.decoded.delete(transaction.hash)) this.bytes -= sizeOf(transaction);
  }
}

function outlineOf(transaction: Transaction): Outline {
  const { gasLimit, verdicts } = transaction;
  try {
    return { gasLimit, verdicts, place: placeOf(transaction) };
  } catch (error) {
    // It is a transaction all the same; why its message is none is said when it runs.
    if (error instanceof AppError) return { gasLimit, verdicts, place: undefined };
    throw error;
  }
}

/** Bytes of memory, roughly. What is decoded grows with what there was to decode. */
const sizeOf = ({ bytes }: Transaction): number => DECODED_BYTES + 4 * bytes.length;
