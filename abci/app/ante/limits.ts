import { amountOf, formatCoins } from "../../state/coins.js";
import type { WriteContext } from "../../state/context.js";
import { roundUp } from "../../state/decimals.js";
import { sdk } from "../../state/errors.js";
import { refuseStrayEthereum } from "./ethereum.js";
import type { AnteState } from "./types.js";

/** Extension options change what a transaction means, so an unknown critical one refuses it. */
export function refuseExtensionOptions(_ctx: WriteContext, { tx }: AnteState): void {
  const option = tx.body.extensionOptions[0];
  if (option !== undefined) throw sdk.unknownExtensionOptions(option.typeUrl);
  refuseStrayEthereum(tx);
}

/** Checks of the transaction alone: no state is read. */
export function validateBasic(ctx: WriteContext, { tx }: AnteState): void {
  if (ctx.mode === "recheck") return;
  const negative = tx.feeCoins.find(({ amount }) => amount < 0n);
  if (negative !== undefined) throw sdk.insufficientFee(`invalid fee provided: ${formatCoins([negative])}`);
  if (tx.fee.payer !== "") ctx.addresses.parse(tx.fee.payer);
  if (tx.signatures.length === 0) throw sdk.noSignatures("");
  if (tx.signatures.length !== tx.signers.length) {
    throw sdk.unauthorized(`wrong number of signers; expected ${tx.signers.length}, got ${tx.signatures.length}`);
  }
}

/** A transaction past its height or time is refused; both are judged by the block's header. */
export function refuseTimedOut(ctx: WriteContext, { tx }: AnteState): void {
  const { height, timeNanos } = ctx.block;
  const { timeoutHeight } = tx.body;
  if (timeoutHeight > 0n && height > timeoutHeight) {
    throw sdk.txTimeoutHeight(`block height: ${height}, timeout height: ${timeoutHeight}`);
  }
  if (tx.timeoutNanos > 0n && tx.timeoutNanos < timeNanos) {
    throw sdk.txTimeout(`block time: ${timeNanos} ns, timeout timestamp: ${tx.timeoutNanos} ns since 1970`);
  }
}

export function limitMemo(_ctx: WriteContext, { tx, params }: AnteState): void {
  const length = Buffer.byteLength(tx.body.memo);
  if (BigInt(length) > params.maxMemoCharacters) {
    throw sdk.memoTooLarge(
      `maximum number of characters is ${params.maxMemoCharacters} but received ${length} characters`,
    );
  }
}

/**
 * The node's own price floor, in CheckTx only: the fee has to reach, in some one denomination, the floor's price times
 * the gas limit, rounded up.
 */
export function requireMinFee(ctx: WriteContext, { tx, minGasPrices }: AnteState): void {
  if (ctx.mode !== "check" && ctx.mode !== "recheck") return;
  const required = minGasPrices
    .map(({ denom, amount18 }) => ({ denom, amount: roundUp(amount18 * tx.gasLimit) }))
    .filter(({ amount }) => amount > 0n);
  if (required.length === 0) return;
  if (required.some(({ denom, amount }) => amountOf(tx.feeCoins, denom) >= amount)) return;
  throw sdk.insufficientFee(`insufficient fees; got: ${formatCoins(tx.feeCoins)} required: ${formatCoins(required)}`);
}

/**
 * The chain's price of gas, in blocks too: the fee in its coin has to be the base fee of all gas that the transaction may
 * use. Not where a fee may be left out: in simulation and at genesis.
 */
export function requireBaseFee(ctx: WriteContext, { tx, price: { denom, amount } }: AnteState): void {
  if (ctx.mode === "simulate" || ctx.mode === "genesis") return;
  const required = amount * tx.gasLimit;
  if (amountOf(tx.feeCoins, denom) >= required) return;
  const got = formatCoins(tx.feeCoins);
  throw sdk.insufficientFee(
    `insufficient fees; got: ${got} required: ${required}${denom}, at a base fee of ${amount}${denom}`,
  );
}
