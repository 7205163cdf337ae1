// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";

/** ValidatorSet is CometBFT's validator set in its own order: by power, the highest first, then by address. */
export interface ValidatorSet {
  members: ValidatorPower[];
}

export const ValidatorSet: Codec<ValidatorSet> = {
  typeUrl: "/echoin.slashing.v1.ValidatorSet",
  encode(message: ValidatorSet, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.members) ValidatorPower.encode(value, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ValidatorSet {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ValidatorSet = { members: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.members.push(ValidatorPower.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ValidatorSet>): ValidatorSet {
    return {
      members: (object.members ?? []).map((value) => ValidatorPower.fromPartial(value)),
    };
  },
};

/** ValidatorPower is a validator's key and power. */
export interface ValidatorPower {
  /** pub_key of ed25519, 32 bytes. */
  pubKey: Uint8Array;
  power: bigint;
}

export const ValidatorPower: Codec<ValidatorPower> = {
  typeUrl: "/echoin.slashing.v1.ValidatorPower",
  encode(message: ValidatorPower, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.pubKey.length > 0) writer.uint32(10).bytes(message.pubKey);
    if (message.power !== 0n) writer.uint32(16).int64(message.power);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ValidatorPower {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ValidatorPower = { pubKey: new Uint8Array(), power: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.pubKey = reader.bytes();
          break;
        case 2:
          message.power = reader.int64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ValidatorPower>): ValidatorPower {
    return {
      pubKey: object.pubKey ?? new Uint8Array(),
      power: object.power ?? 0n,
    };
  },
};

/** Priorities of the members of a validator set in round 0 of a height, in the set's order. */
export interface Priorities {
  height: bigint;
  priorities: bigint[];
  /** proposer of round 0: a place in the set's order. */
  proposer: number;
}

export const Priorities: Codec<Priorities> = {
  typeUrl: "/echoin.slashing.v1.Priorities",
  encode(message: Priorities, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.height !== 0n) writer.uint32(8).int64(message.height);
    if (message.priorities.length > 0) {
      writer.uint32(18).fork();
      for (const value of message.priorities) writer.sint64(value);
      writer.ldelim();
    }
    if (message.proposer !== 0) writer.uint32(24).uint32(message.proposer);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Priorities {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Priorities = { height: 0n, priorities: [], proposer: 0 };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.height = reader.int64();
          break;
        case 2:
          if ((tag & 7) === 2) {
            const last = reader.uint32() + reader.pos;
            while (reader.pos < last) message.priorities.push(reader.sint64());
          } else message.priorities.push(reader.sint64());
          break;
        case 3:
          message.proposer = reader.uint32();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Priorities>): Priorities {
    return {
      height: object.height ?? 0n,
      priorities: [...(object.priorities ?? [])],
      proposer: object.proposer ?? 0,
    };
  },
};

/** PendingUpdates are changes of the validator set that are not in force yet. A power of 0 removes a validator. */
export interface PendingUpdates {
  /** next takes effect at the height after the set's. */
  next: ValidatorPower[];
  /** after_next takes effect one height later. */
  afterNext: ValidatorPower[];
}

export const PendingUpdates: Codec<PendingUpdates> = {
  typeUrl: "/echoin.slashing.v1.PendingUpdates",
  encode(message: PendingUpdates, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.next) ValidatorPower.encode(value, writer.uint32(10).fork()).ldelim();
    for (const value of message.afterNext) ValidatorPower.encode(value, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): PendingUpdates {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: PendingUpdates = { next: [], afterNext: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.next.push(ValidatorPower.decode(reader, reader.uint32()));
          break;
        case 2:
          message.afterNext.push(ValidatorPower.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<PendingUpdates>): PendingUpdates {
    return {
      next: (object.next ?? []).map((value) => ValidatorPower.fromPartial(value)),
      afterNext: (object.afterNext ?? []).map((value) => ValidatorPower.fromPartial(value)),
    };
  },
};
