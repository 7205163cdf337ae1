import type { Verdicts } from "./signatures/verdicts.js";
import { decodeTransaction, type Transaction, transactionHash } from "./transaction.js";

/** What a decoded transaction takes beside its bytes, in bytes: measured for a bank send, which is as small as they are. */
const DECODED_BYTES = 3072;

/** Transactions whose signatures are remembered: more than CometBFT's mempool and a block hold, unless told to hold more. */
const MOST_VERDICTS = 40_000;

/**
 * Decoded transactions by hash, the oldest dropped first. A block's transactions were nearly all seen in CheckTx: verifying
 * them once instead of twice, and decoding them once instead of four times, is the largest saving of the hot path.
 *
 * Verdicts on signatures are kept for longer than what was decoded: a verdict is a tenth of it in bytes, and takes ten times
 * as long to come to. When 10,000 transactions waited with all that had been decoded of them, that was a third of the heap.
 * Those that a commit made history are forgotten at once: kept until they are the oldest, they would fill the heap with what
 * nobody asks for again.
 */
export class TransactionCache {
  private readonly known = new Map<string, Transaction>();
  private readonly verdicts = new Map<string, Verdicts>();
  private bytes = 0;

  constructor(private readonly maxBytes = 24 * 1024 * 1024) {}

  /** @throws sdk.txDecode */
  get(bytes: Uint8Array): Transaction {
    const key = transactionHash(bytes);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const transaction = decodeTransaction(new Uint8Array(bytes), key, this.verdicts.get(key));
    this.known.set(key, transaction);
    this.verdicts.set(key, transaction.verdicts);
    this.bytes += sizeOf(transaction);
    for (const oldest of this.known.values()) {
      if (this.bytes <= this.maxBytes) break;
      this.rest(oldest);
    }
    if (this.verdicts.size > MOST_VERDICTS) this.verdicts.delete(this.verdicts.keys().next().value as string);
    return transaction;
  }

  forget(transaction: Transaction): void {
    this.verdicts.delete(transaction.hash);
    this.rest(transaction);
  }

  private rest(transaction: Transaction): void {
    if (this.known.delete(transaction.hash)) this.bytes -= sizeOf(transaction);
  }
}

/** Bytes of memory, roughly. What is decoded grows with what there was to decode. */
const sizeOf = ({ bytes }: Transaction): number => DECODED_BYTES + 4 * bytes.length;
