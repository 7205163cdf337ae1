import type { ValidatorUpdate } from "cosmjs-types/tendermint/abci/types";
import type { WriteContext } from "../../abci/state/context.js";
import { keyFromBytes, keyToBytes } from "../../abci/store/bytes.js";
import type { Key } from "../../abci/store/types.js";
import { moveBetweenPools } from "./pools.js";
import { keyBytes } from "./records.js";
import type { StakingState } from "./state.js";
import type { SeatPolicy, Validator } from "./types.js";
import { nextUnbondingId } from "./unbonding.js";

/** A validator's operator, as Map key, and its power. */
type Ranked = readonly [operator: Key, power: bigint];

/**
 * Makes the strongest candidates that may have a seat the active set, and keeps for CometBFT what that changes in its own. Reads one record for
 * each validator whose power changed, joins or leaves; the others cost a key each.
 *
 * STAKING-7: the set is never empty, which CometBFT could not go on from. While no candidate has any power, the last set
 * stays as it is, the jailed among them too.
 */
export async function updateValidatorSet(ctx: WriteContext, staking: StakingState): Promise<void> {
  const leaving = await lastPowers(ctx, staking);
  const chosen = await seated(ctx, staking);
  if (chosen.length === 0) return keepUpdates(ctx, staking, []);

  const updates: ValidatorUpdate[] = [];
  let joined = 0n;
  let left = 0n;
  let totalPower = 0n;
  for (const [key, power] of chosen) {
    totalPower += power;
    const before = leaving.get(key);
    leaving.delete(key);
    if (before === power) continue;
    const validator = await staking.requireValidator(ctx, keyToBytes(key));
    if (validator.status !== "bonded") joined += validator.tokens;
    if (before === undefined) await bond(ctx, staking, validator);
    await staking.lastPowers.set(ctx, validator.operator, power);
    updates.push(updateOf(validator, power));
  }
  for (const key of leaving.keys()) {
    const validator = await beginUnbonding(ctx, staking, await staking.requireValidator(ctx, keyToBytes(key)));
    left += validator.tokens;
    await staking.lastPowers.delete(ctx, validator.operator);
    updates.push(updateOf(validator, 0n));
  }
  await movePools(ctx, staking, joined - left);
  if (updates.length > 0) await staking.lastTotalPower.set(ctx, totalPower);
  await keepUpdates(ctx, staking, updates);
}

/** The active set by operator, in the order of addresses. */
async function lastPowers(ctx: WriteContext, staking: StakingState): Promise<Map<Key, bigint>> {
  const powers = new Map<Key, bigint>();
  for await (const [operator, power] of staking.lastPowers.range(ctx)) powers.set(keyFromBytes(operator), power);
  return powers;
}

/** The candidates that get a seat, strongest first, with the powers that they vote with. */
async function seated(ctx: WriteContext, staking: StakingState): Promise<Ranked[]> {
  const { maxValidators } = await staking.params(ctx);
  const policy = staking.seats ?? strongest;
  const chosen = await policy.seat(ctx, candidates(ctx, staking), maxValidators);
  const powers = await policy.capPowers(
    ctx,
    chosen.map(({ power }) => power),
  );
  return chosen.map(({ operator }, index) => [keyFromBytes(operator), powers[index]!]);
}

/** Those who stand, strongest first: not jailed, and with a unit of power. */
async function* candidates(ctx: WriteContext, staking: StakingState) {
  for await (const [[power, operator]] of staking.byPower.range(ctx, { reverse: true })) {
    if (power === 0n) return;
    yield { operator, power };
  }
}

const strongest: SeatPolicy = {
  async seat(_ctx, candidates, seats) {
    const seated = [];
    for await (const candidate of candidates) {
      seated.push(candidate);
      if (seated.length === seats) break;
    }
    return seated;
  },
  capPowers: async (_ctx, powers) => [...powers],
};

/** What CometBFT is told of a validator; a power of zero removes it. */
export function updateOf({ consPubkey }: Pick<Validator, "consPubkey">, power: bigint): ValidatorUpdate {
  return { pubKey: { ed25519: keyBytes(consPubkey) }, power };
}

/** Keeps what this block changes; most blocks change nothing and write nothing. */
export async function keepUpdates(
  ctx: WriteContext,
  staking: StakingState,
  updates: readonly ValidatorUpdate[],
): Promise<void> {
  if (updates.length > 0) await staking.updates.set(ctx, { updates: [...updates] });
  else if ((await staking.updates.get(ctx)) !== undefined) await staking.updates.delete(ctx);
}

/** Moves what joined, less what left, to the pool of the active validators' tokens; the difference alone. */
function movePools(ctx: WriteContext, staking: StakingState, difference: bigint): Promise<void> {
  return difference > 0n
    ? moveBetweenPools(ctx, staking, { from: "unbonded", to: "bonded", amount: difference })
    : moveBetweenPools(ctx, staking, { from: "bonded", to: "unbonded", amount: -difference });
}

/** Seats a validator; genesis may have called it bonded before. */
async function bond(ctx: WriteContext, staking: StakingState, validator: Validator): Promise<void> {
  const { operator, consAddress, status, unbondingTimeNanos } = validator;
  await staking.setValidator(ctx, validator, { ...validator, status: "bonded" });
  if (status === "unbonding") await staking.validatorsDue.delete(ctx, [unbondingTimeNanos, operator]);
  await staking.tell(ctx, "afterValidatorBonded", consAddress, operator);
}

async function beginUnbonding(ctx: WriteContext, staking: StakingState, validator: Validator): Promise<Validator> {
  const { operator, consAddress } = validator;
  const { unbondingNanos } = await staking.params(ctx);
  const unbondingTimeNanos = ctx.block.timeNanos + unbondingNanos;
  const after: Validator = {
    ...validator,
    status: "unbonding",
    unbondingHeight: ctx.block.height,
    unbondingTimeNanos,
    unbondingIds: [...validator.unbondingIds, await nextUnbondingId(ctx, staking)],
  };
  await staking.setValidator(ctx, validator, after);
  await staking.validatorsDue.add(ctx, [unbondingTimeNanos, operator]);
  await staking.tell(ctx, "afterValidatorBeginUnbonding", consAddress, operator);
  return after;
}
