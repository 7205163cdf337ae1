import type { Msg } from "cosmjs-types/cosmos/distribution/v1beta1/tx";
import type { MsgBeginRedelegate } from "cosmjs-types/cosmos/staking/v1beta1/tx";
import { requireAuthority } from "../../abci/state/authority.js";
import { type Coin, type WireCoin, coinsToWire, parseCoins } from "../../abci/state/coins.js";
import { sdk } from "../../abci/state/errors.js";
import type { MessageService, ReadAhead } from "../../abci/state/module.js";
import { award } from "./allocation.js";
import { toDecCoins } from "./dec-coins.js";
import { errors } from "./errors.js";
import type { DistributionKeeper } from "./keeper.js";
import { validateParams } from "./params.js";
import { withdrawRewards } from "./rewards.js";

/** `cosmos.distribution.v1beta1.Msg` of SDK 0.53. */
export const distributionMessages = (distribution: DistributionKeeper): MessageService<Msg> => ({
  async SetWithdrawAddress(ctx, { delegatorAddress, withdrawAddress }) {
    const delegator = ctx.addresses.parse(delegatorAddress);
    await distribution.setWithdrawAddress(ctx, delegator, ctx.addresses.parse(withdrawAddress));
    return {};
  },

  async WithdrawDelegatorReward(ctx, { delegatorAddress, validatorAddress }) {
    const operator = ctx.addresses.parseOperator(validatorAddress);
    const delegator = ctx.addresses.parse(delegatorAddress);
    const validator = await distribution.staking.validator(ctx, operator);
    if (validator === undefined) throw errors.noValidatorInfo(validatorAddress);
    return { amount: coinsToWire(await withdrawRewards(ctx, distribution, delegator, validator)) };
  },

  async WithdrawValidatorCommission(ctx, { validatorAddress }) {
    const operator = ctx.addresses.parseOperator(validatorAddress);
    return { amount: coinsToWire(await distribution.withdrawCommission(ctx, operator)) };
  },

  async FundCommunityPool(ctx, { amount, depositor }) {
    const from = ctx.addresses.parse(depositor);
    const coins = parseAmount(amount);
    await distribution.requireRoom(ctx, "the community pool", await distribution.communityPool(ctx), coins);
    await distribution.fundCommunityPool(ctx, coins, from);
    return {};
  },

  async UpdateParams(ctx, { authority, params }) {
    requireAuthority(ctx, distribution.authority, authority);
    validateParams(params);
    await distribution.parameters.set(ctx, params);
    return {};
  },

  async CommunityPoolSpend(ctx, { authority, recipient, amount }) {
    requireAuthority(ctx, distribution.authority, authority);
    const coins = parseAmount(amount);
    const to = ctx.addresses.parse(recipient);
    distribution.requireRecipient(ctx, to);
    await distribution.moveFromCommunityPool(ctx, coins, to);
    return {};
  },

  async DepositValidatorRewardsPool(ctx, { depositor, validatorAddress, amount }) {
    const from = ctx.addresses.parse(depositor);
    const operator = ctx.addresses.parseOperator(validatorAddress);
    const coins = parseAmount(amount);
    const validator = await distribution.staking.validator(ctx, operator);
    if (validator === undefined) throw errors.noValidator(validatorAddress);
    if (validator.shares === 0n) {
      throw sdk.invalidRequest(`${validatorAddress} has no delegations that a deposit could be shared among`);
    }
    const outstanding = (await distribution.outstanding.get(ctx, operator)) ?? [];
    await distribution.requireRoom(ctx, `the rewards pool of ${validatorAddress}`, outstanding, coins);
    await distribution.bank.move(ctx, { from, to: distribution.account, coins });
    await award(ctx, distribution, validator, toDecCoins(coins));
    return {};
  },
});

interface Parties {
  readonly delegatorAddress: string;
  readonly validatorAddress: string;
}

/** What a withdrawal reads, and every change of a delegation, which withdraws first: as far as the message tells. */
export const distributionReadAhead = (distribution: DistributionKeeper): Readonly<Record<string, ReadAhead>> => {
  const keysOf = (delegator: Uint8Array, operator: Uint8Array) => [
    distribution.startingInfos.locate([operator, delegator]),
    distribution.currentRewards.locate(operator),
    distribution.outstanding.locate(operator),
    distribution.withdrawAddresses.locate(delegator),
  ];
  const ofParties: ReadAhead = ({ delegatorAddress, validatorAddress }: Parties, parse, parseOperator) =>
    keysOf(parse(delegatorAddress), parseOperator(validatorAddress));
  return {
    "/cosmos.distribution.v1beta1.MsgWithdrawDelegatorReward": ofParties,
    "/cosmos.staking.v1beta1.MsgDelegate": ofParties,
    "/cosmos.staking.v1beta1.MsgUndelegate": ofParties,
    "/cosmos.staking.v1beta1.MsgBeginRedelegate": (message: MsgBeginRedelegate, parse, parseOperator) =>
      [message.validatorSrcAddress, message.validatorDstAddress].flatMap((operator) =>
        keysOf(parse(message.delegatorAddress), parseOperator(operator)),
      ),
  };
};

function parseAmount(amount: readonly WireCoin[]): Coin[] {
  const coins = parseCoins(amount);
  if (coins.length === 0) throw sdk.invalidCoins("amount is empty: at least one coin is needed");
  return coins;
}
