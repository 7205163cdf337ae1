import { hash } from "node:crypto";
import { IntProto } from "cosmjs-types/cosmos/base/v1beta1/coin";
import { PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import type { Any } from "cosmjs-types/google/protobuf/any";
import type { AddressCodec } from "../../abci/state/addresses.js";
import { assert } from "../../abci/state/errors.js";
import { durationToNanos, nanosToDuration, nanosToTimestamp, timestampToNanos } from "../../abci/state/time.js";
import { type ValueCodec, protoValue } from "../../abci/state/values.js";
import { decodeMessage } from "../../proto/reader.js";
import {
  BondStatus as WireStatus,
  type Delegation as DelegationRecord,
  Params as ParamsRecord,
  type Redelegation as RedelegationRecord,
  type UnbondingDelegation as UnbondingRecord,
  type Validator as ValidatorRecord,
} from "../../proto/generated/cosmos/staking/v1beta1/staking.js";
import type {
  BondStatus,
  Delegation,
  PendingSlash,
  Redelegation,
  StakingParams,
  Unbonding,
  Validator,
} from "./types.js";

/* Between what is stored, which is the SDK's, and what this module works with: bigint amounts, raw addresses. */

const WIRE_STATUS: Readonly<Record<BondStatus, number>> = {
  unbonded: WireStatus.BOND_STATUS_UNBONDED,
  unbonding: WireStatus.BOND_STATUS_UNBONDING,
  bonded: WireStatus.BOND_STATUS_BONDED,
};

/** @throws AssertionError for a number that is none of the three */
export function statusFromWire(status: number): BondStatus {
  const found = (Object.keys(WIRE_STATUS) as BondStatus[]).find((name) => WIRE_STATUS[name] === status);
  assert(found !== undefined, `STAKING-1: ${status} is no status of a validator`);
  return found;
}

/** The 32 bytes of an ed25519 key. */
export function keyBytes(pubkey: Any): Uint8Array {
  return decodeMessage(PubKey, pubkey.value).key;
}

/** The name that CometBFT gives to the owner of an ed25519 key: 20 bytes of its hash. */
export function consAddressOf(pubkey: Any): Uint8Array {
  return new Uint8Array(hash("sha256", keyBytes(pubkey), "buffer").subarray(0, 20));
}

export function validatorFromRecord(operator: Uint8Array, record: ValidatorRecord): Validator {
  const { consensusPubkey, commission } = record;
  assert(consensusPubkey !== undefined, "STAKING-1: a validator has a consensus key");
  const { rate, maxRate, maxChangeRate } = commission.commissionRates;
  return {
    operator,
    consPubkey: consensusPubkey,
    consAddress: consAddressOf(consensusPubkey),
    jailed: record.jailed,
    status: statusFromWire(record.status),
    tokens: BigInt(record.tokens),
    shares: BigInt(record.delegatorShares),
    description: record.description,
    unbondingHeight: record.unbondingHeight,
    unbondingTimeNanos: timestampToNanos(record.unbondingTime),
    commission: {
      rate: BigInt(rate),
      maxRate: BigInt(maxRate),
      maxChangeRate: BigInt(maxChangeRate),
      updateTimeNanos: timestampToNanos(commission.updateTime),
    },
    minSelfDelegation: BigInt(record.minSelfDelegation),
    unbondingIds: record.unbondingIds,
  };
}

export function validatorToRecord(addresses: AddressCodec, validator: Validator): ValidatorRecord {
  const { rate, maxRate, maxChangeRate, updateTimeNanos } = validator.commission;
  return {
    operatorAddress: addresses.formatOperator(validator.operator),
    consensusPubkey: validator.consPubkey,
    jailed: validator.jailed,
    status: WIRE_STATUS[validator.status],
    tokens: validator.tokens.toString(),
    delegatorShares: validator.shares.toString(),
    description: validator.description,
    unbondingHeight: validator.unbondingHeight,
    unbondingTime: nanosToTimestamp(validator.unbondingTimeNanos),
    commission: {
      commissionRates: {
        rate: rate.toString(),
        maxRate: maxRate.toString(),
        maxChangeRate: maxChangeRate.toString(),
      },
      updateTime: nanosToTimestamp(updateTimeNanos),
    },
    minSelfDelegation: validator.minSelfDelegation.toString(),
    unbondingOnHoldRefCount: 0n,
    unbondingIds: [...validator.unbondingIds],
  };
}

export function delegationToRecord(addresses: AddressCodec, { delegator, operator, shares }: Delegation) {
  const record: DelegationRecord = {
    delegatorAddress: addresses.format(delegator),
    validatorAddress: addresses.formatOperator(operator),
    shares: shares.toString(),
  };
  return record;
}

export function unbondingFromRecord(
  delegator: Uint8Array,
  operator: Uint8Array,
  { entries }: UnbondingRecord,
): Unbonding {
  return {
    delegator,
    operator,
    entries: entries.map((entry) => ({
      creationHeight: entry.creationHeight,
      completionNanos: timestampToNanos(entry.completionTime),
      initialBalance: BigInt(entry.initialBalance),
      balance: BigInt(entry.balance),
      id: entry.unbondingId,
    })),
  };
}

export function unbondingToRecord(addresses: AddressCodec, { delegator, operator, entries }: Unbonding) {
  const record: UnbondingRecord = {
    delegatorAddress: addresses.format(delegator),
    validatorAddress: addresses.formatOperator(operator),
    entries: entries.map(({ creationHeight, completionNanos, initialBalance, balance, id }) => ({
      creationHeight,
      completionTime: nanosToTimestamp(completionNanos),
      initialBalance: initialBalance.toString(),
      balance: balance.toString(),
      unbondingId: id,
      unbondingOnHoldRefCount: 0n,
    })),
  };
  return record;
}

export function redelegationFromRecord(
  [delegator, from, to]: readonly [Uint8Array, Uint8Array, Uint8Array],
  { entries }: RedelegationRecord,
): Redelegation {
  return {
    delegator,
    from,
    to,
    entries: entries.map((entry) => ({
      creationHeight: entry.creationHeight,
      completionNanos: timestampToNanos(entry.completionTime),
      initialBalance: BigInt(entry.initialBalance),
      sharesDst: BigInt(entry.sharesDst),
      id: entry.unbondingId,
    })),
  };
}

export function redelegationToRecord(addresses: AddressCodec, { delegator, from, to, entries }: Redelegation) {
  const record: RedelegationRecord = {
    delegatorAddress: addresses.format(delegator),
    validatorSrcAddress: addresses.formatOperator(from),
    validatorDstAddress: addresses.formatOperator(to),
    entries: entries.map(({ creationHeight, completionNanos, initialBalance, sharesDst, id }) => ({
      creationHeight,
      completionTime: nanosToTimestamp(completionNanos),
      initialBalance: initialBalance.toString(),
      sharesDst: sharesDst.toString(),
      unbondingId: id,
      unbondingOnHoldRefCount: 0n,
    })),
  };
  return record;
}

export function paramsFromRecord(record: ParamsRecord): StakingParams {
  return {
    unbondingNanos: durationToNanos(record.unbondingTime),
    maxValidators: record.maxValidators,
    maxEntries: record.maxEntries,
    historicalEntries: record.historicalEntries,
    bondDenom: record.bondDenom,
    minCommissionRate: BigInt(record.minCommissionRate === "" ? "0" : record.minCommissionRate),
  };
}

export function paramsToRecord(params: StakingParams): ParamsRecord {
  return {
    unbondingTime: nanosToDuration(params.unbondingNanos),
    maxValidators: params.maxValidators,
    maxEntries: params.maxEntries,
    historicalEntries: params.historicalEntries,
    bondDenom: params.bondDenom,
    minCommissionRate: params.minCommissionRate.toString(),
  };
}

const paramsRecord = protoValue(ParamsRecord);

/** The parameters as stored. */
export const paramsValue: ValueCodec<StakingParams> = {
  name: paramsRecord.name,
  encode: (params) => paramsRecord.encode(paramsToRecord(params)),
  decode: (bytes) => paramsFromRecord(paramsRecord.decode(bytes)),
};

const STAGES = ["unbondings", "redelegations", "validator"] as const;

/** A slash under way, as one line of text: it is no other program's business. */
export const pendingSlashValue: ValueCodec<PendingSlash> = {
  name: "slash",
  encode: ({ infractionHeight, timeNanos, fraction, left, toSink, stage, next }) => {
    const hex = next.map((address) => Buffer.from(address).toString("hex")).join("/");
    const sink = toSink ? "sink" : "burn";
    return Buffer.from([infractionHeight, timeNanos, fraction, left, sink, stage, hex].join(" "), "latin1");
  },
  decode(bytes) {
    const [height = "", time = "", fraction = "", left = "", sink, stage, hex = ""] = Buffer.from(bytes)
      .toString("latin1")
      .split(" ");
    return {
      infractionHeight: BigInt(height),
      timeNanos: BigInt(time),
      fraction: BigInt(fraction),
      left: BigInt(left),
      toSink: sink === "sink",
      stage: STAGES.find((each) => each === stage) ?? "validator",
      next: hex === "" ? [] : hex.split("/").map((address) => new Uint8Array(Buffer.from(address, "hex"))),
    };
  },
};

/** A voting power as protobuf's Int64Value, which is how the SDK stores it. */
export const powerValue: ValueCodec<bigint> = {
  name: "power",
  encode: (power) => (power === 0n ? new Uint8Array(0) : Uint8Array.from([0x08, ...varint(power)])),
  decode: (bytes) => (bytes.length === 0 ? 0n : readVarint(bytes, 1)),
};

const integerRecord = protoValue(IntProto);

/** An integer of any size inside a message, which is how the SDK stores the total power. */
export const integerMessageValue: ValueCodec<bigint> = {
  name: integerRecord.name,
  encode: (value) => integerRecord.encode({ int: value.toString() }),
  decode: (bytes) => BigInt(integerRecord.decode(bytes).int),
};

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}

function readVarint(bytes: Uint8Array, at: number): bigint {
  let value = 0n;
  for (let i = at, shift = 0n; i < bytes.length; i++, shift += 7n) value |= BigInt(bytes[i]! & 0x7f) << shift;
  return value;
}
