import { AddressCodec } from "../state/addresses.js";
import { Overlay } from "../state/overlay.js";
import type { StoreKey, VersionReader } from "../store/types.js";
import type { Echoin } from "./echoin.js";
import { TransactionExecutor, type TxResult } from "./execute.js";
import type { Logger } from "./logger.js";
import { decodeTransaction } from "./transaction.js";

/**
 * What the mempool's transactions have already done to some keys on the consensus thread; undefined where they have done
 * nothing. So a simulated transaction meets the sequence number that it will meet.
 */
export type PendingValues = (keys: readonly StoreKey[]) => Promise<readonly (Uint8Array | undefined)[]>;

/** Runs transactions over the last commit and forgets what they did: for gas estimates, on any thread. */
export class Simulator {
  private readonly executor: TransactionExecutor;

  constructor(
    private readonly chain: Echoin,
    private readonly latest: () => Promise<VersionReader>,
    private readonly pending: PendingValues,
    logger: Logger,
  ) {
    this.executor = new TransactionExecutor(chain.router, chain.keepers, [], logger);
  }

  /** Signatures are not verified, the fee may be left out, gas has no limit; the sequence has to be right. */
  async simulate(bytes: Uint8Array): Promise<TxResult> {
    const reader = await this.latest();
    const { bech32Prefix, lastBlock: block } = await this.chain.identityOf(reader);
    const addresses = new AddressCodec(bech32Prefix);
    const overlay = new Overlay(reader);
    await this.applyPending(overlay, addresses, bytes);
    return this.executor.execute({ overlay, block, addresses, mode: "simulate" }, () => decodeTransaction(bytes));
  }

  private async applyPending(overlay: Overlay, addresses: AddressCodec, bytes: Uint8Array): Promise<void> {
    const keys = this.signerKeys(bytes, addresses);
    const values = await this.pending(keys);
    for (const [index, { store, key }] of keys.entries()) {
      const value = values[index];
      if (value !== undefined) overlay.set(store, key, value);
    }
  }

  private signerKeys(bytes: Uint8Array, addresses: AddressCodec): StoreKey[] {
    try {
      return decodeTransaction(bytes).signers.map((signer) =>
        this.chain.keepers.accounts.locate(addresses.parse(signer)),
      );
    } catch {
      // What is wrong with it is said when it is executed.
      return [];
    }
  }
}
