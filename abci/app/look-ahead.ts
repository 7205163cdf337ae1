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
    private readonly chain: Pick<Echoin, "readAhead" | "keepers">,
    private readonly store: Pick<MultiStore, "latest">,
    private readonly ring: RingOwner | undefined,
  ) {}

  /** Loads in one go what the transactions are about to touch, so that execution hardly ever waits for the disk. */
  async read(addresses: AddressCodec, txs: readonly Transaction[]): Promise<void> {
    const keys: StoreKey[] = [];
    for (const tx of txs) {
      try {
        this.chain.readAhead(tx, addresses, keys);
      } catch {
        // A hint only: what is wrong with the transaction is said when it is executed.
      }
    }
    if (keys.length > 0) await this.store.latest().prefetch(keys);
  }

  /** Has the signatures of transactions checked by other threads. */
  offer(ctx: ReadContext, txs: readonly Transaction[]): void {
    if (this.ring === undefined) return;
    for (const tx of txs) offerSignatures(ctx, tx, this.chain.keepers.accounts, this.ring);
    this.ring.publish();
  }
}
