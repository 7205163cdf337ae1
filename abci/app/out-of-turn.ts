import { AddressCodec } from "../state/addresses.js";
import { Overlay } from "../state/overlay.js";
import type { VersionReader } from "../store/types.js";
import { runAnteOutOfTurn } from "./ante/ante.js";
import type { Echoin } from "./echoin.js";
import { TransactionExecutor, type TxResult } from "./execute.js";
import type { Logger } from "./logger.js";
import { decodeTransaction } from "./transaction.js";

/**
 * Holds Cosmos transactions to all that CheckTx asks for but what may change while they wait: their turn, the price
 * of gas, and the node's least price. Over the last commit, on any thread, with signatures verified and the fee there to be paid.
 */
export class OutOfTurnCheck {
  private readonly executor: TransactionExecutor;

  constructor(
    private readonly chain: Echoin,
    private readonly latest: () => Promise<VersionReader>,
    logger: Logger,
  ) {
    this.executor = new TransactionExecutor(chain.router, chain.keepers, [], logger, runAnteOutOfTurn);
  }

  /** Code 0 is for a transaction that could go in when its turn comes. */
  async run(bytes: Uint8Array): Promise<TxResult> {
    const reader = await this.latest();
    const { bech32Prefix, lastBlock: block } = await this.chain.identityOf(reader);
    const execution = {
      overlay: new Overlay(reader),
      block,
      addresses: new AddressCodec(bech32Prefix),
      mode: "check",
    } as const;
    return this.executor.execute(execution, () => decodeTransaction(bytes));
  }
}
