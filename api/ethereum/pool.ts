import type { EthereumCheck } from "../../abci/app/application.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import { keccak256 } from "../../modules/evm/crypto.js";
import { decodeEthereumTransaction, type EthereumTransaction } from "../../modules/evm/transaction.js";

/** Transactions that are remembered; CometBFT's mempool holds 5,000 unless it is set otherwise. */
const MAX_TRANSACTIONS = 20_000;

/** What this node's mempool holds of Ethereum transactions, as the consensus thread tells of it. */
export class Pool {
  private readonly byHash = new Map<string, EthereumTransaction>();
  private readonly listeners: ((tx: EthereumTransaction) => void)[] = [];

  /** Takes what CheckTx found. */
  note({ raw, accepted }: EthereumCheck): void {
    const key = keyFromBytes(keccak256(raw));
    if (!accepted) this.byHash.delete(key);
    else if (!this.byHash.has(key)) this.add(key, decodeEthereumTransaction(raw));
  }

  /** Takes transactions out that a block has. */
  mined(hashes: readonly Uint8Array[]): void {
    for (const hash of hashes) this.byHash.delete(keyFromBytes(hash));
  }

  find(hash: Uint8Array): EthereumTransaction | undefined {
    return this.byHash.get(keyFromBytes(hash));
  }

  get size(): number {
    return this.byHash.size;
  }

  /** All of them, in the order in which they came. */
  all(): Iterable<EthereumTransaction> {
    return this.byHash.values();
  }

  /** Calls `listener` for each transaction that comes in. */
  onTransaction(listener: (tx: EthereumTransaction) => void): void {
    this.listeners.push(listener);
  }

  private add(key: string, tx: EthereumTransaction): void {
    this.byHash.set(key, tx);
    for (const oldest of this.byHash.keys()) {
      if (this.byHash.size <= MAX_TRANSACTIONS) break;
      this.byHash.delete(oldest);
    }
    for (const listener of this.listeners) listener(tx);
  }
}
