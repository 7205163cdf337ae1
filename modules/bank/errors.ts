import { type Coin, formatCoin } from "../../abci/state/coins.js";
import type { AppError } from "../../abci/state/errors.js";
import { defineErrors, sdk } from "../../abci/state/errors.js";

/** Codes of the SDK's bank module; they are consensus and are never reused. */
export const errors = defineErrors("bank", {
  noInputs: [2, () => "no inputs to send transaction"],
  noOutputs: [3, () => "no outputs to send transaction"],
  inputOutputMismatch: [4, (reason: string) => `${reason}: sum inputs != sum outputs`],
  sendDisabled: [5, (denom: string) => `${denom} transfers are currently disabled: send transactions are disabled`],
  metadataNotFound: [6, (denom: string) => `${denom}: client denom metadata not found`],
  invalidKey: [7, (reason: string) => `${reason}: invalid key`],
  duplicateEntry: [8, (reason: string) => `${reason}: duplicate entry`],
  multipleSenders: [9, () => "multiple senders not allowed"],
});

export const insufficientFunds = (spendable: Coin, needed: Coin): AppError =>
  sdk.insufficientFunds(`spendable balance ${formatCoin(spendable)} is smaller than ${formatCoin(needed)}`);

export const lockedOverBalance = (locked: Coin, balance: Coin): AppError =>
  sdk.insufficientFunds(`locked amount exceeds account balance funds: ${formatCoin(locked)} > ${formatCoin(balance)}`);

export const blockedRecipient = (address: string): AppError =>
  sdk.unauthorized(`${address} is not allowed to receive funds`);
