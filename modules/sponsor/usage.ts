import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { NANOS_PER_SECOND } from "../../abci/state/time.js";
import type { SponsorKeeper } from "./keeper.js";

const SECONDS_PER_DAY = 86_400n;

export const secondsOf = ({ block }: ReadContext): bigint => block.timeNanos / NANOS_PER_SECOND;

/** The UTC day of the block's time, counted from 1970. */
export const dayOf = (ctx: ReadContext): bigint => secondsOf(ctx) / SECONDS_PER_DAY;

/** The block that a transaction counts for: in the mempool and in queries the next one. */
export function heightOf({ mode, block }: ReadContext): bigint {
  return mode === "deliver" || mode === "block" || mode === "genesis" ? block.height : block.height + 1n;
}

/** What a sponsorship paid for today and in this block. */
export interface Used {
  readonly dayFee: bigint;
  readonly blockGas: bigint;
}

/** What one user cost a sponsorship today. */
export interface UserUsed {
  readonly fee: bigint;
  readonly calls: bigint;
}

/** What counts of the stored usage: nothing of another day, or of another block. */
export async function used(ctx: ReadContext, { usages }: SponsorKeeper, id: bigint): Promise<Used> {
  const usage = await usages.get(ctx, id);
  return {
    dayFee: usage?.day === dayOf(ctx) ? BigInt(usage.dayFee) : 0n,
    blockGas: usage?.height === heightOf(ctx) ? usage.blockGas : 0n,
  };
}

export async function setUsed(ctx: WriteContext, { usages }: SponsorKeeper, id: bigint, now: Used): Promise<void> {
  const { dayFee, blockGas } = now;
  await usages.set(ctx, id, { day: dayOf(ctx), dayFee: dayFee.toString(), height: heightOf(ctx), blockGas });
}

export async function userUsed(
  ctx: ReadContext,
  { userUsages }: SponsorKeeper,
  id: bigint,
  user: Uint8Array,
): Promise<UserUsed> {
  const usage = await userUsages.get(ctx, [dayOf(ctx), id, user]);
  return usage === undefined ? { fee: 0n, calls: 0n } : { fee: BigInt(usage.fee), calls: usage.calls };
}

export async function setUserUsed(
  ctx: WriteContext,
  { userUsages }: SponsorKeeper,
  { id, user }: { id: bigint; user: Uint8Array },
  now: UserUsed,
): Promise<void> {
  await userUsages.set(ctx, [dayOf(ctx), id, user], { fee: now.fee.toString(), calls: now.calls });
}
