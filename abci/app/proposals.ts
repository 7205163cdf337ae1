import { ProposalFault } from "../../proto/generated/echoin/votes/v1/votes.js";
import { decodable } from "./blocks.js";
import { placeOf, type PooledTransactions } from "./pooled.js";
import type { Transaction } from "./transaction.js";
import type { TransactionCache } from "./transaction-cache.js";

/** Limits of one block's transactions. */
export interface ProposalLimits {
  /** Bytes of all transactions together, their protobuf framing included. */
  readonly maxTxBytes: bigint;
  /** Gas wanted by all together; negative: no limit. */
  readonly maxGas: bigint;
}

/** Bytes that one transaction takes in a block: its field tag and length, then itself. */
function framedSize(bytes: Uint8Array): number {
  let size = 2 + bytes.length;
  for (let rest = bytes.length >>> 7; rest > 0; rest >>>= 7) size++;
  return size;
}

/** What goes into a block beside what CometBFT offers. */
export interface ProposalExtras {
  /** Goes first, when it fits at all. */
  readonly votes?: Uint8Array | undefined;
  readonly pool: PooledTransactions;
}

/**
 * The transactions of a new block, in the mempool's order: those that can be decoded, as many as both limits allow; of
 * those with the same place in their sender's row the best, where the first of them was; none of a sender after one that
 * did not fit. The byte limit is kept here whatever CometBFT offers.
 */
export function selectTransactions(
  transactions: TransactionCache,
  offered: readonly Uint8Array[],
  { maxTxBytes, maxGas }: ProposalLimits,
  { votes, pool }: ProposalExtras,
): Uint8Array[] {
  const selected: Uint8Array[] = [];
  const room = { bytes: maxTxBytes, gas: maxGas };
  if (votes !== undefined && BigInt(framedSize(votes)) <= room.bytes) {
    selected.push(votes);
    room.bytes -= BigInt(framedSize(votes));
  }
  const places = new Places(pool);
  for (const bytes of offered) {
    const tx = places.best(decodable(transactions, bytes), (better) => decodable(transactions, better));
    if (tx === undefined) continue;
    const size = BigInt(framedSize(tx.bytes));
    if (size > room.bytes || (maxGas >= 0n && tx.gasLimit > room.gas)) {
      places.close(tx);
      continue;
    }
    room.bytes -= size;
    room.gas -= tx.gasLimit;
    selected.push(tx.bytes);
  }
  return selected;
}

/** Who has which place of a proposal. */
class Places {
  private readonly taken = new Set<string>();
  /** Senders whose row has ended: those after a gap could not run. */
  private readonly closed = new Set<string>();
  private readonly anyReplaced: boolean;

  constructor(private readonly pool: PooledTransactions) {
    this.anyReplaced = pool.anyReplaced;
  }

  /** What goes into the block where `tx` was offered; undefined for nothing. */
  best(tx: Transaction | undefined, decode: (bytes: Uint8Array) => Transaction | undefined): Transaction | undefined {
    if (tx === undefined || (!this.anyReplaced && this.closed.size === 0)) return tx;
    const place = placeOf(tx);
    if (place === undefined) return tx;
    if (this.closed.has(place.sender)) return undefined;
    const better = this.pool.replacementAt(place);
    if (better === undefined) return tx;
    const key = `${place.sender}/${place.sequence}`;
    if (this.taken.has(key)) return undefined;
    this.taken.add(key);
    return decode(better);
  }

  /** Ends the sender's row here. */
  close(tx: Transaction): void {
    const place = placeOf(tx);
    if (place !== undefined) this.closed.add(place.sender);
  }
}

/** Why a proposal must not be voted for. */
export interface Fault {
  readonly kind: ProposalFault;
  /** In words, for the log. */
  readonly reason: string;
}

/**
 * What is wrong with a proposal's transactions, or undefined when it may be voted for. An honest proposer's is never
 * refused.
 */
export function faultOfTransactions(
  transactions: TransactionCache,
  txs: readonly Uint8Array[],
  maxGas: bigint,
): Fault | undefined {
  let gas = 0n;
  for (const [index, bytes] of txs.entries()) {
    const tx = decodable(transactions, bytes);
    if (tx === undefined) {
      const kind = ProposalFault.PROPOSAL_FAULT_ILLEGAL_TRANSACTION;
      return { kind, reason: `transaction ${index} cannot be decoded` };
    }
    gas += tx.gasLimit;
    if (maxGas >= 0n && gas > maxGas) {
      const kind = ProposalFault.PROPOSAL_FAULT_TOO_MUCH_GAS;
      return { kind, reason: `its transactions want more than ${maxGas} gas` };
    }
  }
  return undefined;
}
