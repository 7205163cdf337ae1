import type { WriteContext } from "../../state/context.js";
import type { Transaction } from "../transaction.js";
import { admitEthereum, isEthereumTx } from "./ethereum.js";
import { deductFee } from "./fee.js";
import { limitMemo, refuseExtensionOptions, refuseTimedOut, requireMinFee, validateBasic } from "./limits.js";
import {
  consumeSignatureGas,
  consumeSizeGas,
  emitSignatures,
  incrementSequences,
  limitSignatures,
  loadSigners,
  setPublicKeys,
  verifySignatures,
} from "./signers.js";
import type { AnteKeepers, AnteState, AnteStep, MinGasPrice } from "./types.js";

/** All that comes before a transaction's messages, in order; the order is the Cosmos SDK's and part of consensus. */
const steps: readonly AnteStep[] = [
  refuseExtensionOptions,
  validateBasic,
  refuseTimedOut,
  limitMemo,
  consumeSizeGas,
  requireMinFee,
  deductFee,
  loadSigners,
  setPublicKeys,
  emitSignatures,
  limitSignatures,
  consumeSignatureGas,
  verifySignatures,
  incrementSequences,
];

/** Checks a transaction, takes its fee, and uses up its sequence numbers. @throws AppError, which refuses it */
export async function runAnte(
  ctx: WriteContext,
  tx: Transaction,
  keepers: AnteKeepers,
  minGasPrices: readonly MinGasPrice[],
): Promise<void> {
  if (isEthereumTx(tx)) return admitEthereum(ctx, tx, keepers, minGasPrices);
  const known = keepers.accounts.params(ctx);
  const params = known instanceof Promise ? await known : known;
  const state: AnteState = { tx, params, keepers, minGasPrices, signers: [] };
  for (const step of steps) {
    // Most steps are synchronous; awaiting only promises saves a turn of the microtask queue for each.
    const pending = step(ctx, state);
    if (pending !== undefined) await pending;
  }
}
