import { type Offer, outbids } from "../../modules/evm/replacement.js";
import { decodeEthereumTransaction, requestOf } from "../../modules/evm/transaction.js";
import { ONE } from "../state/decimals.js";
import { rawEthereumOf } from "./ante/ethereum.js";
import type { Transaction } from "./transaction.js";

/** So many transactions of an account are in the mempool at once, those that were replaced counted in. */
export const MAX_OF_ACCOUNT = 4096;

/** A transaction's place in its sender's row. */
export interface Place {
  /** The account's address, as text. */
  readonly sender: string;
  readonly sequence: bigint;
}

/** The best transaction of a place. */
interface Holder {
  readonly hash: string;
  /** Kept for one that took the place from another: that one is offered before it, and it goes in its stead. */
  readonly bytes: Uint8Array | undefined;
  readonly denom: string | undefined;
  /** In 10^-18 base units. */
  readonly offer: Offer;
}

interface Row {
  readonly bySequence: Map<bigint, Holder>;
  count: number;
}

/** What was let in since a commit, by sender and sequence. */
class Round {
  readonly rows = new Map<string, Row>();
  /** How many places changed hands. */
  replaced = 0;

  find({ sender, sequence }: Place): Holder | undefined {
    return this.rows.get(sender)?.bySequence.get(sequence);
  }
}

/**
 * What the mempool holds, as far as replacing goes: CometBFT's keeps the order in which transactions came, and knows of no
 * sender. Each commit starts the check state anew and lets in again what still holds, so what is known is of one round;
 * what nobody let in again is forgotten with the round before.
 */
export class PooledTransactions {
  private round = new Round();
  private before = new Round();

  /** To be called when the check state starts anew. */
  startRound(): void {
    this.before = this.round;
    this.round = new Round();
  }

  /** Whether the mempool holds as many of the sender's as it takes. */
  isFull({ sender }: Place): boolean {
    return (this.rows.get(sender)?.count ?? 0) >= MAX_OF_ACCOUNT;
  }

  /** Takes a transaction that was let in; with `replaces`, in the place of the one that had it. */
  add(tx: Transaction, place: Place, replaces = false): void {
    const holder = holderOf(tx, replaces);
    const row = this.rows.get(place.sender);
    if (row === undefined) this.rows.set(place.sender, { bySequence: new Map([[place.sequence, holder]]), count: 1 });
    else {
      row.bySequence.set(place.sequence, holder);
      row.count++;
    }
    if (replaces) this.round.replaced++;
  }

  /** How a transaction stands to the one that has its place; undefined when no other one has it. */
  compare(tx: Transaction, place: Place): "outbids" | "underpriced" | undefined {
    const held = this.round.find(place);
    if (held === undefined || held.hash === tx.hash) return undefined;
    const own = holderOf(tx);
    const comparable = own.denom === undefined || held.denom === undefined || own.denom === held.denom;
    return comparable && outbids(own.offer, held.offer) ? "outbids" : "underpriced";
  }

  /** Forgets a transaction that is let in no more. */
  drop(tx: Transaction, place: Place): void {
    if (this.before.find(place)?.hash === tx.hash)
      this.before.rows.get(place.sender)!.bySequence.delete(place.sequence);
  }

  /** Whether any place changed hands: if not, the mempool's order is all that there is to know. */
  get anyReplaced(): boolean {
    return this.round.replaced + this.before.replaced > 0;
  }

  /** The transaction that took a place from another, if one did. */
  replacementAt(place: Place): Uint8Array | undefined {
    return (this.round.find(place) ?? this.before.find(place))?.bytes;
  }

  private get rows(): Map<string, Row> {
    return this.round.rows;
  }
}

/**
 * Where a transaction stands; undefined for those that are in no row: of several signers, or unordered. Who signed it is not
 * looked at. @throws AppError for an Ethereum transaction that cannot be read
 */
export function placeOf(tx: Transaction): Place | undefined {
  const [sender, other] = tx.signers;
  if (sender === undefined || other !== undefined || tx.unordered) return undefined;
  const raw = rawEthereumOf(tx);
  if (raw !== undefined) return { sender, sequence: requestOf(raw).nonce };
  const info = tx.signerInfos[0];
  return info && { sender, sequence: info.sequence };
}

function holderOf(tx: Transaction, replaces = false): Holder {
  const [coin, other] = tx.feeCoins;
  const raw = rawEthereumOf(tx);
  const common = { hash: tx.hash, bytes: replaces ? tx.bytes : undefined, denom: coin?.denom };
  if (raw !== undefined) {
    const { maxFeePerGas, maxPriorityFeePerGas } = decodeEthereumTransaction(raw);
    return { ...common, offer: { maxFeePerGas: maxFeePerGas * ONE, maxPriorityFeePerGas: maxPriorityFeePerGas * ONE } };
  }
  // A fee in several coins has no price, so it is no better than any other.
  const price =
    coin === undefined || other !== undefined || tx.gasLimit === 0n ? 0n : (coin.amount * ONE) / tx.gasLimit;
  return { ...common, offer: { maxFeePerGas: price, maxPriorityFeePerGas: price } };
}
