import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import type { StakingState } from "./state.js";
import { BONDED_POOL, type BondStatus, NOT_BONDED_POOL } from "./types.js";

export const poolOf = (status: BondStatus): string => (status === "bonded" ? BONDED_POOL : NOT_BONDED_POOL);

/** Base units that a pool holds. */
export async function pooled(ctx: ReadContext, staking: StakingState, pool: string): Promise<bigint> {
  return staking.bank.balance(ctx, staking.accounts.moduleAddress(pool), await staking.bondDenom(ctx));
}

/** Base units in both pools: delegated, or on their way out. */
export async function totalStaked(ctx: ReadContext, staking: StakingState): Promise<bigint> {
  return (await pooled(ctx, staking, BONDED_POOL)) + (await pooled(ctx, staking, NOT_BONDED_POOL));
}

/** Moves tokens to where those of validators of a status belong; nothing when they are there, or none. */
export async function moveBetweenPools(
  ctx: WriteContext,
  staking: StakingState,
  { from, to, amount }: { from: BondStatus; to: BondStatus; amount: bigint },
): Promise<void> {
  if (poolOf(from) === poolOf(to) || amount === 0n) return;
  const coins = [{ denom: await staking.bondDenom(ctx), amount }];
  await staking.bank.moveBetweenModules(ctx, { from: poolOf(from), to: poolOf(to), coins });
}
