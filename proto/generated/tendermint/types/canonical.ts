// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../codecs.js";
import { readerOf } from "../../../reader.js";
import { newBinaryWriter } from "../../../writer.js";
import { Timestamp } from "cosmjs-types/google/protobuf/timestamp";
import { SignedMsgType } from "cosmjs-types/tendermint/types/types";

export interface CanonicalBlockID {
  hash: Uint8Array;
  partSetHeader: CanonicalPartSetHeader;
}

export const CanonicalBlockID: Codec<CanonicalBlockID> = {
  typeUrl: "/tendermint.types.CanonicalBlockID",
  encode(message: CanonicalBlockID, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.hash.length > 0) writer.uint32(10).bytes(message.hash);
    if (message.partSetHeader !== undefined) CanonicalPartSetHeader.encode(message.partSetHeader, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): CanonicalBlockID {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: CanonicalBlockID = { hash: new Uint8Array(), partSetHeader: CanonicalPartSetHeader.fromPartial({}) };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.hash = reader.bytes();
          break;
        case 2:
          message.partSetHeader = CanonicalPartSetHeader.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<CanonicalBlockID>): CanonicalBlockID {
    return {
      hash: object.hash ?? new Uint8Array(),
      partSetHeader: CanonicalPartSetHeader.fromPartial(object.partSetHeader ?? {}),
    };
  },
};

export interface CanonicalPartSetHeader {
  total: number;
  hash: Uint8Array;
}

export const CanonicalPartSetHeader: Codec<CanonicalPartSetHeader> = {
  typeUrl: "/tendermint.types.CanonicalPartSetHeader",
  encode(message: CanonicalPartSetHeader, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.total !== 0) writer.uint32(8).uint32(message.total);
    if (message.hash.length > 0) writer.uint32(18).bytes(message.hash);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): CanonicalPartSetHeader {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: CanonicalPartSetHeader = { total: 0, hash: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.total = reader.uint32();
          break;
        case 2:
          message.hash = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<CanonicalPartSetHeader>): CanonicalPartSetHeader {
    return {
      total: object.total ?? 0,
      hash: object.hash ?? new Uint8Array(),
    };
  },
};

export interface CanonicalProposal {
  type: SignedMsgType;
  height: bigint;
  round: bigint;
  polRound: bigint;
  blockId?: CanonicalBlockID | undefined;
  timestamp: Timestamp;
  chainId: string;
}

export const CanonicalProposal: Codec<CanonicalProposal> = {
  typeUrl: "/tendermint.types.CanonicalProposal",
  encode(message: CanonicalProposal, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.type !== 0) writer.uint32(8).int32(message.type);
    if (message.height !== 0n) writer.uint32(17).sfixed64(message.height);
    if (message.round !== 0n) writer.uint32(25).sfixed64(message.round);
    if (message.polRound !== 0n) writer.uint32(32).int64(message.polRound);
    if (message.blockId !== undefined) CanonicalBlockID.encode(message.blockId, writer.uint32(42).fork()).ldelim();
    if (message.timestamp !== undefined) Timestamp.encode(message.timestamp, writer.uint32(50).fork()).ldelim();
    if (message.chainId !== "") writer.uint32(58).string(message.chainId);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): CanonicalProposal {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: CanonicalProposal = { type: 0, height: 0n, round: 0n, polRound: 0n, blockId: undefined, timestamp: Timestamp.fromPartial({}), chainId: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.type = reader.int32();
          break;
        case 2:
          message.height = reader.sfixed64();
          break;
        case 3:
          message.round = reader.sfixed64();
          break;
        case 4:
          message.polRound = reader.int64();
          break;
        case 5:
          message.blockId = CanonicalBlockID.decode(reader, reader.uint32());
          break;
        case 6:
          message.timestamp = Timestamp.decode(reader, reader.uint32());
          break;
        case 7:
          message.chainId = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<CanonicalProposal>): CanonicalProposal {
    return {
      type: object.type ?? 0,
      height: object.height ?? 0n,
      round: object.round ?? 0n,
      polRound: object.polRound ?? 0n,
      blockId: object.blockId === undefined ? undefined : CanonicalBlockID.fromPartial(object.blockId),
      timestamp: Timestamp.fromPartial(object.timestamp ?? {}),
      chainId: object.chainId ?? "",
    };
  },
};

export interface CanonicalVote {
  type: SignedMsgType;
  height: bigint;
  round: bigint;
  blockId?: CanonicalBlockID | undefined;
  timestamp: Timestamp;
  chainId: string;
}

export const CanonicalVote: Codec<CanonicalVote> = {
  typeUrl: "/tendermint.types.CanonicalVote",
  encode(message: CanonicalVote, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.type !== 0) writer.uint32(8).int32(message.type);
    if (message.height !== 0n) writer.uint32(17).sfixed64(message.height);
    if (message.round !== 0n) writer.uint32(25).sfixed64(message.round);
    if (message.blockId !== undefined) CanonicalBlockID.encode(message.blockId, writer.uint32(34).fork()).ldelim();
    if (message.timestamp !== undefined) Timestamp.encode(message.timestamp, writer.uint32(42).fork()).ldelim();
    if (message.chainId !== "") writer.uint32(50).string(message.chainId);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): CanonicalVote {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: CanonicalVote = { type: 0, height: 0n, round: 0n, blockId: undefined, timestamp: Timestamp.fromPartial({}), chainId: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.type = reader.int32();
          break;
        case 2:
          message.height = reader.sfixed64();
          break;
        case 3:
          message.round = reader.sfixed64();
          break;
        case 4:
          message.blockId = CanonicalBlockID.decode(reader, reader.uint32());
          break;
        case 5:
          message.timestamp = Timestamp.decode(reader, reader.uint32());
          break;
        case 6:
          message.chainId = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<CanonicalVote>): CanonicalVote {
    return {
      type: object.type ?? 0,
      height: object.height ?? 0n,
      round: object.round ?? 0n,
      blockId: object.blockId === undefined ? undefined : CanonicalBlockID.fromPartial(object.blockId),
      timestamp: Timestamp.fromPartial(object.timestamp ?? {}),
      chainId: object.chainId ?? "",
    };
  },
};

export interface CanonicalVoteExtension {
  extension: Uint8Array;
  height: bigint;
  round: bigint;
  chainId: string;
}

export const CanonicalVoteExtension: Codec<CanonicalVoteExtension> = {
  typeUrl: "/tendermint.types.CanonicalVoteExtension",
  encode(message: CanonicalVoteExtension, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.extension.length > 0) writer.uint32(10).bytes(message.extension);
    if (message.height !== 0n) writer.uint32(17).sfixed64(message.height);
    if (message.round !== 0n) writer.uint32(25).sfixed64(message.round);
    if (message.chainId !== "") writer.uint32(34).string(message.chainId);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): CanonicalVoteExtension {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: CanonicalVoteExtension = { extension: new Uint8Array(), height: 0n, round: 0n, chainId: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.extension = reader.bytes();
          break;
        case 2:
          message.height = reader.sfixed64();
          break;
        case 3:
          message.round = reader.sfixed64();
          break;
        case 4:
          message.chainId = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<CanonicalVoteExtension>): CanonicalVoteExtension {
    return {
      extension: object.extension ?? new Uint8Array(),
      height: object.height ?? 0n,
      round: object.round ?? 0n,
      chainId: object.chainId ?? "",
    };
  },
};
