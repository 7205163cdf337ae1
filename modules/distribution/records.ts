import {
  DelegatorStartingInfo,
  FeePool,
  ValidatorAccumulatedCommission,
  ValidatorCurrentRewards,
  ValidatorHistoricalRewards,
  ValidatorOutstandingRewards,
  ValidatorSlashEvent,
} from "cosmjs-types/cosmos/distribution/v1beta1/distribution";
import type { Decimal } from "../../abci/state/decimals.js";
import type { KeyCodec } from "../../abci/state/keys.js";
import { type ValueCodec, protoValue } from "../../abci/state/values.js";
import type { Codec } from "../../proto/codecs.js";
import { type DecCoins, type WireDecCoin, decCoinsFromWire, decCoinsToWire } from "./dec-coins.js";

/** The state of a validator's rewards at the end of a period. */
export interface HistoricalRewards {
  /** Rewards of 10^18 shares from the validator's beginning up to the end of the period, rounded down. */
  readonly ratio: DecCoins;
  /** Delegations that began in it, and the validator itself while no later period has ended. */
  readonly references: number;
}

/** What a validator's delegations earned since the last period ended. */
export interface CurrentRewards {
  readonly rewards: DecCoins;
  /** The period that goes on. */
  readonly period: bigint;
}

/** Since when a delegation has earned what was not paid yet. */
export interface StartingInfo {
  /** The last period that is paid. */
  readonly previousPeriod: bigint;
  /** Shares of the delegation. */
  readonly shares: Decimal;
  /** The block that wrote this; for people, no rule reads it. */
  readonly height: bigint;
}

/** That a validator lost a part of its tokens. */
export interface SlashEvent {
  /** The period that the slash ended. */
  readonly period: bigint;
  readonly fraction: Decimal;
}

/** Stores a message in another shape than that of its codec. */
function mapped<Wire, T>(
  codec: Codec<Wire>,
  toWire: (value: T) => Wire,
  fromWire: (message: Wire) => T,
): ValueCodec<T> {
  const inner = protoValue(codec);
  return {
    name: inner.name,
    encode: (value) => inner.encode(toWire(value)),
    decode: (bytes) => fromWire(inner.decode(bytes)),
  };
}

const wire = (coins: DecCoins): { denom: string; amount: string }[] => decCoinsToWire(coins);
const coins = (list: readonly WireDecCoin[]): DecCoins => decCoinsFromWire(list);

export const historicalRewardsToWire = ({ ratio, references }: HistoricalRewards): ValidatorHistoricalRewards => ({
  cumulativeRewardRatio: wire(ratio),
  referenceCount: references,
});

export const currentRewardsToWire = ({ rewards, period }: CurrentRewards): ValidatorCurrentRewards => ({
  rewards: wire(rewards),
  period,
});

export const startingInfoToWire = ({ previousPeriod, shares, height }: StartingInfo): DelegatorStartingInfo => ({
  previousPeriod,
  stake: shares.toString(),
  height,
});

export const slashEventToWire = ({ period, fraction }: SlashEvent): ValidatorSlashEvent => ({
  validatorPeriod: period,
  fraction: fraction.toString(),
});

export const historicalRewardsValue = mapped<ValidatorHistoricalRewards, HistoricalRewards>(
  ValidatorHistoricalRewards,
  historicalRewardsToWire,
  ({ cumulativeRewardRatio, referenceCount }) => ({ ratio: coins(cumulativeRewardRatio), references: referenceCount }),
);

export const currentRewardsValue = mapped<ValidatorCurrentRewards, CurrentRewards>(
  ValidatorCurrentRewards,
  currentRewardsToWire,
  ({ rewards, period }) => ({ rewards: coins(rewards), period }),
);

export const startingInfoValue = mapped<DelegatorStartingInfo, StartingInfo>(
  DelegatorStartingInfo,
  startingInfoToWire,
  ({ previousPeriod, stake, height }) => ({ previousPeriod, shares: BigInt(stake), height }),
);

export const slashEventValue = mapped<ValidatorSlashEvent, SlashEvent>(
  ValidatorSlashEvent,
  slashEventToWire,
  ({ validatorPeriod, fraction }) => ({ period: validatorPeriod, fraction: BigInt(fraction) }),
);

export const commissionValue = mapped<ValidatorAccumulatedCommission, DecCoins>(
  ValidatorAccumulatedCommission,
  (commission) => ({ commission: wire(commission) }),
  ({ commission }) => coins(commission),
);

export const outstandingValue = mapped<ValidatorOutstandingRewards, DecCoins>(
  ValidatorOutstandingRewards,
  (rewards) => ({ rewards: wire(rewards) }),
  ({ rewards }) => coins(rewards),
);

export const poolValue = mapped<FeePool, DecCoins>(
  FeePool,
  (communityPool) => ({ communityPool: wire(communityPool) }),
  ({ communityPool }) => coins(communityPool),
);

/** A byte string as `google.protobuf.BytesValue` stores it; shorter than 128 bytes. */
export const shortBytesValue: ValueCodec<Uint8Array> = {
  name: "/google.protobuf.BytesValue",
  encode: (value) => (value.length === 0 ? value : Uint8Array.of(0x0a, value.length, ...value)),
  decode: (bytes) => bytes.subarray(2),
};

const reversed = (value: bigint): string => {
  const buffer = Buffer.allocUnsafe(8);
  buffer.writeBigUInt64LE(value);
  return buffer.toString("latin1");
};

/** A period inside a key: little-endian, as the SDK has it, so that periods are not walked in their order. */
export const periodKey: KeyCodec<bigint> = {
  name: "uint64 (little-endian)",
  encodeLast: reversed,
  encodeInner: reversed,
  decodeLast: (key, at) => Buffer.from(key.slice(at, at + 8), "latin1").readBigUInt64LE(),
  decodeInner: (key, at) => [periodKey.decodeLast(key, at), at + 8],
};
