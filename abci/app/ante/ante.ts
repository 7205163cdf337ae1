import type { WriteContext } from "../../state/context.js";
import { GasMeter } from "../../state/gas.js";
import type { Transaction } from "../transaction.js";
import { admitEthereum, isEthereumTx } from "./ethereum.js";
import { deductFee } from "./fee.js";
import {
  limitMemo,
  refuseExtensionOptions,
  refuseTimedOut,
  requireBaseFee,
  requireMinFee,
  validateBasic,
} from "./limits.js";
import {
  consumeSignatureGas,
  consumeSizeGas,
  emitSignatures,
  incrementSequences,
  limitSignatures,
  loadSigners,
  pretendTurn,
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
  requireBaseFee,
  deductFee,
  loadSigners,
  setPublicKeys,
  emitSignatures,
  limitSignatures,
  consumeSignatureGas,
  verifySignatures,
  incrementSequences,
];

/**
 * The same for a transaction whose turn is yet to come, if its signers' other transactions went in before it, and the price
 * of gas was what it offers.
 */
const stepsOutOfTurn: readonly AnteStep[] = steps
  .filter((step) => step !== requireBaseFee)
  .flatMap((step) => (step === loadSigners ? [step, pretendTurn] : [step]));

/** Checks a transaction, takes its fee, and uses up its sequence numbers. @throws AppError, which refuses it */
export async function runAnte(
  ctx: WriteContext,
  tx: Transaction,
  keepers: AnteKeepers,
  minGasPrices: readonly MinGasPrice[],
): Promise<void> {
  if (isEthereumTx(tx)) return admitEthereum(ctx, tx, keepers, minGasPrices);
  return runSteps(steps, ctx, { tx, keepers, minGasPrices });
}

/**
 * As `runAnte`, but each sequence may be one that its signer is yet to come to: for what is kept until then, never in a
 * block. @throws AppError, which refuses it
 */
export const runAnteOutOfTurn: typeof runAnte = (ctx, tx, keepers, minGasPrices) =>
  runSteps(stepsOutOfTurn, ctx, { tx, keepers, minGasPrices });

async function runSteps(
  steps: readonly AnteStep[],
  ctx: WriteContext,
  parts: Pick<AnteState, "tx" | "keepers" | "minGasPrices">,
): Promise<void> {
  const { keepers } = parts;
  const known = keepers.accounts.params(ctx);
  const params = known instanceof Promise ? await known : known;
  const asked = keepers.feeMarket.price(ctx.withGas(GasMeter.unlimited()));
  const price = asked instanceof Promise ? await asked : asked;
  const state: AnteState = { ...parts, params, price, signers: [] };
  for (const step of steps) {
    // Most steps are synchronous; awaiting only promises saves a turn of the microtask queue for each.
    const pending = step(ctx, state);
    if (pending !== undefined) await pending;
  }
}
