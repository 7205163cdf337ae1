import { keyFromBytes } from "../../abci/store/bytes.js";
import type { EthereumTransaction } from "../../modules/evm/transaction.js";
import { failed } from "./errors.js";

/** As go-ethereum's pool: of one sender, and of how much dearer a transaction has to be to take another's place. */
const PER_SENDER = 64;
const BUMP_PERCENT = 10n;
const MAX_WAITING = 4096;
/** A transaction whose predecessors never come is forgotten after three hours. */
const LIFETIME_MS = 3 * 60 * 60 * 1000;

interface Entry {
  readonly tx: EthereumTransaction;
  readonly until: number;
}

/** Transactions whose nonces are ahead of their sender's: CometBFT's mempool takes a sender's in a row alone. */
export class Waiting {
  private readonly bySender = new Map<string, Map<bigint, Entry>>();
  private readonly byHash = new Map<string, EthereumTransaction>();

  get size(): number {
    return this.byHash.size;
  }

  /** Keeps a transaction until those before it are there. @throws JsonRpcError in the words of go-ethereum's pool */
  add(tx: EthereumTransaction): void {
    this.dropOld();
    const sender = keyFromBytes(tx.sender);
    const own = this.bySender.get(sender) ?? new Map<bigint, Entry>();
    const before = own.get(tx.nonce)?.tx;
    if (before !== undefined) {
      if (!replaces(tx, before)) throw failed("replacement transaction underpriced");
      this.byHash.delete(keyFromBytes(before.hash));
    } else if (own.size >= PER_SENDER) throw failed("account limit exceeded");
    else if (this.size >= MAX_WAITING) throw failed("txpool is full");
    own.set(tx.nonce, { tx, until: performance.now() + LIFETIME_MS });
    this.bySender.set(sender, own);
    this.byHash.set(keyFromBytes(tx.hash), tx);
  }

  /** Takes out the sender's transaction with this nonce. */
  take(sender: Uint8Array, nonce: bigint): EthereumTransaction | undefined {
    const key = keyFromBytes(sender);
    const own = this.bySender.get(key);
    const found = own?.get(nonce)?.tx;
    if (own === undefined || found === undefined) return undefined;
    own.delete(nonce);
    if (own.size === 0) this.bySender.delete(key);
    this.byHash.delete(keyFromBytes(found.hash));
    return found;
  }

  has(sender: Uint8Array): boolean {
    return this.bySender.has(keyFromBytes(sender));
  }

  find(hash: Uint8Array): EthereumTransaction | undefined {
    return this.byHash.get(keyFromBytes(hash));
  }

  all(): Iterable<EthereumTransaction> {
    return this.byHash.values();
  }

  private dropOld(): void {
    const now = performance.now();
    for (const own of this.bySender.values()) {
      for (const { tx, until } of own.values()) if (until < now) this.take(tx.sender, tx.nonce);
    }
  }
}

function replaces(tx: EthereumTransaction, before: EthereumTransaction): boolean {
  const dearer = (price: bigint, old: bigint): boolean => price * 100n >= old * (100n + BUMP_PERCENT) && price > old;
  return dearer(tx.maxFeePerGas, before.maxFeePerGas) && dearer(tx.maxPriorityFeePerGas, before.maxPriorityFeePerGas);
}
