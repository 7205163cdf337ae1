// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../../codecs.js";
import { readerOf } from "../../../../../reader.js";
import { newBinaryWriter } from "../../../../../writer.js";
import { Coin } from "cosmjs-types/cosmos/base/v1beta1/coin";
import { Params } from "cosmjs-types/ibc/applications/transfer/v1/transfer";
import { Height } from "cosmjs-types/ibc/core/client/v1/client";

export interface MsgTransfer {
  sourcePort: string;
  sourceChannel: string;
  token: Coin;
  sender: string;
  receiver: string;
  timeoutHeight: Height;
  timeoutTimestamp: bigint;
  memo: string;
  encoding: string;
}

export const MsgTransfer: Codec<MsgTransfer> = {
  typeUrl: "/ibc.applications.transfer.v1.MsgTransfer",
  encode(message: MsgTransfer, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sourcePort !== "") writer.uint32(10).string(message.sourcePort);
    if (message.sourceChannel !== "") writer.uint32(18).string(message.sourceChannel);
    if (message.token !== undefined) Coin.encode(message.token, writer.uint32(26).fork()).ldelim();
    if (message.sender !== "") writer.uint32(34).string(message.sender);
    if (message.receiver !== "") writer.uint32(42).string(message.receiver);
    if (message.timeoutHeight !== undefined) Height.encode(message.timeoutHeight, writer.uint32(50).fork()).ldelim();
    if (message.timeoutTimestamp !== 0n) writer.uint32(56).uint64(message.timeoutTimestamp);
    if (message.memo !== "") writer.uint32(66).string(message.memo);
    if (message.encoding !== "") writer.uint32(74).string(message.encoding);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgTransfer {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgTransfer = { sourcePort: "", sourceChannel: "", token: Coin.fromPartial({}), sender: "", receiver: "", timeoutHeight: Height.fromPartial({}), timeoutTimestamp: 0n, memo: "", encoding: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sourcePort = reader.string();
          break;
        case 2:
          message.sourceChannel = reader.string();
          break;
        case 3:
          message.token = Coin.decode(reader, reader.uint32());
          break;
        case 4:
          message.sender = reader.string();
          break;
        case 5:
          message.receiver = reader.string();
          break;
        case 6:
          message.timeoutHeight = Height.decode(reader, reader.uint32());
          break;
        case 7:
          message.timeoutTimestamp = reader.uint64();
          break;
        case 8:
          message.memo = reader.string();
          break;
        case 9:
          message.encoding = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgTransfer>): MsgTransfer {
    return {
      sourcePort: object.sourcePort ?? "",
      sourceChannel: object.sourceChannel ?? "",
      token: Coin.fromPartial(object.token ?? {}),
      sender: object.sender ?? "",
      receiver: object.receiver ?? "",
      timeoutHeight: Height.fromPartial(object.timeoutHeight ?? {}),
      timeoutTimestamp: object.timeoutTimestamp ?? 0n,
      memo: object.memo ?? "",
      encoding: object.encoding ?? "",
    };
  },
};

export interface MsgTransferResponse {
  sequence: bigint;
}

export const MsgTransferResponse: Codec<MsgTransferResponse> = {
  typeUrl: "/ibc.applications.transfer.v1.MsgTransferResponse",
  encode(message: MsgTransferResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sequence !== 0n) writer.uint32(8).uint64(message.sequence);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgTransferResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgTransferResponse = { sequence: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sequence = reader.uint64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgTransferResponse>): MsgTransferResponse {
    return {
      sequence: object.sequence ?? 0n,
    };
  },
};

export interface MsgUpdateParams {
  signer: string;
  params: Params;
}

export const MsgUpdateParams: Codec<MsgUpdateParams> = {
  typeUrl: "/ibc.applications.transfer.v1.MsgUpdateParams",
  encode(message: MsgUpdateParams, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.signer !== "") writer.uint32(10).string(message.signer);
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgUpdateParams {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgUpdateParams = { signer: "", params: Params.fromPartial({}) };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.signer = reader.string();
          break;
        case 2:
          message.params = Params.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgUpdateParams>): MsgUpdateParams {
    return {
      signer: object.signer ?? "",
      params: Params.fromPartial(object.params ?? {}),
    };
  },
};

export interface MsgUpdateParamsResponse {
}

export const MsgUpdateParamsResponse: Codec<MsgUpdateParamsResponse> = {
  typeUrl: "/ibc.applications.transfer.v1.MsgUpdateParamsResponse",
  encode(_message: MsgUpdateParamsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgUpdateParamsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgUpdateParamsResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgUpdateParamsResponse>): MsgUpdateParamsResponse {
    return {
    };
  },
};

export interface Msg {
  Transfer(request: MsgTransfer): Promise<MsgTransferResponse>;
  UpdateParams(request: MsgUpdateParams): Promise<MsgUpdateParamsResponse>;
}
