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
  /** How often the store's cache had let go of nodes when what the transaction touches was read; undefined when it was not. */
  readAt: number | undefined;
}

/**
 * Transactions by hash. A block's were nearly all seen in CheckTx: verifying them once instead of twice is the largest saving
 * of the hot path.
 *
 * What was decoded is let go once it was checked, and decoded again when it runs: sixty objects that the garbage collector
 * moves and marks while their transaction waits cost what decoding does, and ten thousand of them 40 MB. What a proposal
 * brings that was never checked is kept up to a bound, the oldest dropped first. An outline stays throughout, so that
 * proposals, which come to every transaction that waits, decode none of them. Those that a commit made history are forgotten
 * at once: kept until they are the oldest, they would fill the heap with what nobody asks for again.
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

  /** What is kept of a transaction that was decoded, if it is not that long ago. */
  known({ hash }: Transaction): Outline | undefined {
    return this.outlines.get(hash);
  }

  /** For a transaction that runs now: it is not kept, its outline stays. @throws sdk.txDecode */
  take(bytes: Uint8Array): Transaction {
    const hash = transactionHash(bytes);
    const known = this.decoded.get(hash);
    if (known === undefined) return this.decode(hash, bytes);
    this.release(known);
    return known;
  }

  /** For a transaction that now waits: its outline is all that is asked for until it runs. */
  release(transaction: Transaction): void {
    if (this.decoded.delete(transaction.hash)) this.bytes -= sizeOf(transaction);
  }

  /** Forgets all of a transaction, by its hash. */
  forget(hash: string): void {
    this.outlines.delete(hash);
    const decoded = this.decoded.get(hash);
    if (decoded !== undefined) this.release(decoded);
  }

  private remember(hash: string, bytes: Uint8Array): Transaction {
    const transaction = this.decode(hash, bytes);
    this.decoded.set(hash, transaction);
    this.bytes += sizeOf(transaction);
    for (const oldest of this.decoded.values()) {
      if (this.bytes <= this.maxBytes) break;
      this.release(oldest);
    }
    this.outlines.set(hash, outlineOf(transaction));
    if (this.outlines.size > MOST_OUTLINES) this.outlines.delete(this.outlines.keys().next().value as string);
    return transaction;
  }

  private decode(hash: string, bytes: Uint8Array): Transaction {
    // A copy, as the caller's bytes are a small part of what came with them: a thread that is sent them is sent all of it.
    return decodeTransaction(new Uint8Array(bytes), hash, this.outlines.get(hash)?.verdicts);
  }
}

function outlineOf(transaction: Transaction): Outline {
  const { gasLimit, verdicts } = transaction;
  return { gasLimit, verdicts, place: placeIfAny(transaction), readAt: undefined };
}

function placeIfAny(transaction: Transaction): Place | undefined {
  try {
    return placeOf(transaction);
  } catch (error) {
    // It is a transaction all the same; why its message is none is said when it runs.
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Bytes of memory, roughly. What is decoded grows with what there was to decode. */
const sizeOf = ({ bytes }: Transaction): number => DECODED_BYTES + 4 * bytes.length;
