import type { AddressCodec } from "../state/addresses.js";
import type { ReadContext } from "../state/context.js";
import type { MultiStore, StoreKey } from "../store/types.js";
import { offerSignatures } from "./ante/ahead.js";
import type { Echoin } from "./echoin.js";
import type { RingOwner } from "./signatures/ring.js";
import type { Transaction } from "./transaction.js";
import type { TransactionCache } from "./transaction-cache.js";

/** Does for transactions that will run soon what does not depend on those before them: reads, and signature checks. */
export class LookAhead {
  constructor(
    private readonly chain: Pick<Echoin, "readAhead" | "signerKeys" | "keepers">,
    private readonly store: Pick<MultiStore, "latest" | "evictions">,
    private readonly transactions: Pick<TransactionCache, "known">,
    private readonly ring: RingOwner | undefined,
  ) {}

  /** Loads in one go what the transactions are about to touch, so that execution hardly ever waits for the disk. */
  async read(addresses: AddressCodec, txs: readonly Transaction[]): Promise<void> {
    const { evictions } = this.store;
    await this.loadAll(addresses, txs);
    for (const tx of txs) {
      const known = this.transactions.known(tx);
      if (known !== undefined) known.readAt = evictions;
    }
  }

  /**
   * The same for the transactions of a block, but for those that were just read for when they were checked: to find that all
   * of it is still in memory took the main thread 10 us of the 155 of a bank send. What the store let go of since is read
   * again: one read for many keys here, and one for each in the block.
   */
  readForBlock(addresses: AddressCodec, txs: readonly Transaction[]): Promise<void> {
    return this.loadAll(
      addresses,
      txs.filter((tx) => this.transactions.known(tx)?.readAt !== this.store.evictions),
    );
  }

  /** Loads the signers' accounts, which is what `offer` has to know. */
  readSigners(addresses: AddressCodec, txs: readonly Transaction[]): Promise<void> {
    return this.load(txs, (tx, keys) => this.chain.signerKeys(tx, addresses, keys));
  }

  /** Has the signatures of transactions checked by other threads, as far as their signers' accounts are in memory. */
  offer(ctx: ReadContext, txs: readonly Transaction[]): void {
    if (this.ring === undefined) return;
    for (const tx of txs) offerSignatures(ctx, tx, this.chain.keepers.accounts, this.ring);
    this.ring.publish();
  }

  private loadAll(addresses: AddressCodec, txs: readonly Transaction[]): Promise<void> {
    return this.load(txs, (tx, keys) => this.chain.readAhead(tx, addresses, keys));
  }

  private async load(txs: readonly Transaction[], addKeys: (tx: Transaction, keys: StoreKey[]) => void): Promise<void> {
    const keys: StoreKey[] = [];
    for (const tx of txs) {
      try {
        addKeys(tx, keys);
      } catch {
        // A hint only: what is wrong with the transaction is said when it is executed.
      }
    }
    if (keys.length > 0) await this.store.latest().prefetch(keys);
  }
}
