import { ProposalFault } from "../../proto/generated/echoin/votes/v1/votes.js";
import type { Place, PooledTransactions } from "./pooled.js";
import type { Outline, TransactionCache } from "./transaction-cache.js";

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
  for (const each of offered) {
    const own = outlineIn(transactions, each);
    if (own === undefined) continue;
    const bytes = places.best(each, own);
    if (bytes === undefined) continue;
    const { gasLimit, place } = bytes === each ? own : transactions.outline(bytes);
    const size = BigInt(framedSize(bytes));
    if (size > room.bytes || (maxGas >= 0n && gasLimit > room.gas)) {
      places.close(place);
      continue;
    }
    room.bytes -= size;
    room.gas -= gasLimit;
    selected.push(bytes);
  }
  return selected;
}

/** Undefined for bytes that are no transaction, and could not be in any honest block. */
function outlineIn(transactions: TransactionCache, bytes: Uint8Array): Outline | undefined {
  try {
    return transactions.outline(bytes);
  } catch {
    return undefined;
  }
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

  /** What goes into the block where `offered` was; undefined for nothing. */
  best(offered: Uint8Array, { place }: Outline): Uint8Array | undefined {
    if (place === undefined) return offered;
    if (this.closed.has(place.sender)) return undefined;
    const better = this.anyReplaced ? this.pool.replacementAt(place) : undefined;
    if (better === undefined) return offered;
    const key = `${place.sender}/${place.sequence}`;
    if (this.taken.has(key)) return undefined;
    this.taken.add(key);
    return better;
  }

  /** Ends the row of the place's sender there. */
  close(place: Place | undefined): void {
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
    const outline = outlineIn(transactions, bytes);
    if (outline === undefined) {
      const kind = ProposalFault.PROPOSAL_FAULT_ILLEGAL_TRANSACTION;
      return { kind, reason: `transaction ${index} cannot be decoded` };
    }
    gas += outline.gasLimit;
    if (maxGas >= 0n && gas > maxGas) {
      const kind = ProposalFault.PROPOSAL_FAULT_TOO_MUCH_GAS;
      return { kind, reason: `its transactions want more than ${maxGas} gas` };
    }
  }
  return undefined;
}
