import {
  MsgCommunityPoolSpend,
  MsgDepositValidatorRewardsPool,
  MsgFundCommunityPool,
  MsgSetWithdrawAddress,
  MsgUpdateParams,
  MsgWithdrawDelegatorReward,
  MsgWithdrawValidatorCommission,
} from "cosmjs-types/cosmos/distribution/v1beta1/tx";
import { MsgUpdateParams as MintUpdateParams } from "cosmjs-types/cosmos/mint/v1beta1/tx";
import { type Generator, type MessageWorld, authority, coins, pack } from "./world.js";

const operator = ({ random, operators }: MessageWorld): string => random.pick(operators);

export const distributionGenerators: Readonly<Record<string, Generator>> = {
  [MsgSetWithdrawAddress.typeUrl]: (world) =>
    pack(MsgSetWithdrawAddress, { delegatorAddress: world.sender, withdrawAddress: world.anyone() }),
  [MsgWithdrawDelegatorReward.typeUrl]: (world) =>
    pack(MsgWithdrawDelegatorReward, { delegatorAddress: world.sender, validatorAddress: operator(world) }),
  [MsgWithdrawValidatorCommission.typeUrl]: (world) =>
    pack(MsgWithdrawValidatorCommission, {
      validatorAddress: world.operators[world.accounts.indexOf(world.sender)]!,
    }),
  [MsgFundCommunityPool.typeUrl]: (world) =>
    pack(MsgFundCommunityPool, { amount: coins(world), depositor: world.sender }),
  [MsgDepositValidatorRewardsPool.typeUrl]: (world) =>
    pack(MsgDepositValidatorRewardsPool, {
      depositor: world.sender,
      validatorAddress: operator(world),
      amount: coins(world),
    }),
  [MsgCommunityPoolSpend.typeUrl]: (world) =>
    pack(MsgCommunityPoolSpend, { authority: authority(world), recipient: world.anyone(), amount: coins(world) }),
  [MsgUpdateParams.typeUrl]: (world) =>
    pack(MsgUpdateParams, MsgUpdateParams.fromPartial({ authority: authority(world), params: { communityTax: "0" } })),
  [MintUpdateParams.typeUrl]: (world) =>
    pack(MintUpdateParams, MintUpdateParams.fromPartial({ authority: authority(world), params: { mintDenom: "aec" } })),
};
