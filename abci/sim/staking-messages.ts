import { PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import {
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgCreateValidator,
  MsgDelegate,
  MsgEditValidator,
  MsgUndelegate,
  MsgUpdateParams,
} from "cosmjs-types/cosmos/staking/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { encodeMessage } from "../../proto/writer.js";
import { consensusKey } from "./validators.js";
import { authority, type Generator, type MessageWorld, pack, validator } from "./world.js";

const packedKey = (index: number): Any => ({
  typeUrl: PubKey.typeUrl,
  value: encodeMessage(PubKey, { key: consensusKey(index) }),
});

/** Units of 10⁻² as a decimal on the wire. */
const hundredths = (count: number): string => (BigInt(count) * 10n ** 16n).toString();

const stake = ({ random, denoms, wealth }: MessageWorld) => ({
  denom: random.oneIn(20) ? denoms[1]! : denoms[0]!,
  amount: random.amount(wealth / 20n).toString(),
});

const description = ({ random }: MessageWorld) => ({
  moniker: "m".repeat(random.below(74)),
  identity: "",
  website: "[do-not-modify]",
  securityContact: "",
  details: "",
});

/** The operator of the sender's account. */
const own = ({ accounts, operators, sender }: MessageWorld): string => operators[accounts.indexOf(sender)]!;

export const stakingGenerators: Readonly<Record<string, Generator>> = {
  [MsgCreateValidator.typeUrl]: (world) =>
    pack(MsgCreateValidator, {
      description: description(world),
      commission: {
        rate: hundredths(world.random.below(30)),
        maxRate: hundredths(10 + world.random.below(100)),
        maxChangeRate: hundredths(world.random.below(20)),
      },
      minSelfDelegation: (1n + world.random.amount(world.wealth / 100n)).toString(),
      delegatorAddress: "",
      validatorAddress: own(world),
      pubkey: packedKey(world.random.below(world.size.consensusKeys)),
      value: stake(world),
    }),
  [MsgEditValidator.typeUrl]: (world) =>
    pack(MsgEditValidator, {
      description: description(world),
      validatorAddress: own(world),
      commissionRate: world.random.oneIn(2) ? "" : hundredths(world.random.below(30)),
      minSelfDelegation: world.random.oneIn(2) ? "" : world.random.amount(world.wealth / 50n).toString(),
    }),
  [MsgDelegate.typeUrl]: (world) =>
    pack(MsgDelegate, {
      delegatorAddress: world.sender,
      validatorAddress: validator(world),
      amount: stake(world),
    }),
  [MsgUndelegate.typeUrl]: (world) =>
    pack(MsgUndelegate, {
      delegatorAddress: world.sender,
      validatorAddress: world.random.oneIn(3) ? own(world) : validator(world),
      amount: stake(world),
    }),
  [MsgBeginRedelegate.typeUrl]: (world) =>
    pack(MsgBeginRedelegate, {
      delegatorAddress: world.sender,
      validatorSrcAddress: validator(world),
      validatorDstAddress: validator(world),
      amount: stake(world),
    }),
  [MsgCancelUnbondingDelegation.typeUrl]: (world) =>
    pack(MsgCancelUnbondingDelegation, {
      delegatorAddress: world.sender,
      validatorAddress: validator(world),
      amount: stake(world),
      creationHeight: BigInt(Number(world.height) - world.random.below(8)),
    }),
  [MsgUpdateParams.typeUrl]: (world) =>
    pack(MsgUpdateParams, MsgUpdateParams.fromPartial({ authority: authority(world), params: { maxValidators: 1 } })),
};

/** Messages that move stake: what hangs on each other's results, and is worth drawing more often than others. */
export const MOVING_STAKE: readonly string[] = [
  MsgDelegate.typeUrl,
  MsgDelegate.typeUrl,
  MsgUndelegate.typeUrl,
  MsgBeginRedelegate.typeUrl,
  MsgCancelUnbondingDelegation.typeUrl,
];
