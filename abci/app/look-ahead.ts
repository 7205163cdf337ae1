import type { AddressCodec } from "../state/addresses.js";
import type { ReadContext } from "../state/context.js";
import type { MultiStore, StoreKey } from "../store/types.js";
import { offerSignatures } from "./ante/ahead.js";
import type { Echoin } from "./echoin.js";
import type { RingOwner } from "./signatures/ring.js";
import type { Transaction } from "./transaction.js";

/** Commits for which it is noted that a transaction was read for, and up to twice as many: the store's leaves grow old too. */
const GENERATION = 8n;

/** Transactions noted in a generation: more than wait where blocks keep up. */
const MOST_NOTED = 40_000;

/** Does for transactions that will run soon what does not depend on those before them: reads, and signature checks. */
export class LookAhead {
  /** Hashes of transactions that were read for, since the last commit that `GENERATION` divides, and before. */
  private noted = new Set<string>();
  private notedBefore = new Set<string>();
  private generation = 0n;
  private evictions = 0;

  constructor(
    private readonly chain: Pick<Echoin, "readAhead" | "signerKeys" | "keepers">,
    private readonly store: Pick<MultiStore, "latest" | "evictions">,
    private readonly ring: RingOwner | undefined,
  ) {}

  /** Loads in one go what the transactions are about to touch, so that execution hardly ever waits for the disk. */
  async read(addresses: AddressCodec, txs: readonly Transaction[]): Promise<void> {
    const { evictions } = this.store;
    await this.load(txs, (tx, keys) => this.chain.readAhead(tx, addresses, keys));
    if (evictions === this.store.evictions) this.note(txs);
  }

  /**
   * The same for the transactions of a block, but for those that were just read for when they were checked: to find that all
   * of it is still in memory took the main thread 10 us of the 155 of a bank send. They run now, and are noted no more.
   */
  readForBlock(addresses: AddressCodec, txs: readonly Transaction[]): Promise<void> {
    this.forgetEvicted();
    const unread = txs.filter(({ hash }) => !this.noted.delete(hash) && !this.notedBefore.delete(hash));
    return this.load(unread, (tx, keys) => this.chain.readAhead(tx, addresses, keys));
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

  /** What the store let go of has to be read again, which is one read for many keys here, and one for each in the block. */
  private forgetEvicted(): void {
    if (this.evictions === this.store.evictions) return;
    this.evictions = this.store.evictions;
    this.noted.clear();
    this.notedBefore.clear();
  }

  private note(txs: readonly Transaction[]): void {
    this.forgetEvicted();
    const generation = this.store.latest().version / GENERATION;
    if (generation !== this.generation) {
      this.notedBefore = this.noted;
      this.noted = new Set();
      this.generation = generation;
    }
    for (const { hash } of txs) if (this.noted.size < MOST_NOTED) this.noted.add(hash);
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
