import { GenesisState } from "cosmjs-types/cosmos/staking/v1beta1/genesis";
import { AddressCodec } from "../../abci/state/addresses.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { assert, sdk } from "../../abci/state/errors.js";
import type { GenesisHandler } from "../../abci/state/module.js";
import { NANOS_PER_SECOND, nanosToDuration } from "../../abci/state/time.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import { type StakingGenesis, readGenesis } from "./genesis-file.js";
import type { StakingKeeper } from "./keeper.js";
import { pooled } from "./pools.js";
import { paramsToRecord } from "./records.js";
import { powerOf } from "./shares.js";
import { BONDED_POOL, DEFAULT_MAX_VALIDATORS, MAX_TOTAL_POWER, NOT_BONDED_POOL, type Validator } from "./types.js";
import { keepUpdates, updateOf, updateValidatorSet } from "./validator-set.js";

/** Base units of one unit of power when the denomination has no metadata: EC's 18 decimals. */
const DEFAULT_EXPONENT = 18;

const THREE_WEEKS_NANOS = 21n * 24n * 3600n * NANOS_PER_SECOND;

/** Genesis of staking. What is staked lies in the pools' balances in the bank's genesis, and has to be equal. */
export const stakingGenesis = (staking: StakingKeeper): GenesisHandler<GenesisState, "delegations"> => ({
  codec: GenesisState,
  defaults: () => ({
    params: {
      unbondingTime: nanosToDuration(THREE_WEEKS_NANOS),
      maxValidators: DEFAULT_MAX_VALIDATORS,
      maxEntries: 7,
      historicalEntries: 1000,
      bondDenom: "aec",
      minCommissionRate: "0",
    },
    lastTotalPower: Buffer.from("0"),
    lastValidatorPowers: [],
    validators: [],
    delegations: [],
    unbondingDelegations: [],
    redelegations: [],
    exported: false,
  }),

  validate(state, prefix) {
    const { delegations } = readGenesis(new AddressCodec(prefix), state);
    for (const _ of delegations);
  },

  async init(ctx, state) {
    await initGenesis(ctx, staking, readGenesis(ctx.addresses, state));
  },

  export: (ctx) => exportGenesis(ctx, staking),
  lists: {
    async *delegations(ctx) {
      for await (const [, record] of staking.delegations.range(ctx)) yield record;
    },
  },
});

async function initGenesis(ctx: WriteContext, staking: StakingKeeper, state: StakingGenesis): Promise<void> {
  const exponent = (await staking.bank.displayExponent(ctx, state.params.bondDenom)) ?? DEFAULT_EXPONENT;
  await staking.reduction.set(ctx, 10n ** BigInt(exponent));
  await staking.parameters.set(ctx, state.params);
  await staking.lastTotalPower.set(ctx, state.lastTotalPower);
  await requirePools(ctx, staking, state);

  for (const validator of state.validators) await enterValidator(ctx, staking, validator, state.exported);
  for (const delegation of state.delegations) {
    const { delegator, operator } = delegation;
    if (!state.exported) await staking.tell(ctx, "beforeDelegationCreated", delegator, operator);
    await staking.setDelegation(ctx, delegation, true);
    if (!state.exported) await staking.tell(ctx, "afterDelegationModified", delegator, operator);
  }
  await enterQueues(ctx, staking, state);

  if (state.exported) await restoreActiveSet(ctx, staking, state);
  else await updateValidatorSet(ctx, staking);
}

async function enterValidator(
  ctx: WriteContext,
  staking: StakingKeeper,
  validator: Validator,
  exported: boolean,
): Promise<void> {
  const { operator, consAddress, status, unbondingTimeNanos } = validator;
  await staking.setValidator(ctx, undefined, validator);
  await staking.byConsAddress.set(ctx, consAddress, operator);
  if (status === "unbonding") await staking.validatorsDue.add(ctx, [unbondingTimeNanos, operator]);
  if (!exported) await staking.tell(ctx, "afterValidatorCreated", operator);
}

async function enterQueues(ctx: WriteContext, staking: StakingKeeper, state: StakingGenesis): Promise<void> {
  let lastId = 0n;
  const number = (id: bigint): void => {
    if (id > lastId) lastId = id;
  };
  for (const validator of state.validators) validator.unbondingIds.forEach(number);
  for (const unbonding of state.unbondings) {
    await staking.setUnbonding(ctx, unbonding);
    for (const { completionNanos, id } of unbonding.entries) {
      number(id);
      await staking.unbondingsDue.add(ctx, [completionNanos, [unbonding.delegator, unbonding.operator]]);
    }
  }
  for (const redelegation of state.redelegations) {
    const { delegator, from, to, entries } = redelegation;
    await staking.setRedelegation(ctx, redelegation);
    for (const { completionNanos, id } of entries) {
      number(id);
      await staking.redelegationsDue.add(ctx, [completionNanos, [delegator, from, to]]);
    }
  }
  await staking.unbondingIds.set(ctx, lastId);
}

/** An exported chain goes on with the set that CometBFT knew, whatever the next end of a block makes of it. */
async function restoreActiveSet(ctx: WriteContext, staking: StakingKeeper, state: StakingGenesis): Promise<void> {
  const validators = new Map(state.validators.map((validator) => [keyFromBytes(validator.operator), validator]));
  const updates = [];
  for (const { operator, power } of state.lastPowers) {
    const validator = validators.get(keyFromBytes(operator));
    assert(validator !== undefined, "STAKING-6: readGenesis checked that each last power is a validator's");
    await staking.lastPowers.set(ctx, operator, power);
    updates.push(updateOf(validator, power));
  }
  await keepUpdates(ctx, staking, updates);
}

/** @throws sdk.invalidRequest when a pool does not hold what is staked, or CometBFT could not count it */
async function requirePools(ctx: ReadContext, staking: StakingKeeper, state: StakingGenesis): Promise<void> {
  const { bondDenom } = state.params;
  const sums: Record<string, bigint> = { [BONDED_POOL]: 0n, [NOT_BONDED_POOL]: 0n };
  for (const { status, tokens } of state.validators) {
    sums[status === "bonded" ? BONDED_POOL : NOT_BONDED_POOL]! += tokens;
  }
  for (const { entries } of state.unbondings) for (const { balance } of entries) sums[NOT_BONDED_POOL]! += balance;
  for (const [pool, sum] of Object.entries(sums)) {
    const held = await pooled(ctx, staking, pool);
    if (held !== sum) {
      throw sdk.invalidRequest(
        `${pool} holds ${held}${bondDenom} in the bank's genesis, but ${sum}${bondDenom} are staked there`,
      );
    }
  }
  const power = powerOf(sums[BONDED_POOL]! + sums[NOT_BONDED_POOL]!, await staking.powerReduction(ctx));
  if (power > MAX_TOTAL_POWER) {
    throw sdk.invalidRequest(`${power} units of power are staked, and CometBFT takes at most ${MAX_TOTAL_POWER}`);
  }
}

async function exportGenesis(ctx: ReadContext, staking: StakingKeeper): Promise<Omit<GenesisState, "delegations">> {
  for await (const [[operator]] of staking.pendingSlashes.range(ctx)) {
    const name = ctx.addresses.formatOperator(operator);
    throw sdk.logic(`${name} is being slashed, which takes some blocks: export a later height, or one before`);
  }
  const state: Omit<GenesisState, "delegations"> = {
    params: paramsToRecord(await staking.params(ctx)),
    lastTotalPower: Buffer.from(((await staking.lastTotalPower.get(ctx)) ?? 0n).toString()),
    lastValidatorPowers: [],
    validators: [],
    unbondingDelegations: [],
    redelegations: [],
    exported: true,
  };
  for await (const [operator, power] of staking.lastPowers.range(ctx)) {
    state.lastValidatorPowers.push({ address: ctx.addresses.formatOperator(operator), power });
  }
  for await (const [, record] of staking.records.range(ctx)) state.validators.push(record);
  for await (const [, record] of staking.unbondings.range(ctx)) state.unbondingDelegations.push(record);
  for await (const [, record] of staking.redelegations.range(ctx)) state.redelegations.push(record);
  return state;
}
