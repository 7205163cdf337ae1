import { MsgUpdateParams as AuthUpdateParams } from "cosmjs-types/cosmos/auth/v1beta1/tx";
import { GenericAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import { MsgExec, MsgGrant, MsgRevoke } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { SendAuthorization } from "cosmjs-types/cosmos/bank/v1beta1/authz";
import {
  MsgMultiSend,
  MsgSend,
  MsgSetSendEnabled,
  MsgUpdateParams as BankUpdateParams,
} from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { MsgUpdateParams as ConsensusUpdateParams } from "cosmjs-types/cosmos/consensus/v1/tx";
import { AllowedMsgAllowance, BasicAllowance, PeriodicAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import { MsgGrantAllowance, MsgPruneAllowances, MsgRevokeAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/tx";
import { MsgCancelUpgrade, MsgSoftwareUpgrade } from "cosmjs-types/cosmos/upgrade/v1beta1/tx";
import {
  MsgCreatePeriodicVestingAccount,
  MsgCreatePermanentLockedAccount,
  MsgCreateVestingAccount,
} from "cosmjs-types/cosmos/vesting/v1beta1/tx";
import type { Timestamp } from "cosmjs-types/google/protobuf/timestamp";
import { distributionGenerators } from "./distribution-messages.js";
import { evmGenerators } from "./ethereum-traffic.js";
import { feeMarketGenerators } from "./fee-market.js";
import { govGenerators } from "./gov-messages.js";
import { slashingGenerators } from "./slashing-messages.js";
import { sponsorGenerators } from "./sponsor-messages.js";
import { stakingGenerators } from "./staking-messages.js";
import { authority, coins, type Generator, type MessageWorld, pack } from "./world.js";

/** A time a little before or after now, or none: what expires is where state machines forget something. */
function soon({ random, timeSeconds }: MessageWorld): Timestamp | undefined {
  return random.oneIn(3) ? undefined : { seconds: timeSeconds + BigInt(random.below(60) - 10), nanos: 0 };
}

const basicAllowance = (world: MessageWorld) =>
  BasicAllowance.fromPartial({ spendLimit: world.random.oneIn(2) ? coins(world) : [], expiration: soon(world) });

const allowances: readonly Generator[] = [
  (world) => pack(BasicAllowance, basicAllowance(world)),
  (world) =>
    pack(
      PeriodicAllowance,
      PeriodicAllowance.fromPartial({
        basic: basicAllowance(world),
        period: { seconds: BigInt(1 + world.random.below(20)), nanos: 0 },
        periodSpendLimit: coins(world),
        periodCanSpend: coins(world),
        periodReset: soon(world),
      }),
    ),
  (world) =>
    pack(
      AllowedMsgAllowance,
      AllowedMsgAllowance.fromPartial({
        allowance: pack(BasicAllowance, basicAllowance(world)),
        allowedMessages: [MsgSend.typeUrl],
      }),
    ),
];

const authorizations: readonly Generator[] = [
  () => pack(GenericAuthorization, { msg: MsgSend.typeUrl }),
  (world) =>
    pack(SendAuthorization, { spendLimit: coins(world), allowList: world.random.oneIn(2) ? [world.anyone()] : [] }),
];

const send: Generator = (world) =>
  pack(MsgSend, { fromAddress: world.sender, toAddress: world.anyone(), amount: coins(world) });

/** Someone else's transfer, as a grantee would make it. */
const sendOfAnother: Generator = (world) => send({ ...world, sender: world.random.pick(world.accounts) });

/** One generator for each message that the chain knows; a test holds the table to the router's. */
export const messageGenerators: Readonly<Record<string, Generator>> = {
  [MsgSend.typeUrl]: send,
  [MsgMultiSend.typeUrl]: (world) => {
    const amount = coins(world);
    return pack(MsgMultiSend, {
      inputs: [{ address: world.sender, coins: amount }],
      outputs: [{ address: world.anyone(), coins: amount }],
    });
  },
  [BankUpdateParams.typeUrl]: (world) =>
    pack(
      BankUpdateParams,
      BankUpdateParams.fromPartial({ authority: authority(world), params: { defaultSendEnabled: false } }),
    ),
  [MsgSetSendEnabled.typeUrl]: (world) =>
    pack(
      MsgSetSendEnabled,
      MsgSetSendEnabled.fromPartial({
        authority: authority(world),
        sendEnabled: [{ denom: world.denoms[0]!, enabled: false }],
      }),
    ),
  [AuthUpdateParams.typeUrl]: (world) =>
    pack(AuthUpdateParams, AuthUpdateParams.fromPartial({ authority: authority(world), params: { txSigLimit: 1n } })),
  [MsgCreateVestingAccount.typeUrl]: (world) =>
    pack(MsgCreateVestingAccount, {
      fromAddress: world.sender,
      toAddress: world.anyone(),
      amount: coins(world),
      endTime: world.timeSeconds + BigInt(world.random.below(100)),
      delayed: world.random.oneIn(2),
    }),
  [MsgCreatePermanentLockedAccount.typeUrl]: (world) =>
    pack(MsgCreatePermanentLockedAccount, {
      fromAddress: world.sender,
      toAddress: world.anyone(),
      amount: coins(world),
    }),
  [MsgCreatePeriodicVestingAccount.typeUrl]: (world) =>
    pack(MsgCreatePeriodicVestingAccount, {
      fromAddress: world.sender,
      toAddress: world.anyone(),
      startTime: world.timeSeconds - BigInt(world.random.below(20)),
      vestingPeriods: Array.from({ length: 1 + world.random.below(3) }, () => ({
        length: BigInt(world.random.below(20)),
        amount: coins(world),
      })),
    }),
  [MsgGrant.typeUrl]: (world) =>
    pack(
      MsgGrant,
      MsgGrant.fromPartial({
        granter: world.sender,
        grantee: world.anyone(),
        grant: { authorization: world.random.pick(authorizations)(world), expiration: soon(world) },
      }),
    ),
  [MsgExec.typeUrl]: (world) => {
    const inner = [sendOfAnother(world)];
    // Nesting is where checks are forgotten.
    const nested = world.random.oneIn(4) ? [pack(MsgExec, { grantee: world.sender, msgs: inner })] : inner;
    return pack(MsgExec, { grantee: world.sender, msgs: nested });
  },
  [MsgRevoke.typeUrl]: (world) =>
    pack(MsgRevoke, { granter: world.sender, grantee: world.random.pick(world.accounts), msgTypeUrl: MsgSend.typeUrl }),
  [MsgGrantAllowance.typeUrl]: (world) =>
    pack(MsgGrantAllowance, {
      granter: world.sender,
      grantee: world.anyone(),
      allowance: world.random.pick(allowances)(world),
    }),
  [MsgRevokeAllowance.typeUrl]: (world) =>
    pack(MsgRevokeAllowance, { granter: world.sender, grantee: world.random.pick(world.accounts) }),
  [MsgPruneAllowances.typeUrl]: (world) => pack(MsgPruneAllowances, { pruner: world.sender }),
  [ConsensusUpdateParams.typeUrl]: (world) =>
    pack(
      ConsensusUpdateParams,
      ConsensusUpdateParams.fromPartial({ authority: authority(world), block: { maxBytes: 1n, maxGas: 1n } }),
    ),
  [MsgSoftwareUpgrade.typeUrl]: (world) =>
    pack(
      MsgSoftwareUpgrade,
      MsgSoftwareUpgrade.fromPartial({ authority: authority(world), plan: { name: "next", height: 1_000_000n } }),
    ),
  [MsgCancelUpgrade.typeUrl]: (world) => pack(MsgCancelUpgrade, { authority: authority(world) }),
  ...slashingGenerators,
  ...sponsorGenerators,
  ...stakingGenerators,
  ...distributionGenerators,
  ...evmGenerators,
  ...feeMarketGenerators,
  ...govGenerators,
};
