// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Coin } from "cosmjs-types/cosmos/base/v1beta1/coin";
import { Any } from "cosmjs-types/google/protobuf/any";
import { Duration } from "cosmjs-types/google/protobuf/duration";
import { Timestamp } from "cosmjs-types/google/protobuf/timestamp";
import { ValidatorUpdate } from "cosmjs-types/tendermint/abci/types";
import { Header } from "cosmjs-types/tendermint/types/types";

export const BondStatus = {
  BOND_STATUS_UNSPECIFIED: 0,
  BOND_STATUS_UNBONDED: 1,
  BOND_STATUS_UNBONDING: 2,
  BOND_STATUS_BONDED: 3,
} as const;
/** One of the numbers above, or another that a later version may know. */
export type BondStatus = number;

export const Infraction = {
  INFRACTION_UNSPECIFIED: 0,
  INFRACTION_DOUBLE_SIGN: 1,
  INFRACTION_DOWNTIME: 2,
} as const;
/** One of the numbers above, or another that a later version may know. */
export type Infraction = number;

export interface HistoricalInfo {
  header: Header;
  valset: Validator[];
}

export const HistoricalInfo: Codec<HistoricalInfo> = {
  typeUrl: "/cosmos.staking.v1beta1.HistoricalInfo",
  encode(message: HistoricalInfo, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.header !== undefined) Header.encode(message.header, writer.uint32(10).fork()).ldelim();
    for (const value of message.valset) Validator.encode(value, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): HistoricalInfo {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: HistoricalInfo = { header: Header.fromPartial({}), valset: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.header = Header.decode(reader, reader.uint32());
          break;
        case 2:
          message.valset.push(Validator.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<HistoricalInfo>): HistoricalInfo {
    return {
      header: Header.fromPartial(object.header ?? {}),
      valset: (object.valset ?? []).map((value) => Validator.fromPartial(value)),
    };
  },
};

export interface CommissionRates {
  rate: string;
  maxRate: string;
  maxChangeRate: string;
}

export const CommissionRates: Codec<CommissionRates> = {
  typeUrl: "/cosmos.staking.v1beta1.CommissionRates",
  encode(message: CommissionRates, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.rate !== "") writer.uint32(10).string(message.rate);
    if (message.maxRate !== "") writer.uint32(18).string(message.maxRate);
    if (message.maxChangeRate !== "") writer.uint32(26).string(message.maxChangeRate);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): CommissionRates {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: CommissionRates = { rate: "", maxRate: "", maxChangeRate: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.rate = reader.string();
          break;
        case 2:
          message.maxRate = reader.string();
          break;
        case 3:
          message.maxChangeRate = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<CommissionRates>): CommissionRates {
    return {
      rate: object.rate ?? "",
      maxRate: object.maxRate ?? "",
      maxChangeRate: object.maxChangeRate ?? "",
    };
  },
};

export interface Commission {
  commissionRates: CommissionRates;
  updateTime: Timestamp;
}

export const Commission: Codec<Commission> = {
  typeUrl: "/cosmos.staking.v1beta1.Commission",
  encode(message: Commission, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.commissionRates !== undefined) CommissionRates.encode(message.commissionRates, writer.uint32(10).fork()).ldelim();
    if (message.updateTime !== undefined) Timestamp.encode(message.updateTime, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Commission {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Commission = { commissionRates: CommissionRates.fromPartial({}), updateTime: Timestamp.fromPartial({}) };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.commissionRates = CommissionRates.decode(reader, reader.uint32());
          break;
        case 2:
          message.updateTime = Timestamp.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Commission>): Commission {
    return {
      commissionRates: CommissionRates.fromPartial(object.commissionRates ?? {}),
      updateTime: Timestamp.fromPartial(object.updateTime ?? {}),
    };
  },
};

export interface Description {
  moniker: string;
  identity: string;
  website: string;
  securityContact: string;
  details: string;
}

export const Description: Codec<Description> = {
  typeUrl: "/cosmos.staking.v1beta1.Description",
  encode(message: Description, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.moniker !== "") writer.uint32(10).string(message.moniker);
    if (message.identity !== "") writer.uint32(18).string(message.identity);
    if (message.website !== "") writer.uint32(26).string(message.website);
    if (message.securityContact !== "") writer.uint32(34).string(message.securityContact);
    if (message.details !== "") writer.uint32(42).string(message.details);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Description {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Description = { moniker: "", identity: "", website: "", securityContact: "", details: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.moniker = reader.string();
          break;
        case 2:
          message.identity = reader.string();
          break;
        case 3:
          message.website = reader.string();
          break;
        case 4:
          message.securityContact = reader.string();
          break;
        case 5:
          message.details = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Description>): Description {
    return {
      moniker: object.moniker ?? "",
      identity: object.identity ?? "",
      website: object.website ?? "",
      securityContact: object.securityContact ?? "",
      details: object.details ?? "",
    };
  },
};

export interface Validator {
  operatorAddress: string;
  consensusPubkey?: Any | undefined;
  jailed: boolean;
  status: BondStatus;
  tokens: string;
  delegatorShares: string;
  description: Description;
  unbondingHeight: bigint;
  unbondingTime: Timestamp;
  commission: Commission;
  minSelfDelegation: string;
  unbondingOnHoldRefCount: bigint;
  unbondingIds: bigint[];
}

export const Validator: Codec<Validator> = {
  typeUrl: "/cosmos.staking.v1beta1.Validator",
  encode(message: Validator, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.operatorAddress !== "") writer.uint32(10).string(message.operatorAddress);
    if (message.consensusPubkey !== undefined) Any.encode(message.consensusPubkey, writer.uint32(18).fork()).ldelim();
    if (message.jailed !== false) writer.uint32(24).bool(message.jailed);
    if (message.status !== 0) writer.uint32(32).int32(message.status);
    if (message.tokens !== "") writer.uint32(42).string(message.tokens);
    if (message.delegatorShares !== "") writer.uint32(50).string(message.delegatorShares);
    if (message.description !== undefined) Description.encode(message.description, writer.uint32(58).fork()).ldelim();
    if (message.unbondingHeight !== 0n) writer.uint32(64).int64(message.unbondingHeight);
    if (message.unbondingTime !== undefined) Timestamp.encode(message.unbondingTime, writer.uint32(74).fork()).ldelim();
    if (message.commission !== undefined) Commission.encode(message.commission, writer.uint32(82).fork()).ldelim();
    if (message.minSelfDelegation !== "") writer.uint32(90).string(message.minSelfDelegation);
    if (message.unbondingOnHoldRefCount !== 0n) writer.uint32(96).int64(message.unbondingOnHoldRefCount);
    if (message.unbondingIds.length > 0) {
      writer.uint32(106).fork();
      for (const value of message.unbondingIds) writer.uint64(value);
      writer.ldelim();
    }
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Validator {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Validator = { operatorAddress: "", consensusPubkey: undefined, jailed: false, status: 0, tokens: "", delegatorShares: "", description: Description.fromPartial({}), unbondingHeight: 0n, unbondingTime: Timestamp.fromPartial({}), commission: Commission.fromPartial({}), minSelfDelegation: "", unbondingOnHoldRefCount: 0n, unbondingIds: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.operatorAddress = reader.string();
          break;
        case 2:
          message.consensusPubkey = Any.decode(reader, reader.uint32());
          break;
        case 3:
          message.jailed = reader.bool();
          break;
        case 4:
          message.status = reader.int32();
          break;
        case 5:
          message.tokens = reader.string();
          break;
        case 6:
          message.delegatorShares = reader.string();
          break;
        case 7:
          message.description = Description.decode(reader, reader.uint32());
          break;
        case 8:
          message.unbondingHeight = reader.int64();
          break;
        case 9:
          message.unbondingTime = Timestamp.decode(reader, reader.uint32());
          break;
        case 10:
          message.commission = Commission.decode(reader, reader.uint32());
          break;
        case 11:
          message.minSelfDelegation = reader.string();
          break;
        case 12:
          message.unbondingOnHoldRefCount = reader.int64();
          break;
        case 13:
          if ((tag & 7) === 2) {
            const last = reader.uint32() + reader.pos;
            while (reader.pos < last) message.unbondingIds.push(reader.uint64());
          } else message.unbondingIds.push(reader.uint64());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Validator>): Validator {
    return {
      operatorAddress: object.operatorAddress ?? "",
      consensusPubkey: object.consensusPubkey === undefined ? undefined : Any.fromPartial(object.consensusPubkey),
      jailed: object.jailed ?? false,
      status: object.status ?? 0,
      tokens: object.tokens ?? "",
      delegatorShares: object.delegatorShares ?? "",
      description: Description.fromPartial(object.description ?? {}),
      unbondingHeight: object.unbondingHeight ?? 0n,
      unbondingTime: Timestamp.fromPartial(object.unbondingTime ?? {}),
      commission: Commission.fromPartial(object.commission ?? {}),
      minSelfDelegation: object.minSelfDelegation ?? "",
      unbondingOnHoldRefCount: object.unbondingOnHoldRefCount ?? 0n,
      unbondingIds: [...(object.unbondingIds ?? [])],
    };
  },
};

export interface ValAddresses {
  addresses: string[];
}

export const ValAddresses: Codec<ValAddresses> = {
  typeUrl: "/cosmos.staking.v1beta1.ValAddresses",
  encode(message: ValAddresses, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.addresses) writer.uint32(10).string(value);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ValAddresses {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ValAddresses = { addresses: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.addresses.push(reader.string());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ValAddresses>): ValAddresses {
    return {
      addresses: [...(object.addresses ?? [])],
    };
  },
};

export interface DVPair {
  delegatorAddress: string;
  validatorAddress: string;
}

export const DVPair: Codec<DVPair> = {
  typeUrl: "/cosmos.staking.v1beta1.DVPair",
  encode(message: DVPair, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.delegatorAddress !== "") writer.uint32(10).string(message.delegatorAddress);
    if (message.validatorAddress !== "") writer.uint32(18).string(message.validatorAddress);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): DVPair {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: DVPair = { delegatorAddress: "", validatorAddress: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.delegatorAddress = reader.string();
          break;
        case 2:
          message.validatorAddress = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<DVPair>): DVPair {
    return {
      delegatorAddress: object.delegatorAddress ?? "",
      validatorAddress: object.validatorAddress ?? "",
    };
  },
};

export interface DVPairs {
  pairs: DVPair[];
}

export const DVPairs: Codec<DVPairs> = {
  typeUrl: "/cosmos.staking.v1beta1.DVPairs",
  encode(message: DVPairs, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.pairs) DVPair.encode(value, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): DVPairs {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: DVPairs = { pairs: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.pairs.push(DVPair.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<DVPairs>): DVPairs {
    return {
      pairs: (object.pairs ?? []).map((value) => DVPair.fromPartial(value)),
    };
  },
};

export interface DVVTriplet {
  delegatorAddress: string;
  validatorSrcAddress: string;
  validatorDstAddress: string;
}

export const DVVTriplet: Codec<DVVTriplet> = {
  typeUrl: "/cosmos.staking.v1beta1.DVVTriplet",
  encode(message: DVVTriplet, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.delegatorAddress !== "") writer.uint32(10).string(message.delegatorAddress);
    if (message.validatorSrcAddress !== "") writer.uint32(18).string(message.validatorSrcAddress);
    if (message.validatorDstAddress !== "") writer.uint32(26).string(message.validatorDstAddress);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): DVVTriplet {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: DVVTriplet = { delegatorAddress: "", validatorSrcAddress: "", validatorDstAddress: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.delegatorAddress = reader.string();
          break;
        case 2:
          message.validatorSrcAddress = reader.string();
          break;
        case 3:
          message.validatorDstAddress = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<DVVTriplet>): DVVTriplet {
    return {
      delegatorAddress: object.delegatorAddress ?? "",
      validatorSrcAddress: object.validatorSrcAddress ?? "",
      validatorDstAddress: object.validatorDstAddress ?? "",
    };
  },
};

export interface DVVTriplets {
  triplets: DVVTriplet[];
}

export const DVVTriplets: Codec<DVVTriplets> = {
  typeUrl: "/cosmos.staking.v1beta1.DVVTriplets",
  encode(message: DVVTriplets, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.triplets) DVVTriplet.encode(value, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): DVVTriplets {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: DVVTriplets = { triplets: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.triplets.push(DVVTriplet.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<DVVTriplets>): DVVTriplets {
    return {
      triplets: (object.triplets ?? []).map((value) => DVVTriplet.fromPartial(value)),
    };
  },
};

export interface Delegation {
  delegatorAddress: string;
  validatorAddress: string;
  shares: string;
}

export const Delegation: Codec<Delegation> = {
  typeUrl: "/cosmos.staking.v1beta1.Delegation",
  encode(message: Delegation, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.delegatorAddress !== "") writer.uint32(10).string(message.delegatorAddress);
    if (message.validatorAddress !== "") writer.uint32(18).string(message.validatorAddress);
    if (message.shares !== "") writer.uint32(26).string(message.shares);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Delegation {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Delegation = { delegatorAddress: "", validatorAddress: "", shares: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.delegatorAddress = reader.string();
          break;
        case 2:
          message.validatorAddress = reader.string();
          break;
        case 3:
          message.shares = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Delegation>): Delegation {
    return {
      delegatorAddress: object.delegatorAddress ?? "",
      validatorAddress: object.validatorAddress ?? "",
      shares: object.shares ?? "",
    };
  },
};

export interface UnbondingDelegation {
  delegatorAddress: string;
  validatorAddress: string;
  entries: UnbondingDelegationEntry[];
}

export const UnbondingDelegation: Codec<UnbondingDelegation> = {
  typeUrl: "/cosmos.staking.v1beta1.UnbondingDelegation",
  encode(message: UnbondingDelegation, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.delegatorAddress !== "") writer.uint32(10).string(message.delegatorAddress);
    if (message.validatorAddress !== "") writer.uint32(18).string(message.validatorAddress);
    for (const value of message.entries) UnbondingDelegationEntry.encode(value, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): UnbondingDelegation {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: UnbondingDelegation = { delegatorAddress: "", validatorAddress: "", entries: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.delegatorAddress = reader.string();
          break;
        case 2:
          message.validatorAddress = reader.string();
          break;
        case 3:
          message.entries.push(UnbondingDelegationEntry.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<UnbondingDelegation>): UnbondingDelegation {
    return {
      delegatorAddress: object.delegatorAddress ?? "",
      validatorAddress: object.validatorAddress ?? "",
      entries: (object.entries ?? []).map((value) => UnbondingDelegationEntry.fromPartial(value)),
    };
  },
};

export interface UnbondingDelegationEntry {
  creationHeight: bigint;
  completionTime: Timestamp;
  initialBalance: string;
  balance: string;
  unbondingId: bigint;
  unbondingOnHoldRefCount: bigint;
}

export const UnbondingDelegationEntry: Codec<UnbondingDelegationEntry> = {
  typeUrl: "/cosmos.staking.v1beta1.UnbondingDelegationEntry",
  encode(message: UnbondingDelegationEntry, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.creationHeight !== 0n) writer.uint32(8).int64(message.creationHeight);
    if (message.completionTime !== undefined) Timestamp.encode(message.completionTime, writer.uint32(18).fork()).ldelim();
    if (message.initialBalance !== "") writer.uint32(26).string(message.initialBalance);
    if (message.balance !== "") writer.uint32(34).string(message.balance);
    if (message.unbondingId !== 0n) writer.uint32(40).uint64(message.unbondingId);
    if (message.unbondingOnHoldRefCount !== 0n) writer.uint32(48).int64(message.unbondingOnHoldRefCount);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): UnbondingDelegationEntry {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: UnbondingDelegationEntry = { creationHeight: 0n, completionTime: Timestamp.fromPartial({}), initialBalance: "", balance: "", unbondingId: 0n, unbondingOnHoldRefCount: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.creationHeight = reader.int64();
          break;
        case 2:
          message.completionTime = Timestamp.decode(reader, reader.uint32());
          break;
        case 3:
          message.initialBalance = reader.string();
          break;
        case 4:
          message.balance = reader.string();
          break;
        case 5:
          message.unbondingId = reader.uint64();
          break;
        case 6:
          message.unbondingOnHoldRefCount = reader.int64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<UnbondingDelegationEntry>): UnbondingDelegationEntry {
    return {
      creationHeight: object.creationHeight ?? 0n,
      completionTime: Timestamp.fromPartial(object.completionTime ?? {}),
      initialBalance: object.initialBalance ?? "",
      balance: object.balance ?? "",
      unbondingId: object.unbondingId ?? 0n,
      unbondingOnHoldRefCount: object.unbondingOnHoldRefCount ?? 0n,
    };
  },
};

export interface RedelegationEntry {
  creationHeight: bigint;
  completionTime: Timestamp;
  initialBalance: string;
  sharesDst: string;
  unbondingId: bigint;
  unbondingOnHoldRefCount: bigint;
}

export const RedelegationEntry: Codec<RedelegationEntry> = {
  typeUrl: "/cosmos.staking.v1beta1.RedelegationEntry",
  encode(message: RedelegationEntry, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.creationHeight !== 0n) writer.uint32(8).int64(message.creationHeight);
    if (message.completionTime !== undefined) Timestamp.encode(message.completionTime, writer.uint32(18).fork()).ldelim();
    if (message.initialBalance !== "") writer.uint32(26).string(message.initialBalance);
    if (message.sharesDst !== "") writer.uint32(34).string(message.sharesDst);
    if (message.unbondingId !== 0n) writer.uint32(40).uint64(message.unbondingId);
    if (message.unbondingOnHoldRefCount !== 0n) writer.uint32(48).int64(message.unbondingOnHoldRefCount);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): RedelegationEntry {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: RedelegationEntry = { creationHeight: 0n, completionTime: Timestamp.fromPartial({}), initialBalance: "", sharesDst: "", unbondingId: 0n, unbondingOnHoldRefCount: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.creationHeight = reader.int64();
          break;
        case 2:
          message.completionTime = Timestamp.decode(reader, reader.uint32());
          break;
        case 3:
          message.initialBalance = reader.string();
          break;
        case 4:
          message.sharesDst = reader.string();
          break;
        case 5:
          message.unbondingId = reader.uint64();
          break;
        case 6:
          message.unbondingOnHoldRefCount = reader.int64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<RedelegationEntry>): RedelegationEntry {
    return {
      creationHeight: object.creationHeight ?? 0n,
      completionTime: Timestamp.fromPartial(object.completionTime ?? {}),
      initialBalance: object.initialBalance ?? "",
      sharesDst: object.sharesDst ?? "",
      unbondingId: object.unbondingId ?? 0n,
      unbondingOnHoldRefCount: object.unbondingOnHoldRefCount ?? 0n,
    };
  },
};

export interface Redelegation {
  delegatorAddress: string;
  validatorSrcAddress: string;
  validatorDstAddress: string;
  entries: RedelegationEntry[];
}

export const Redelegation: Codec<Redelegation> = {
  typeUrl: "/cosmos.staking.v1beta1.Redelegation",
  encode(message: Redelegation, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.delegatorAddress !== "") writer.uint32(10).string(message.delegatorAddress);
    if (message.validatorSrcAddress !== "") writer.uint32(18).string(message.validatorSrcAddress);
    if (message.validatorDstAddress !== "") writer.uint32(26).string(message.validatorDstAddress);
    for (const value of message.entries) RedelegationEntry.encode(value, writer.uint32(34).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Redelegation {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Redelegation = { delegatorAddress: "", validatorSrcAddress: "", validatorDstAddress: "", entries: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.delegatorAddress = reader.string();
          break;
        case 2:
          message.validatorSrcAddress = reader.string();
          break;
        case 3:
          message.validatorDstAddress = reader.string();
          break;
        case 4:
          message.entries.push(RedelegationEntry.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Redelegation>): Redelegation {
    return {
      delegatorAddress: object.delegatorAddress ?? "",
      validatorSrcAddress: object.validatorSrcAddress ?? "",
      validatorDstAddress: object.validatorDstAddress ?? "",
      entries: (object.entries ?? []).map((value) => RedelegationEntry.fromPartial(value)),
    };
  },
};

export interface Params {
  unbondingTime: Duration;
  maxValidators: number;
  maxEntries: number;
  historicalEntries: number;
  bondDenom: string;
  minCommissionRate: string;
}

export const Params: Codec<Params> = {
  typeUrl: "/cosmos.staking.v1beta1.Params",
  encode(message: Params, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.unbondingTime !== undefined) Duration.encode(message.unbondingTime, writer.uint32(10).fork()).ldelim();
    if (message.maxValidators !== 0) writer.uint32(16).uint32(message.maxValidators);
    if (message.maxEntries !== 0) writer.uint32(24).uint32(message.maxEntries);
    if (message.historicalEntries !== 0) writer.uint32(32).uint32(message.historicalEntries);
    if (message.bondDenom !== "") writer.uint32(42).string(message.bondDenom);
    if (message.minCommissionRate !== "") writer.uint32(50).string(message.minCommissionRate);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Params {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Params = { unbondingTime: Duration.fromPartial({}), maxValidators: 0, maxEntries: 0, historicalEntries: 0, bondDenom: "", minCommissionRate: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.unbondingTime = Duration.decode(reader, reader.uint32());
          break;
        case 2:
          message.maxValidators = reader.uint32();
          break;
        case 3:
          message.maxEntries = reader.uint32();
          break;
        case 4:
          message.historicalEntries = reader.uint32();
          break;
        case 5:
          message.bondDenom = reader.string();
          break;
        case 6:
          message.minCommissionRate = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Params>): Params {
    return {
      unbondingTime: Duration.fromPartial(object.unbondingTime ?? {}),
      maxValidators: object.maxValidators ?? 0,
      maxEntries: object.maxEntries ?? 0,
      historicalEntries: object.historicalEntries ?? 0,
      bondDenom: object.bondDenom ?? "",
      minCommissionRate: object.minCommissionRate ?? "",
    };
  },
};

export interface DelegationResponse {
  delegation: Delegation;
  balance: Coin;
}

export const DelegationResponse: Codec<DelegationResponse> = {
  typeUrl: "/cosmos.staking.v1beta1.DelegationResponse",
  encode(message: DelegationResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.delegation !== undefined) Delegation.encode(message.delegation, writer.uint32(10).fork()).ldelim();
    if (message.balance !== undefined) Coin.encode(message.balance, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): DelegationResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: DelegationResponse = { delegation: Delegation.fromPartial({}), balance: Coin.fromPartial({}) };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.delegation = Delegation.decode(reader, reader.uint32());
          break;
        case 2:
          message.balance = Coin.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<DelegationResponse>): DelegationResponse {
    return {
      delegation: Delegation.fromPartial(object.delegation ?? {}),
      balance: Coin.fromPartial(object.balance ?? {}),
    };
  },
};

export interface RedelegationEntryResponse {
  redelegationEntry: RedelegationEntry;
  balance: string;
}

export const RedelegationEntryResponse: Codec<RedelegationEntryResponse> = {
  typeUrl: "/cosmos.staking.v1beta1.RedelegationEntryResponse",
  encode(message: RedelegationEntryResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.redelegationEntry !== undefined) RedelegationEntry.encode(message.redelegationEntry, writer.uint32(10).fork()).ldelim();
    if (message.balance !== "") writer.uint32(34).string(message.balance);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): RedelegationEntryResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: RedelegationEntryResponse = { redelegationEntry: RedelegationEntry.fromPartial({}), balance: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.redelegationEntry = RedelegationEntry.decode(reader, reader.uint32());
          break;
        case 4:
          message.balance = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<RedelegationEntryResponse>): RedelegationEntryResponse {
    return {
      redelegationEntry: RedelegationEntry.fromPartial(object.redelegationEntry ?? {}),
      balance: object.balance ?? "",
    };
  },
};

export interface RedelegationResponse {
  redelegation: Redelegation;
  entries: RedelegationEntryResponse[];
}

export const RedelegationResponse: Codec<RedelegationResponse> = {
  typeUrl: "/cosmos.staking.v1beta1.RedelegationResponse",
  encode(message: RedelegationResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.redelegation !== undefined) Redelegation.encode(message.redelegation, writer.uint32(10).fork()).ldelim();
    for (const value of message.entries) RedelegationEntryResponse.encode(value, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): RedelegationResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: RedelegationResponse = { redelegation: Redelegation.fromPartial({}), entries: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.redelegation = Redelegation.decode(reader, reader.uint32());
          break;
        case 2:
          message.entries.push(RedelegationEntryResponse.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<RedelegationResponse>): RedelegationResponse {
    return {
      redelegation: Redelegation.fromPartial(object.redelegation ?? {}),
      entries: (object.entries ?? []).map((value) => RedelegationEntryResponse.fromPartial(value)),
    };
  },
};

export interface Pool {
  notBondedTokens: string;
  bondedTokens: string;
}

export const Pool: Codec<Pool> = {
  typeUrl: "/cosmos.staking.v1beta1.Pool",
  encode(message: Pool, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.notBondedTokens !== "") writer.uint32(10).string(message.notBondedTokens);
    if (message.bondedTokens !== "") writer.uint32(18).string(message.bondedTokens);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Pool {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Pool = { notBondedTokens: "", bondedTokens: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.notBondedTokens = reader.string();
          break;
        case 2:
          message.bondedTokens = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Pool>): Pool {
    return {
      notBondedTokens: object.notBondedTokens ?? "",
      bondedTokens: object.bondedTokens ?? "",
    };
  },
};

export interface ValidatorUpdates {
  updates: ValidatorUpdate[];
}

export const ValidatorUpdates: Codec<ValidatorUpdates> = {
  typeUrl: "/cosmos.staking.v1beta1.ValidatorUpdates",
  encode(message: ValidatorUpdates, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.updates) ValidatorUpdate.encode(value, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ValidatorUpdates {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ValidatorUpdates = { updates: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.updates.push(ValidatorUpdate.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ValidatorUpdates>): ValidatorUpdates {
    return {
      updates: (object.updates ?? []).map((value) => ValidatorUpdate.fromPartial(value)),
    };
  },
};
