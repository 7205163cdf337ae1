import type { AddressCodec } from "../state/addresses.js";
import type { ReadContext } from "../state/context.js";
import type { MultiStore, StoreKey } from "../store/types.js";
import { offerSignatures } from "./ante/ahead.js";
import type { Echoin } from "./echoin.js";
import type { RingOwner } from "./signatures/ring.js";
import type { Transaction } from "./transaction.js";

/** Does for transactions that will run soon what does not depend on those before them: reads, and signature checks. */
export class LookAhead {
  constructor(
    private readonly chain: Pick<Echoin, "readAhead" | "signerKeys" | "keepers">,
    private readonly store: Pick<MultiStore, "latest">,
    private readonly ring: RingOwner | undefined,
  ) {}

  /** Loads in one go what the transactions are about to touch, so that execution hardly ever waits for the disk. */
  read(addresses: AddressCodec, txs: readonly Transaction[]): Promise<void> {
    return this.load(txs, (tx, keys) => this.chain.readAhead(tx, addresses, keys));
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
