import type { Query } from "cosmjs-types/cosmos/distribution/v1beta1/query";
import { addCoins } from "../../abci/state/coins.js";
import type { ReadContext } from "../../abci/state/context.js";
import { AppError } from "../../abci/state/errors.js";
import { type QueryService, invalidArgument, notFound } from "../../abci/state/module.js";
import { paginate } from "../../abci/state/pagination.js";
import { type DecCoins, decCoinsToWire } from "./dec-coins.js";
import { errors } from "./errors.js";
import type { DistributionKeeper } from "./keeper.js";
import { slashEventToWire } from "./records.js";
import { pendingRewards } from "./rewards.js";
import type { RewardedValidator } from "./types.js";

/** `cosmos.distribution.v1beta1.Query` of SDK 0.53. */
export const distributionQueries = (distribution: DistributionKeeper): QueryService<Query> => ({
  async Params(ctx) {
    return { params: await distribution.params(ctx) };
  },

  async ValidatorDistributionInfo(ctx, { validatorAddress }) {
    const validator = await validatorOf(ctx, distribution, validatorAddress);
    const rewards = await rewardsOf(ctx, distribution, validator.operator, validator);
    return {
      operatorAddress: ctx.addresses.format(validator.operator),
      selfBondRewards: decCoinsToWire(rewards),
      commission: decCoinsToWire(await commissionOf(ctx, distribution, validator.operator)),
    };
  },

  async ValidatorOutstandingRewards(ctx, { validatorAddress }) {
    const { operator } = await validatorOf(ctx, distribution, validatorAddress);
    const rewards = (await distribution.outstanding.get(ctx, operator)) ?? [];
    return { rewards: { rewards: decCoinsToWire(rewards) } };
  },

  async ValidatorCommission(ctx, { validatorAddress }) {
    const { operator } = await validatorOf(ctx, distribution, validatorAddress);
    return { commission: { commission: decCoinsToWire(await commissionOf(ctx, distribution, operator)) } };
  },

  async ValidatorSlashes(ctx, { validatorAddress, startingHeight, endingHeight, pagination: request }) {
    const operator = parse(validatorAddress, "validator", (text) => ctx.addresses.parseOperator(text));
    if (endingHeight < startingHeight) {
      throw invalidArgument(`starting height greater than ending height (${startingHeight} > ${endingHeight})`);
    }
    const { items, pagination } = await paginate(
      ctx,
      distribution.slashEvents.pages(operator),
      request,
      ([[, height]]) => height >= startingHeight && height <= endingHeight,
    );
    return { slashes: items.map(([, event]) => slashEventToWire(event)), pagination };
  },

  async DelegationRewards(ctx, { delegatorAddress, validatorAddress }) {
    const delegator = parseDelegator(ctx, delegatorAddress);
    const validator = await validatorOf(ctx, distribution, validatorAddress);
    return { rewards: decCoinsToWire(await rewardsOf(ctx, distribution, delegator, validator)) };
  },

  async DelegationTotalRewards(ctx, { delegatorAddress }) {
    const delegator = parseDelegator(ctx, delegatorAddress);
    const rewards: { validatorAddress: string; reward: ReturnType<typeof decCoinsToWire> }[] = [];
    let total: DecCoins = [];
    for await (const { operator } of distribution.staking.delegationsOf(ctx, delegator)) {
      const validatorAddress = ctx.addresses.formatOperator(operator);
      const validator = await validatorOf(ctx, distribution, validatorAddress);
      const reward = await rewardsOf(ctx, distribution, delegator, validator);
      rewards.push({ validatorAddress, reward: decCoinsToWire(reward) });
      total = addCoins(total, reward);
    }
    return { rewards, total: decCoinsToWire(total) };
  },

  async DelegatorValidators(ctx, { delegatorAddress }) {
    const delegator = parseDelegator(ctx, delegatorAddress);
    const validators: string[] = [];
    for await (const { operator } of distribution.staking.delegationsOf(ctx, delegator)) {
      validators.push(ctx.addresses.formatOperator(operator));
    }
    return { validators };
  },

  async DelegatorWithdrawAddress(ctx, { delegatorAddress }) {
    const address = await distribution.withdrawAddress(ctx, parseDelegator(ctx, delegatorAddress));
    return { withdrawAddress: ctx.addresses.format(address) };
  },

  async CommunityPool(ctx) {
    return { pool: decCoinsToWire(await distribution.communityPool(ctx)) };
  },
});

async function validatorOf(
  ctx: ReadContext,
  distribution: DistributionKeeper,
  text: string,
): Promise<RewardedValidator> {
  const operator = parse(text, "validator", (address) => ctx.addresses.parseOperator(address));
  const validator = await distribution.staking.validator(ctx, operator);
  if (validator === undefined) throw notFound(errors.noValidator(text).message);
  return validator;
}

async function rewardsOf(
  ctx: ReadContext,
  distribution: DistributionKeeper,
  delegator: Uint8Array,
  validator: RewardedValidator,
): Promise<DecCoins> {
  const rewards = await pendingRewards(ctx, distribution, delegator, validator);
  if (rewards !== undefined) return rewards;
  const names = {
    delegator: ctx.addresses.format(delegator),
    operator: ctx.addresses.formatOperator(validator.operator),
  };
  throw notFound(errors.noDelegation(names).message);
}

async function commissionOf(ctx: ReadContext, distribution: DistributionKeeper, operator: Uint8Array) {
  return (await distribution.commissions.get(ctx, operator)) ?? [];
}

const parseDelegator = (ctx: ReadContext, text: string): Uint8Array =>
  parse(text, "delegator", (address) => ctx.addresses.parse(address));

function parse(text: string, what: string, read: (text: string) => Uint8Array): Uint8Array {
  if (text === "") throw invalidArgument(`empty ${what} address`);
  try {
    return read(text);
  } catch (error) {
    if (error instanceof AppError) throw invalidArgument(`invalid ${what} address: ${error.message}`);
    throw error;
  }
}
