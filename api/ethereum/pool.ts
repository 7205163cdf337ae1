import type { EthereumCheck } from "../../abci/app/application.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import { keccak256 } from "../../modules/evm/crypto.js";
import { outbids } from "../../modules/evm/replacement.js";
import { decodeEthereumTransaction, type EthereumTransaction } from "../../modules/evm/transaction.js";
import { failed } from "./errors.js";
import { noJournal, type PoolJournal } from "./journal.js";

/** Transactions of CometBFT's mempool that are remembered: as many as it holds unless it is set otherwise. */
const MAX_POOLED = 50_000;
/** Held ones of a sender: a forge script sends a hundred at once, in any order. Of all, in slots. */
const HELD_OF_SENDER = 256;
const HELD_SLOTS = 4096;
const SLOT_BYTES = 32 * 1024;
/** A transaction whose predecessors never come is forgotten after three hours, as in go-ethereum's pool. */
const LIFETIME_MS = 3 * 60 * 60 * 1000;
/** Decoded transactions that are remembered before they are pooled or held: as many as are on their way to CometBFT at once. */
const MAX_DECODED = 1000;
/** Senders of which is remembered up to which nonce their transactions are mined. */
const MAX_SENDERS = 10_000;

/** A transaction that CometBFT's mempool has, or one that this node holds in front of it until its turn. */
interface Entry {
  readonly key: string;
  readonly tx: EthereumTransaction;
  readonly held: boolean;
  /** When one is forgotten that is held: Unix milliseconds. */
  readonly until: number;
}

export interface PoolOptions {
  /** How many slots of 32 KiB all held transactions take together. */
  readonly maxHeldSlots?: number;
  /** Where those are written down that a restart must not lose. */
  readonly journal?: PoolJournal;
  /** Unix milliseconds. */
  readonly clock?: () => number;
}

type Row = Map<bigint, Entry>;

/** As go-ethereum divides its pool: those in a row with what is mined, and those after a gap. */
export interface PoolContent {
  readonly pending: readonly EthereumTransaction[];
  readonly queued: readonly EthereumTransaction[];
}

/** Tells the next nonce of an account at the latest block. */
export type NextNonce = (sender: Uint8Array) => Promise<bigint>;

/**
 * Ethereum transactions that are not mined, one for each sender and nonce: those of CometBFT's mempool, as the consensus
 * thread tells of them, and those that came before their turn, which that does not take.
 */
export class Pool {
  private readonly pooled = new Map<string, Entry>();
  private readonly held = new Map<string, Entry>();
  private readonly rows = new Map<string, Row>();
  /** By key, those decoded last, which may not be here yet. */
  private readonly decoded = new Map<string, EthereumTransaction>();
  private heldSlots = 0;
  /** Sender → the last nonce that is mined: news of CheckTx may come after the block. */
  private readonly minedTo = new Map<string, bigint>();
  private readonly listeners: ((tx: EthereumTransaction) => void)[] = [];
  /** Keys of those that this node handed to the mempool since the last block, and since the one before. */
  private handed = new Set<string>();
  private handedBefore = new Set<string>();
  private readonly maxHeldSlots: number;
  private readonly journal: PoolJournal;
  private readonly clock: () => number;

  constructor({ maxHeldSlots = HELD_SLOTS, journal = noJournal, clock = Date.now }: PoolOptions = {}) {
    this.maxHeldSlots = maxHeldSlots;
    this.journal = journal;
    this.clock = clock;
  }

  /** Takes what a pool before this one wrote down: it waits here, and is offered like all that is held. */
  restore(tx: EthereumTransaction, until: number): void {
    this.insert({ key: keyFromBytes(tx.hash), tx, held: true, until: Math.min(until, this.clock() + LIFETIME_MS) });
  }

  /**
   * The transaction in `raw`. One passes here when it is sent, when CheckTx tells of it, and when it is mined: who sent it is
   * found out once. @throws AppError of codespace evm
   */
  decode(raw: Uint8Array): EthereumTransaction {
    const hash = keccak256(raw);
    const key = keyFromBytes(hash);
    const known = this.find(hash) ?? this.decoded.get(key);
    if (known !== undefined) return known;
    const tx = decodeEthereumTransaction(raw);
    this.decoded.set(key, tx);
    for (const oldest of this.decoded.keys()) {
      if (this.decoded.size <= MAX_DECODED) break;
      this.decoded.delete(oldest);
    }
    return tx;
  }

  /** Takes what CheckTx or a block found. What drops out of the mempool and may yet have its turn is held. */
  note({ raw, accepted, early }: EthereumCheck): void {
    if (accepted) return this.enter(this.decode(raw));
    const key = keyFromBytes(keccak256(raw));
    const entry = this.pooled.get(key);
    if (entry !== undefined) this.remove(entry);
    if (early && this.held.has(key)) return;
    try {
      if (early) return this.hold(this.decode(raw));
    } catch {
      // There is no room, or another one has its place.
    }
    if (entry !== undefined) this.journal.drop(key);
  }

  /**
   * Takes a transaction that CometBFT's mempool has, and tells the listeners when it is new there.
   * @param handed whether this node handed it in: that mempool ends with its process, so what lingers there is written down
   */
  enter(tx: EthereumTransaction, handed = false): void {
    const key = keyFromBytes(tx.hash);
    if (handed) this.handed.add(key);
    const sender = keyFromBytes(tx.sender);
    if (this.pooled.has(key) || tx.nonce <= (this.minedTo.get(sender) ?? -1n)) return;
    const other = this.rows.get(sender)?.get(tx.nonce);
    // CometBFT keeps one that was replaced until its nonce is mined.
    if (other !== undefined && !other.held && outbids(other.tx, tx)) return;
    this.insert({ key, tx, held: false, until: this.clock() + LIFETIME_MS });
    for (const oldest of this.pooled.values()) {
      if (this.pooled.size <= MAX_POOLED) break;
      this.forget(oldest);
    }
    for (const listener of this.listeners) listener(tx);
  }

  /** Holds a transaction until its turn. @throws JsonRpcError in the words of go-ethereum's pool */
  hold(tx: EthereumTransaction): void {
    this.requirePlace(tx);
    this.dropOld();
    const row = this.rows.get(keyFromBytes(tx.sender));
    const before = row?.get(tx.nonce);
    if (before?.held !== true) {
      let own = 0;
      for (const { held } of row?.values() ?? []) if (held) own++;
      if (own >= HELD_OF_SENDER) throw failed("account limit exceeded");
    }
    const freed = before?.held === true ? slotsOf(before) : 0;
    const entry = { key: keyFromBytes(tx.hash), tx, held: true, until: this.clock() + LIFETIME_MS };
    if (this.heldSlots - freed + slotsOf(entry) > this.maxHeldSlots) throw failed("txpool is full");
    this.insert(entry);
  }

  /** @throws JsonRpcError when the transaction is here, or when it pays too little for the place of another */
  requirePlace(tx: EthereumTransaction): void {
    if (this.find(tx.hash) !== undefined) throw failed("already known");
    const before = this.rows.get(keyFromBytes(tx.sender))?.get(tx.nonce)?.tx;
    if (before !== undefined && !outbids(tx, before)) throw failed("replacement transaction underpriced");
  }

  /** Forgets a transaction. */
  drop(hash: Uint8Array): void {
    const key = keyFromBytes(hash);
    const entry = this.pooled.get(key) ?? this.held.get(key);
    if (entry !== undefined) this.forget(entry);
  }

  /** Takes out transactions that a block has, and those that lost to them; what lingers is written down. */
  mined(transactions: readonly Pick<EthereumTransaction, "sender" | "nonce">[]): void {
    for (const { sender, nonce } of transactions) this.used(sender, nonce);
    for (const key of this.handedBefore) this.write(this.pooled.get(key));
    this.handedBefore = this.handed;
    this.handed = new Set();
  }

  /** Takes out all of a sender up to a nonce that is used. */
  used(sender: Uint8Array, nonce: bigint): void {
    const key = keyFromBytes(sender);
    this.minedTo.delete(key);
    this.minedTo.set(key, nonce);
    for (const entry of this.rows.get(key)?.values() ?? []) if (entry.tx.nonce <= nonce) this.forget(entry);
    for (const oldest of this.minedTo.keys()) {
      if (this.minedTo.size <= MAX_SENDERS) break;
      this.minedTo.delete(oldest);
    }
  }

  /** Forgets everything. */
  clear(): void {
    for (const entry of [...this.pooled.values(), ...this.held.values()]) this.forget(entry);
    this.minedTo.clear();
  }

  find(hash: Uint8Array): EthereumTransaction | undefined {
    const key = keyFromBytes(hash);
    return (this.pooled.get(key) ?? this.held.get(key))?.tx;
  }

  /** The transaction that is held for this nonce. */
  heldAt(sender: Uint8Array, nonce: bigint): EthereumTransaction | undefined {
    const entry = this.rows.get(keyFromBytes(sender))?.get(nonce);
    return entry?.held === true ? entry.tx : undefined;
  }

  /** Of each sender of whom some are held, the one with the lowest nonce. */
  firstHeld(): EthereumTransaction[] {
    this.dropOld();
    const first = new Map<string, EthereumTransaction>();
    for (const { tx } of this.held.values()) {
      const sender = keyFromBytes(tx.sender);
      const known = first.get(sender);
      if (known === undefined || tx.nonce < known.nonce) first.set(sender, tx);
    }
    return [...first.values()];
  }

  /** The nonce after those of a row that starts at `from`. */
  nextNonce(sender: Uint8Array, from: bigint): bigint {
    const row = this.rows.get(keyFromBytes(sender));
    let next = from;
    while (row?.has(next) === true) next++;
    return next;
  }

  /** All of them, or one sender's, by sender and nonce. */
  async content(nextNonce: NextNonce, of?: Uint8Array): Promise<PoolContent> {
    const content = { pending: [] as EthereumTransaction[], queued: [] as EthereumTransaction[] };
    const rows = of === undefined ? this.rows.values() : [this.rows.get(keyFromBytes(of)) ?? (new Map() as Row)];
    for (const row of [...rows]) {
      const entries = [...row.values()].sort((a, b) => (a.tx.nonce < b.tx.nonce ? -1 : 1));
      let next = entries.some(({ held }) => held) ? await nextNonce(entries[0]!.tx.sender) : 0n;
      for (const { tx, held } of entries) {
        const inRow = !held || tx.nonce === next;
        if (inRow) next = tx.nonce + 1n;
        content[inRow ? "pending" : "queued"].push(tx);
      }
    }
    return content;
  }

  /** Calls `listener` for each transaction that comes into the mempool. */
  onTransaction(listener: (tx: EthereumTransaction) => void): void {
    this.listeners.push(listener);
  }

  private insert(entry: Entry): void {
    const sender = keyFromBytes(entry.tx.sender);
    const before = this.rows.get(sender)?.get(entry.tx.nonce);
    if (before?.key === entry.key) this.remove(before);
    else if (before !== undefined) this.forget(before);
    const row = this.rows.get(sender) ?? (new Map() as Row);
    row.set(entry.tx.nonce, entry);
    this.rows.set(sender, row);
    (entry.held ? this.held : this.pooled).set(entry.key, entry);
    if (!entry.held) return;
    this.heldSlots += slotsOf(entry);
    this.write(entry);
  }

  private write(entry: Entry | undefined): void {
    if (entry !== undefined) this.journal.keep({ key: entry.key, raw: entry.tx.raw, expiresAt: entry.until });
  }

  private forget(entry: Entry): void {
    this.remove(entry);
    this.journal.drop(entry.key);
  }

  private remove(entry: Entry): void {
    const sender = keyFromBytes(entry.tx.sender);
    const row = this.rows.get(sender);
    row?.delete(entry.tx.nonce);
    if (row?.size === 0) this.rows.delete(sender);
    (entry.held ? this.held : this.pooled).delete(entry.key);
    if (entry.held) this.heldSlots -= slotsOf(entry);
  }

  private dropOld(): void {
    const now = this.clock();
    // The oldest come first.
    for (const entry of this.held.values()) {
      if (entry.until >= now) break;
      this.forget(entry);
    }
  }
}

const slotsOf = ({ tx }: Entry): number => Math.ceil(tx.raw.length / SLOT_BYTES);
