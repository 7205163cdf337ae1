import type { Query, QueryRedelegationsRequest } from "cosmjs-types/cosmos/staking/v1beta1/query";
import type { ReadContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import { invalidArgument, notFound, type QueryService } from "../../abci/state/module.js";
import { type Page, paginate } from "../../abci/state/pagination.js";
import {
  BondStatus,
  type Delegation as DelegationRecord,
  type DelegationResponse,
  type Redelegation as RedelegationRecord,
  type RedelegationResponse,
  type Validator as ValidatorRecord,
} from "../../proto/generated/cosmos/staking/v1beta1/staking.js";
import { errors } from "./errors.js";
import type { StakingKeeper } from "./keeper.js";
import { pooled } from "./pools.js";
import { paramsToRecord } from "./records.js";
import { BONDED_POOL, NOT_BONDED_POOL } from "./types.js";

/** `cosmos.staking.v1beta1.Query`. */
export const stakingQueries = (staking: StakingKeeper): QueryService<Query> => ({
  async Validators(ctx, { status, pagination: request }) {
    const wanted = statusNamed(status);
    const keep =
      wanted === undefined ? undefined : ([, each]: readonly [Uint8Array, ValidatorRecord]) => each.status === wanted;
    const { items, pagination } = await paginate(ctx, staking.records.pages(), request, keep);
    return { validators: items.map(([, record]) => record), pagination };
  },

  async Validator(ctx, { validatorAddr }) {
    return { validator: await recordOf(ctx, staking, operatorOf(ctx, validatorAddr)) };
  },

  async ValidatorDelegations(ctx, { validatorAddr, pagination: request }) {
    const operator = operatorOf(ctx, validatorAddr);
    const { items, pagination } = await paginate(ctx, staking.delegationsByOperator.pages(operator), request);
    const delegationResponses: DelegationResponse[] = [];
    for (const [[, delegator]] of items) {
      const record = await staking.delegations.get(ctx, [delegator, operator]);
      assert(record !== undefined, "STAKING-2: the index by operator leads to a delegation");
      delegationResponses.push(await delegationResponse(ctx, staking, operator, record));
    }
    return { delegationResponses, pagination };
  },

  async ValidatorUnbondingDelegations(ctx, { validatorAddr, pagination: request }) {
    const operator = operatorOf(ctx, validatorAddr);
    const { items, pagination } = await paginate(ctx, staking.unbondingsByOperator.pages(operator), request);
    const unbondingResponses = [];
    for (const [[, delegator]] of items) {
      const record = await staking.unbondings.get(ctx, [delegator, operator]);
      assert(record !== undefined, "STAKING-5: the index by operator leads to an unbonding");
      unbondingResponses.push(record);
    }
    return { unbondingResponses, pagination };
  },

  async Delegation(ctx, { delegatorAddr, validatorAddr }) {
    const [delegator, operator] = [delegatorOf(ctx, delegatorAddr), operatorOf(ctx, validatorAddr)];
    const record = await staking.delegations.get(ctx, [delegator, operator]);
    if (record === undefined) {
      throw notFound(`delegation with delegator ${delegatorAddr} not found for validator ${validatorAddr}`);
    }
    return { delegationResponse: await delegationResponse(ctx, staking, operator, record) };
  },

  async UnbondingDelegation(ctx, { delegatorAddr, validatorAddr }) {
    const [delegator, operator] = [delegatorOf(ctx, delegatorAddr), operatorOf(ctx, validatorAddr)];
    const unbond = await staking.unbondings.get(ctx, [delegator, operator]);
    if (unbond === undefined) {
      throw notFound(`unbonding delegation with delegator ${delegatorAddr} not found for validator ${validatorAddr}`);
    }
    return { unbond };
  },

  async DelegatorDelegations(ctx, { delegatorAddr, pagination: request }) {
    const source = staking.delegations.pages(delegatorOf(ctx, delegatorAddr));
    const { items, pagination } = await paginate(ctx, source, request);
    const delegationResponses: DelegationResponse[] = [];
    for (const [[, operator], record] of items) {
      delegationResponses.push(await delegationResponse(ctx, staking, operator, record));
    }
    return { delegationResponses, pagination };
  },

  async DelegatorUnbondingDelegations(ctx, { delegatorAddr, pagination: request }) {
    const source = staking.unbondings.pages(delegatorOf(ctx, delegatorAddr));
    const { items, pagination } = await paginate(ctx, source, request);
    return { unbondingResponses: items.map(([, record]) => record), pagination };
  },

  async Redelegations(ctx, request) {
    const { items, pagination } = await redelegationsOf(ctx, staking, request);
    const redelegationResponses: RedelegationResponse[] = [];
    for (const record of items) redelegationResponses.push(await redelegationResponse(ctx, staking, record));
    return { redelegationResponses, pagination };
  },

  async DelegatorValidators(ctx, { delegatorAddr, pagination: request }) {
    const source = staking.delegations.pages(delegatorOf(ctx, delegatorAddr));
    const { items, pagination } = await paginate(ctx, source, request);
    const validators: ValidatorRecord[] = [];
    for (const [[, operator]] of items) validators.push(await recordOf(ctx, staking, operator));
    return { validators, pagination };
  },

  async DelegatorValidator(ctx, { delegatorAddr, validatorAddr }) {
    const [delegator, operator] = [delegatorOf(ctx, delegatorAddr), operatorOf(ctx, validatorAddr)];
    if (!(await staking.delegations.has(ctx, [delegator, operator]))) throw errors.noDelegation(undefined);
    return { validator: await recordOf(ctx, staking, operator) };
  },

  async HistoricalInfo(ctx, { height }) {
    if (height < 0n) throw invalidArgument("height cannot be negative");
    const hist = await staking.history.get(ctx, height);
    if (hist === undefined) throw notFound(`historical info for height ${height} not found`);
    return { hist };
  },

  async Pool(ctx) {
    return {
      pool: {
        notBondedTokens: (await pooled(ctx, staking, NOT_BONDED_POOL)).toString(),
        bondedTokens: (await pooled(ctx, staking, BONDED_POOL)).toString(),
      },
    };
  },

  async Params(ctx) {
    return { params: paramsToRecord(await staking.params(ctx)) };
  },
});

function statusNamed(name: string): number | undefined {
  if (name === "") return undefined;
  const status = (BondStatus as Readonly<Record<string, number>>)[name];
  if (status === undefined || status === 0) throw invalidArgument(`invalid validator status ${name.slice(0, 100)}`);
  return status;
}

function delegatorOf(ctx: ReadContext, text: string): Uint8Array {
  if (text === "") throw invalidArgument("delegator address cannot be empty");
  return ctx.addresses.parse(text);
}

function operatorOf(ctx: ReadContext, text: string): Uint8Array {
  if (text === "") throw invalidArgument("validator address cannot be empty");
  return ctx.addresses.parseOperator(text);
}

async function recordOf(ctx: ReadContext, staking: StakingKeeper, operator: Uint8Array): Promise<ValidatorRecord> {
  const record = await staking.records.get(ctx, operator);
  if (record === undefined) throw notFound(`validator ${ctx.addresses.formatOperator(operator)} not found`);
  return record;
}

async function delegationResponse(
  ctx: ReadContext,
  staking: StakingKeeper,
  operator: Uint8Array,
  delegation: DelegationRecord,
): Promise<DelegationResponse> {
  const amount = staking.worth(await staking.requireValidator(ctx, operator), BigInt(delegation.shares));
  return { delegation, balance: { denom: await staking.bondDenom(ctx), amount: amount.toString() } };
}

/** By all three addresses one; by the source alone those of a validator; else those of a delegator. */
async function redelegationsOf(
  ctx: ReadContext,
  staking: StakingKeeper,
  { delegatorAddr, srcValidatorAddr, dstValidatorAddr, pagination: request }: QueryRedelegationsRequest,
): Promise<Omit<Page<RedelegationRecord>, "pagination"> & Partial<Page<RedelegationRecord>>> {
  if (delegatorAddr !== "" && srcValidatorAddr !== "" && dstValidatorAddr !== "") {
    const id = [
      ctx.addresses.parse(delegatorAddr),
      ctx.addresses.parseOperator(srcValidatorAddr),
      ctx.addresses.parseOperator(dstValidatorAddr),
    ] as const;
    const record = await staking.redelegations.get(ctx, id);
    if (record !== undefined) return { items: [record] };
    const parties = `delegator address ${delegatorAddr} from validator address ${srcValidatorAddr}`;
    throw notFound(`redelegation not found for ${parties}`);
  }
  if (delegatorAddr === "" && srcValidatorAddr !== "" && dstValidatorAddr === "") {
    const from = ctx.addresses.parseOperator(srcValidatorAddr);
    const { items, pagination } = await paginate(ctx, staking.redelegationsBySource.pages(from), request);
    const records: RedelegationRecord[] = [];
    for (const [[, delegator, to]] of items) {
      const record = await staking.redelegations.get(ctx, [delegator, from, to]);
      assert(record !== undefined, "STAKING-5: the index by source leads to a redelegation");
      records.push(record);
    }
    return { items: records, pagination };
  }
  const source = staking.redelegations.pages(delegatorOf(ctx, delegatorAddr));
  const { items, pagination } = await paginate(ctx, source, request);
  return { items: items.map(([, record]) => record), pagination };
}

async function redelegationResponse(
  ctx: ReadContext,
  staking: StakingKeeper,
  redelegation: RedelegationRecord,
): Promise<RedelegationResponse> {
  const validator = await staking.requireValidator(ctx, ctx.addresses.parseOperator(redelegation.validatorDstAddress));
  return {
    // The entries are given once, with what they are worth.
    redelegation: { ...redelegation, entries: [] },
    entries: redelegation.entries.map((entry) => ({
      redelegationEntry: entry,
      balance: staking.worth(validator, BigInt(entry.sharesDst)).toString(),
    })),
  };
}
