import type { Logger } from "../../abci/app/logger.js";
import { errors as evm } from "../../modules/evm/errors.js";
import type { EthereumTransaction } from "../../modules/evm/transaction.js";
import { wrapEthereumTransaction } from "../../modules/evm/wrapper.js";
import { type CometClient, CometError } from "../comet/client.js";
import type { BroadcastResult } from "../comet/json.js";
import type { EthereumChain } from "./chain.js";
import { failed } from "./errors.js";
import type { Pool } from "./pool.js";
import type { Waiting } from "./waiting.js";

export interface SenderParts {
  readonly chain: EthereumChain;
  readonly comet: Pick<CometClient, "call">;
  readonly pool: Pool;
  readonly waiting: Waiting;
  readonly logger: Logger;
}

/** Hands transactions to CometBFT's mempool, in the order of their nonces: those that came too early wait. */
export class Sender {
  constructor(private readonly parts: SenderParts) {
    parts.pool.onTransaction(({ sender, nonce }) => this.follow(sender, nonce + 1n));
  }

  /** @throws JsonRpcError in the words of what refuses it */
  async send(tx: EthereumTransaction): Promise<void> {
    const { chain, pool, waiting } = this.parts;
    if (pool.find(tx.hash) !== undefined || waiting.find(tx.hash) !== undefined) throw failed("already known");
    if ((await this.broadcast(tx)) === "sent") return;
    waiting.add(tx);
    // The one before may have come in meanwhile: then nobody else will look here.
    if ((await chain.pendingNonce(tx.sender)) >= tx.nonce) this.follow(tx.sender, tx.nonce);
  }

  /** Sends what waits for exactly this nonce of a sender to be next. */
  follow(sender: Uint8Array, nonce: bigint): void {
    const { waiting, logger } = this.parts;
    const tx = waiting.take(sender, nonce);
    if (tx === undefined) return;
    const refused = (reason: string): void => logger.info("a waiting transaction is dropped", { reason, nonce });
    this.broadcast(tx).then(
      (outcome) => outcome === "early" && waiting.add(tx),
      (error: unknown) => refused(error instanceof Error ? error.message : String(error)),
    );
  }

  private async broadcast(tx: EthereumTransaction): Promise<"sent" | "early"> {
    const bytes = wrapEthereumTransaction(tx, await this.parts.chain.facts());
    try {
      const {
        code = 0,
        codespace,
        log = "",
      } = await this.parts.comet.call<BroadcastResult>("broadcast_tx_sync", {
        tx: Buffer.from(bytes).toString("base64"),
      });
      if (code === evm.nonceTooHigh.code && codespace === evm.nonceTooHigh.codespace) return "early";
      if (code !== 0) throw failed(log);
      return "sent";
    } catch (error) {
      if (!(error instanceof CometError)) throw error;
      const known = refusals.find(([words]) => error.message.toLowerCase().includes(words));
      throw failed(known?.[1] ?? error.message);
    }
  }
}

/** CometBFT's refusals before the application is asked, in go-ethereum's words. */
const refusals = [
  ["tx already exists in cache", "already known"],
  ["mempool is full", "txpool is full"],
  ["tx too large", "oversized data"],
] as const;
