import type { Deposit } from "cosmjs-types/cosmos/gov/v1/gov";
import { type Coin, parseCoins } from "../../abci/state/coins.js";
import type { WriteContext } from "../../abci/state/context.js";
import { type Decimal, ONE, mulDiv } from "../../abci/state/decimals.js";
import type { ValueCodec } from "../../abci/state/values.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import type { GovKeeper } from "./keeper.js";
import { MODULE_NAME, SETTLED_PER_BLOCK } from "./types.js";

/** What becomes of the deposits on a proposal that ended. */
export interface Settlement {
  /** The share that depositors do not get back. */
  readonly charge: Decimal;
  /** The address that the charge goes to; undefined: it is burnt. */
  readonly to: Uint8Array | undefined;
}

export const REFUND: Settlement = { charge: 0n, to: undefined };
export const BURN: Settlement = { charge: ONE, to: undefined };

/** The charge as decimal text of its 18-digit integer, a comma, and the raw address or nothing. */
export const settlementValue: ValueCodec<Settlement> = {
  name: "charge,address",
  encode: ({ charge, to }) => Buffer.concat([Buffer.from(`${charge},`, "latin1"), to ?? new Uint8Array(0)]),
  decode(bytes) {
    const comma = bytes.indexOf(0x2c);
    const charge = BigInt(Buffer.from(bytes.subarray(0, comma)).toString("latin1"));
    return { charge, to: comma + 1 === bytes.length ? undefined : Uint8Array.from(bytes.subarray(comma + 1)) };
  },
};

/**
 * Pays deposits of ended proposals back, or charges them, and removes their votes; at most `limit` of all together, the
 * oldest proposals first. What is left over is settled in the next block.
 */
export async function settle(ctx: WriteContext, gov: GovKeeper, limit = SETTLED_PER_BLOCK): Promise<void> {
  let left = limit;
  for await (const [id, settlement] of gov.settling.range(ctx)) {
    left -= await settleDeposits(ctx, gov, { id, settlement, limit: left });
    left -= await removeVotes(ctx, gov, id, left);
    left -= await removeCounted(ctx, gov, id, left);
    left -= await gov.council.forget(ctx, id, left);
    // Whatever ran out of the limit is not known to be done.
    if (left <= 0) return;
    await gov.settling.delete(ctx, id);
    left--;
  }
}

async function settleDeposits(
  ctx: WriteContext,
  gov: GovKeeper,
  { id, settlement, limit }: { id: bigint; settlement: Settlement; limit: number },
): Promise<number> {
  let settled = 0;
  for await (const [[, depositor], deposit] of gov.deposits.range(ctx, { prefix: id })) {
    if (settled >= limit) break;
    await settleDeposit(ctx, gov, { depositor, deposit, settlement });
    await gov.deposits.delete(ctx, [id, depositor]);
    settled++;
  }
  return settled;
}

async function settleDeposit(
  ctx: WriteContext,
  gov: GovKeeper,
  { depositor, deposit, settlement }: { depositor: Uint8Array; deposit: Deposit; settlement: Settlement },
): Promise<void> {
  const coins = parseCoins(deposit.amount);
  const charged: Coin[] = [];
  const refunded: Coin[] = [];
  for (const { denom, amount } of coins) {
    const charge = mulDiv(amount, settlement.charge, ONE, "floor");
    if (charge > 0n) charged.push({ denom, amount: charge });
    if (charge < amount) refunded.push({ denom, amount: amount - charge });
  }
  await gov.takeEscrow(ctx, coins);
  if (refunded.length > 0) await gov.bank.move(ctx, { from: gov.address, to: depositor, coins: refunded });
  if (charged.length > 0) await takeCharge(ctx, gov, charged, settlement.to);
}

async function takeCharge(
  ctx: WriteContext,
  gov: GovKeeper,
  coins: readonly Coin[],
  to: Uint8Array | undefined,
): Promise<void> {
  if (to === undefined) return gov.bank.burn(ctx, MODULE_NAME, coins);
  if (bytesEqual(to, gov.pool.address)) return gov.pool.fundCommunityPool(ctx, coins, gov.address);
  return gov.bank.move(ctx, { from: gov.address, to, coins });
}

async function removeVotes(ctx: WriteContext, gov: GovKeeper, id: bigint, limit: number): Promise<number> {
  let removed = 0;
  if (limit <= 0) return removed;
  for await (const [[, voter]] of gov.votes.range(ctx, { prefix: id })) {
    if (removed >= limit) break;
    await gov.votes.delete(ctx, [id, voter]);
    await gov.votesByVoter.delete(ctx, [voter, id]);
    removed++;
  }
  return removed;
}

async function removeCounted(ctx: WriteContext, gov: GovKeeper, id: bigint, limit: number): Promise<number> {
  let removed = 0;
  if (limit <= 0) return removed;
  for await (const [[, operator]] of gov.counted.range(ctx, { prefix: id })) {
    if (removed >= limit) break;
    await gov.counted.delete(ctx, [id, operator]);
    removed++;
  }
  return removed;
}
