import type { WriteContext } from "../../abci/state/context.js";

export const MODULE_NAME = "genutil";

/** What genutil needs of the application. */
export interface GenesisExecutor {
  /** Runs a transaction as a block would, but for fees and account numbers. @throws AppError; then nothing is written */
  deliver(ctx: WriteContext, tx: Uint8Array): Promise<void>;
  /** Makes those who have just staked the validators of the first block. */
  settleValidators(ctx: WriteContext): Promise<void>;
}
