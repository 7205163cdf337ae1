import type { Coin } from "../../abci/state/coins.js";
import type { WriteContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import { BaseFeeUse } from "../../proto/generated/echoin/feemarket/v1/feemarket.js";
import { nextBaseFee } from "./base-fee.js";
import { events } from "./events.js";
import type { FeeMarketKeeper } from "./keeper.js";
import type { Rules } from "./params.js";
import { FEE_COLLECTOR, MODULE_NAME, type Paid } from "./types.js";

/** Divides what the block's transactions paid for gas, and sets the base fee of the next block by the gas of this one. */
export async function endBlock(ctx: WriteContext, market: FeeMarketKeeper): Promise<void> {
  const rules = await market.rules(ctx);
  const price = await market.price(ctx);
  const paid = (await market.paid.get(ctx)) ?? NOTHING;
  const gas = await market.blockGas(ctx);
  if (rules.enabled) await divide(ctx, market, { rules, paid, denom: price.denom });
  const next = nextBaseFee(price.amount, gas, rules);
  if (next !== price.amount) await market.setBaseFee(ctx, next);
  ctx.emit(events.block({ price, gas, paid, next }));
}

const NOTHING: Paid = { baseFee: 0n, tip: 0n };

/** What is not taken out of the collector here is shared out among all who stake when the next block begins. */
async function divide(
  ctx: WriteContext,
  { bank, collector, recipients }: FeeMarketKeeper,
  { rules, paid, denom }: { rules: Rules; paid: Paid; denom: string },
): Promise<void> {
  const all = paid.baseFee + paid.tip;
  if (all === 0n) return;
  const held = await bank.balance(ctx, collector, denom);
  assert(
    held >= all,
    `FEEMARKET-2: the collector has the ${all}${denom} that the block's transactions paid, not ${held}`,
  );
  const coins = (amount: bigint): Coin[] => [{ denom, amount }];
  if (paid.baseFee > 0n && rules.baseFeeUse === BaseFeeUse.BASE_FEE_USE_BURN) {
    await bank.moveBetweenModules(ctx, { from: FEE_COLLECTOR, to: MODULE_NAME, coins: coins(paid.baseFee) });
    await bank.burn(ctx, MODULE_NAME, coins(paid.baseFee));
  }
  if (paid.baseFee > 0n && rules.baseFeeUse === BaseFeeUse.BASE_FEE_USE_COMMUNITY_POOL) {
    await recipients.fundCommunityPool(ctx, coins(paid.baseFee), collector);
  }
  if (paid.tip > 0n) {
    const consAddress = ctx.block.proposer;
    await recipients.rewardValidator(ctx, { consAddress, from: collector, coins: coins(paid.tip) });
  }
}
