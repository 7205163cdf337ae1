import type { Msg, MsgCreateValidator, MsgEditValidator } from "cosmjs-types/cosmos/staking/v1beta1/tx";
import { requireAuthorityText } from "../../abci/state/authority.js";
import type { WriteContext } from "../../abci/state/context.js";
import { formatDecimal, ONE } from "../../abci/state/decimals.js";
import { sdk } from "../../abci/state/errors.js";
import type { MessageService } from "../../abci/state/module.js";
import { nanosToTimestamp } from "../../abci/state/time.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import type { StakingKeeper } from "./keeper.js";
import { paramsFromRecord } from "./records.js";
import type { Commission, Validator } from "./types.js";
import {
  changeRate,
  editDescription,
  parseAmount,
  parseCommission,
  parseMinSelfDelegation,
  parseWireDecimal,
  requireBondDenom,
  requireConsensusKey,
  requireDescription,
} from "./validation.js";

/** `cosmos.staking.v1beta1.Msg`. */
export const stakingMessages = (staking: StakingKeeper): MessageService<Msg> => ({
  async CreateValidator(ctx, message) {
    await createValidator(ctx, staking, message);
    return {};
  },

  async EditValidator(ctx, message) {
    await editValidator(ctx, staking, message);
    return {};
  },

  async Delegate(ctx, { delegatorAddress, validatorAddress, amount }) {
    const parties = partiesOf(ctx, delegatorAddress, validatorAddress);
    const coin = parseAmount(amount, "delegation amount");
    await staking.requireValidator(ctx, parties.operator);
    requireBondDenom(coin, await staking.bondDenom(ctx));
    const shares = await staking.delegate(ctx, { ...parties, amount: coin.amount, source: "account" });
    ctx.emit(events.delegate(ctx.addresses, parties, coin, shares));
    return {};
  },

  async BeginRedelegate(ctx, { delegatorAddress, validatorSrcAddress, validatorDstAddress, amount }) {
    const { delegator, operator: from } = partiesOf(ctx, delegatorAddress, validatorSrcAddress);
    const to = ctx.addresses.parseOperator(validatorDstAddress);
    const coin = parseAmount(amount, "shares amount");
    const shares = await staking.sharesForTokens(ctx, { delegator, operator: from, amount: coin.amount });
    requireBondDenom(coin, await staking.bondDenom(ctx));
    const completionNanos = await staking.redelegate(ctx, { delegator, from, to, shares });
    ctx.emit(events.redelegate(ctx.addresses, { delegator, from, to }, coin, completionNanos));
    return { completionTime: nanosToTimestamp(completionNanos) };
  },

  async Undelegate(ctx, { delegatorAddress, validatorAddress, amount }) {
    const parties = partiesOf(ctx, delegatorAddress, validatorAddress);
    const asked = parseAmount(amount, "shares amount");
    const shares = await staking.sharesForTokens(ctx, { ...parties, amount: asked.amount });
    requireBondDenom(asked, await staking.bondDenom(ctx));
    const { amount: given, completionNanos } = await staking.undelegate(ctx, { ...parties, shares });
    ctx.emit(events.unbond(ctx.addresses, parties, { ...asked, amount: given }, completionNanos));
    const completionTime = nanosToTimestamp(completionNanos);
    return { completionTime, amount: { denom: asked.denom, amount: given.toString() } };
  },

  async CancelUnbondingDelegation(ctx, { delegatorAddress, validatorAddress, amount, creationHeight }) {
    const parties = partiesOf(ctx, delegatorAddress, validatorAddress);
    const coin = parseAmount(amount, "amount");
    if (creationHeight <= 0n) throw sdk.invalidRequest("invalid height");
    requireBondDenom(coin, await staking.bondDenom(ctx));
    await staking.cancelUnbonding(ctx, { ...parties, amount: coin.amount, creationHeight });
    ctx.emit(events.cancelUnbonding(ctx.addresses, parties, coin, creationHeight));
    return {};
  },

  async UpdateParams(ctx, { authority, params }) {
    requireAuthorityText(ctx, staking.authority, authority);
    await staking.setParams(ctx, paramsFromRecord(params));
    return {};
  },
});

function partiesOf(ctx: WriteContext, delegator: string, operator: string) {
  return { operator: ctx.addresses.parseOperator(operator), delegator: ctx.addresses.parse(delegator) };
}

async function createValidator(ctx: WriteContext, staking: StakingKeeper, message: MsgCreateValidator): Promise<void> {
  const operator = ctx.addresses.parseOperator(message.validatorAddress);
  const coin = parseAmount(message.value, "delegation amount");
  requireDescription(message.description);
  const commission = { ...parseCommission(message.commission), updateTimeNanos: ctx.block.timeNanos };
  const minSelfDelegation = parseMinSelfDelegation(message.minSelfDelegation);
  if (coin.amount < minSelfDelegation) throw errors.selfDelegationBelowMinimum(undefined);
  const { minCommissionRate, bondDenom } = await staking.params(ctx);
  if (commission.rate < minCommissionRate) throw errors.commissionUnderMinRate(formatDecimal(minCommissionRate));
  requireBondDenom(coin, bondDenom);

  const keyTypes = (await staking.consensus.params(ctx)).validator?.pubKeyTypes;
  const consPubkey = requireConsensusKey(message.pubkey, keyTypes);
  const { description } = message;
  await staking.createValidator(ctx, { operator, consPubkey, description, commission, minSelfDelegation });
  await staking.delegate(ctx, { delegator: operator, operator, amount: coin.amount, source: "account" });
  ctx.emit(events.createValidator(ctx.addresses, operator, coin));
}

async function editValidator(ctx: WriteContext, staking: StakingKeeper, message: MsgEditValidator): Promise<void> {
  const operator = ctx.addresses.parseOperator(message.validatorAddress);
  const rate = message.commissionRate === "" ? undefined : parseWireDecimal(message.commissionRate, "commission rate");
  if (rate !== undefined) await requireRate(ctx, staking, rate);
  const pledge = message.minSelfDelegation === "" ? undefined : parseMinSelfDelegation(message.minSelfDelegation);

  const before = await staking.requireValidator(ctx, operator);
  const description = editDescription(before.description, message.description);
  const commission = rate === undefined ? before.commission : changeRate(before.commission, rate, ctx.block.timeNanos);
  if (rate !== undefined) await staking.tell(ctx, "beforeValidatorModified", operator);
  const minSelfDelegation = pledge === undefined ? before.minSelfDelegation : raisePledge(before, pledge);
  await staking.setValidator(ctx, before, { ...before, description, commission, minSelfDelegation });
  ctx.emit(events.editValidator(commission, minSelfDelegation));
}

async function requireRate(ctx: WriteContext, staking: StakingKeeper, rate: Commission["rate"]): Promise<void> {
  if (rate > ONE || rate < 0n) throw sdk.invalidRequest("commission rate must be between 0 and 1 (inclusive)");
  const { minCommissionRate } = await staking.params(ctx);
  if (rate < minCommissionRate) {
    const min = formatDecimal(minCommissionRate);
    throw sdk.invalidRequest(`commission rate cannot be less than the min commission rate ${min}`);
  }
}

/** A pledge only grows: delegators rely on it. */
function raisePledge({ minSelfDelegation, tokens }: Validator, pledge: bigint): bigint {
  if (pledge <= minSelfDelegation) throw errors.minSelfDelegationDecreased(undefined);
  if (pledge > tokens) throw errors.selfDelegationBelowMinimum(undefined);
  return pledge;
}
