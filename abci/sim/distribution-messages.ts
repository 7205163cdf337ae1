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
import { type Generator, authority, coins, pack, validator } from "./world.js";

export const distributionGenerators: Readonly<Record<string, Generator>> = {
  [MsgSetWithdrawAddress.typeUrl]: (world) =>
    pack(MsgSetWithdrawAddress, { delegatorAddress: world.sender, withdrawAddress: world.anyone() }),
  [MsgWithdrawDelegatorReward.typeUrl]: (world) =>
    pack(MsgWithdrawDelegatorReward, { delegatorAddress: world.sender, validatorAddress: validator(world) }),
  [MsgWithdrawValidatorCommission.typeUrl]: (world) =>
    pack(MsgWithdrawValidatorCommission, {
      validatorAddress: world.operators[world.accounts.indexOf(world.sender)]!,
    }),
  [MsgFundCommunityPool.typeUrl]: (world) =>
    pack(MsgFundCommunityPool, { amount: coins(world), depositor: world.sender }),
  [MsgDepositValidatorRewardsPool.typeUrl]: (world) =>
    pack(MsgDepositValidatorRewardsPool, {
      depositor: world.sender,
      validatorAddress: validator(world),
      amount: coins(world),
    }),
  [MsgCommunityPoolSpend.typeUrl]: (world) =>
    pack(MsgCommunityPoolSpend, { authority: authority(world), recipient: world.anyone(), amount: coins(world) }),
  [MsgUpdateParams.typeUrl]: (world) =>
    pack(MsgUpdateParams, MsgUpdateParams.fromPartial({ authority: authority(world), params: { communityTax: "0" } })),
  [MintUpdateParams.typeUrl]: (world) =>
    pack(MintUpdateParams, MintUpdateParams.fromPartial({ authority: authority(world), params: { mintDenom: "aec" } })),
};

/** Messages that pay what stake has earned. */
export const WITHDRAWING: readonly string[] = [
  MsgWithdrawDelegatorReward.typeUrl,
  MsgWithdrawDelegatorReward.typeUrl,
  MsgWithdrawValidatorCommission.typeUrl,
];
