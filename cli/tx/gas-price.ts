import { ask } from "../chain/ask.js";
import { nodeOf } from "../chain/node.js";
import type { Invocation } from "../invocation.js";

/** As a gas price: what the chain asks for at the moment, and some more. */
export const AUTO_PRICE = "auto";

/**
 * The base fee of the next block and a quarter of it, as `--gas-prices` takes it: two full blocks may come before the
 * transaction's. @throws NodeError
 */
export async function priceNow(call: Invocation): Promise<string> {
  const path = "/echoin.feemarket.v1.Query/BaseFee";
  const answer = await ask<{ base_fee: { denom: string; amount: string } }>(nodeOf(call), { path, request: {} });
  const { denom, amount } = answer.base_fee;
  const baseFee = BigInt(amount);
  return `${baseFee + (baseFee + 3n) / 4n}${denom}`;
}
