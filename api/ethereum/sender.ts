import type { Logger } from "../../abci/app/logger.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import { errors as evm } from "../../modules/evm/errors.js";
import { accountAt } from "../../modules/evm/state.js";
import type { EthereumTransaction } from "../../modules/evm/transaction.js";
import { wrapEthereumTransaction } from "../../modules/evm/wrapper.js";
import type { Broadcasts } from "../comet/broadcasts.js";
import { CometError } from "../comet/client.js";
import type { EthereumChain } from "./chain.js";
import { failed, JsonRpcError } from "./errors.js";
import type { Journal } from "./journal.js";
import type { Pool } from "./pool.js";

export interface SenderParts {
  readonly chain: EthereumChain;
  readonly broadcasts: Broadcasts;
  readonly pool: Pool;
  /** Where what is held is written down; undefined when it is not. */
  readonly journal: Journal | undefined;
  readonly logger: Logger;
}

/** Whether CometBFT's mempool took a transaction, or why it may take it later. */
type Outcome = "taken" | "already known" | "txpool is full" | "before its turn" | "under the base fee";

/** Hands transactions to CometBFT's mempool, in the order of their nonces; what comes too early is held in the pool. */
export class Sender {
  /** Hashes of held transactions that CometBFT is being asked to take. */
  private readonly asked = new Set<string>();

  constructor(private readonly parts: SenderParts) {
    parts.pool.onTransaction(({ sender, nonce }) => this.follow(sender, nonce + 1n));
  }

  /** @throws JsonRpcError in the words of what refuses it */
  async send(tx: EthereumTransaction): Promise<void> {
    const { chain, pool } = this.parts;
    pool.requirePlace(tx);
    const outcome = await this.broadcast(tx);
    if (outcome === "taken") return pool.enter(tx, true);
    if (outcome === "already known" || outcome === "txpool is full") throw failed(outcome);
    await this.requireFunds(tx);
    pool.hold(tx);
    await this.parts.journal?.written();
    // The one before may have come in meanwhile: then nobody else will look here.
    if (outcome === "before its turn" && (await chain.pendingNonce(tx.sender)) >= tx.nonce) {
      this.follow(tx.sender, tx.nonce);
    }
  }

  /** Hands over what is held for exactly this nonce of a sender. */
  follow(sender: Uint8Array, nonce: bigint): void {
    const { pool, logger } = this.parts;
    const tx = pool.heldAt(sender, nonce);
    const key = tx && keyFromBytes(tx.hash);
    if (tx === undefined || key === undefined || this.asked.has(key)) return;
    this.asked.add(key);
    this.broadcast(tx)
      // One that was written down may be in the mempool still: only this thread was started again.
      .then((outcome) => (outcome === "taken" || outcome === "already known") && pool.enter(tx, true))
      .catch((error: unknown) => {
        // CometBFT does not answer, or the state cannot be read: another block will come.
        if (!(error instanceof JsonRpcError)) return;
        pool.drop(tx.hash);
        logger.info("a held transaction is dropped", { reason: String(error), nonce });
      })
      .finally(() => this.asked.delete(key));
  }

  /**
   * Hands over those whose turn it is: the nonce before was used, the base fee has fallen, or the mempool was not there
   * or had no room before. Those whose nonce was used by another are forgotten. @throws Error when state cannot be read
   */
  async retry(): Promise<void> {
    const { chain, pool } = this.parts;
    const first = pool.firstHeld();
    if (first.length === 0) return;
    const { evm } = chain.echoin.keepers;
    const ctx = await chain.latest();
    const baseFee = await evm.fees.baseFee(ctx);
    for (const { sender, nonce } of first) {
      const next = (await accountAt(ctx, evm, sender))?.nonce ?? 0n;
      if (nonce < next) pool.used(sender, next - 1n);
      const due = pool.heldAt(sender, next);
      if (due !== undefined && due.maxFeePerGas >= baseFee) this.follow(sender, next);
    }
  }

  /** CheckTx looks at funds when it is a transaction's turn; nobody fills the pool with what they could not pay. */
  private async requireFunds({ sender, gasLimit, maxFeePerGas, value }: EthereumTransaction): Promise<void> {
    const { chain } = this.parts;
    const balance = (await accountAt(await chain.latest(), chain.echoin.keepers.evm, sender))?.balance ?? 0n;
    const cost = gasLimit * maxFeePerGas + value;
    if (balance < cost) throw failed(evm.insufficientFunds({ balance, cost }).message);
  }

  private async broadcast(tx: EthereumTransaction): Promise<Outcome> {
    const bytes = wrapEthereumTransaction(tx, await this.parts.chain.facts());
    try {
      const { code = 0, codespace, log = "" } = await this.parts.broadcasts.broadcast(bytes);
      if (code === 0) return "taken";
      if (codespace === evm.nonceTooHigh.codespace) {
        if (code === evm.nonceTooHigh.code) return "before its turn";
        if (code === evm.feeCapTooLow.code && (await this.mayBeMined(tx))) return "under the base fee";
      }
      throw failed(log);
    } catch (error) {
      if (!(error instanceof CometError)) throw error;
      const said = (words: string): boolean => error.message.toLowerCase().includes(words);
      // Refusals before the application is asked.
      if (said("tx already exists in cache")) return "already known";
      if (said("mempool is full")) return "txpool is full";
      throw failed(said("tx too large") ? "oversized data" : error.message);
    }
  }

  /** Whether the base fee can fall to what a transaction pays. */
  private async mayBeMined({ maxFeePerGas }: EthereumTransaction): Promise<boolean> {
    const { chain } = this.parts;
    const { minBaseFee } = await chain.echoin.keepers.feeMarket.rules(await chain.latest());
    return maxFeePerGas >= minBaseFee;
  }
}
