import { amountOf, formatCoins, parseCoins } from "../../state/coins.js";
import type { WriteContext } from "../../state/context.js";
import { AppError, sdk } from "../../state/errors.js";
import { event } from "../../state/events.js";
import type { AnteKeepers, AnteState } from "./types.js";

/** The module account that fees are paid to, and awards are paid from. */
export const FEE_COLLECTOR = "fee_collector";

/** Takes the fee from the payer, or from the granter who allowed it. It stays paid when the messages fail. */
export async function deductFee(ctx: WriteContext, { tx, keepers, price }: AnteState): Promise<void> {
  if (tx.gasLimit === 0n && ctx.mode !== "simulate" && ctx.mode !== "genesis") {
    throw sdk.invalidGasLimit("must provide positive gas");
  }
  const payer = ctx.addresses.parse(tx.feePayer);
  const fee = feeOf(tx.fee.amount);
  let from = payer;
  let fromText = tx.feePayer;
  if (tx.fee.granter !== "" && tx.fee.granter !== tx.feePayer) {
    from = ctx.addresses.parse(tx.fee.granter);
    fromText = tx.fee.granter;
    await useGrant(ctx, keepers, { granter: from, grantee: payer, fee, messages: tx.body.messages });
  }
  const known = keepers.accounts.peek(ctx, from);
  if ((known instanceof Promise ? await known : known) === undefined) {
    throw sdk.unknownAddress(`fee payer address: ${fromText} does not exist`);
  }
  if (ctx.mode === "simulate" && fee.length === 0) await consumeGasOfFee(ctx, keepers, { from, denom: price.denom });
  if (fee.length > 0) {
    try {
      await keepers.bank.move(ctx, { from, to: keepers.accounts.moduleAddress(FEE_COLLECTOR), coins: fee });
    } catch (error) {
      if (error instanceof AppError && error.is(sdk.insufficientFunds)) throw sdk.insufficientFunds(error.message);
      throw error;
    }
  }
  if (ctx.keepsEvents) ctx.emit(event("tx", { fee: formatCoins(fee), fee_payer: fromText }));
  // For all gas that it may use, whatever it does use: nothing is given back, as in the SDK.
  const baseFee = price.amount * tx.gasLimit;
  await keepers.feeMarket.record(ctx, { baseFee, tip: amountOf(fee, price.denom) - baseFee });
}

/**
 * Clients estimate gas before they know the fee. What taking one costs is part of the estimate all the same: a unit of
 * the chain's coin is taken in a branch that is dropped, and gas stays consumed.
 */
async function consumeGasOfFee(
  ctx: WriteContext,
  { bank, accounts }: AnteKeepers,
  { from, denom }: { from: Uint8Array; denom: string },
): Promise<void> {
  const fee = { from, to: accounts.moduleAddress(FEE_COLLECTOR), coins: [{ denom, amount: 1n }] };
  const dropped = new Error("dropped");
  try {
    await ctx.branch(async (inner) => {
      await bank.move(inner, fee);
      throw dropped;
    });
  } catch (error) {
    // A payer without funds finds out when the transaction has a fee to pay.
    if (error !== dropped && !(error instanceof AppError && error.is(sdk.insufficientFunds))) throw error;
  }
}

/** A fee of nothing may be written as coins of zero, as clients with a price of zero do; any other has to be a coin set. */
function feeOf(amount: AnteState["tx"]["fee"]["amount"]) {
  if (amount.every((coin) => coin.amount === "0")) return [];
  try {
    return parseCoins(amount);
  } catch (error) {
    throw sdk.insufficientFee(`invalid fee amount: ${error instanceof Error ? error.message : "malformed"}`);
  }
}

async function useGrant(
  ctx: WriteContext,
  keepers: AnteState["keepers"],
  use: Parameters<AnteState["keepers"]["feeGrants"]["useGrantedFees"]>[1],
): Promise<void> {
  try {
    await keepers.feeGrants.useGrantedFees(ctx, use);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const names = `${ctx.addresses.format(use.granter)} does not allow to pay fees for ${ctx.addresses.format(use.grantee)}`;
    throw new AppError(error.codespace, error.code, `${names}: ${error.message}`);
  }
}
