// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../../codecs.js";
import { readerOf } from "../../../../../reader.js";
import { newBinaryWriter } from "../../../../../writer.js";
import { Any } from "cosmjs-types/google/protobuf/any";
import { Height } from "cosmjs-types/ibc/core/client/v1/client";
import { Counterparty, Params, Version } from "cosmjs-types/ibc/core/connection/v1/connection";

export interface MsgConnectionOpenInit {
  clientId: string;
  counterparty: Counterparty;
  version?: Version | undefined;
  delayPeriod: bigint;
  signer: string;
}

export const MsgConnectionOpenInit: Codec<MsgConnectionOpenInit> = {
  typeUrl: "/ibc.core.connection.v1.MsgConnectionOpenInit",
  encode(message: MsgConnectionOpenInit, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.clientId !== "") writer.uint32(10).string(message.clientId);
    if (message.counterparty !== undefined) Counterparty.encode(message.counterparty, writer.uint32(18).fork()).ldelim();
    if (message.version !== undefined) Version.encode(message.version, writer.uint32(26).fork()).ldelim();
    if (message.delayPeriod !== 0n) writer.uint32(32).uint64(message.delayPeriod);
    if (message.signer !== "") writer.uint32(42).string(message.signer);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgConnectionOpenInit {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgConnectionOpenInit = { clientId: "", counterparty: Counterparty.fromPartial({}), version: undefined, delayPeriod: 0n, signer: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.clientId = reader.string();
          break;
        case 2:
          message.counterparty = Counterparty.decode(reader, reader.uint32());
          break;
        case 3:
          message.version = Version.decode(reader, reader.uint32());
          break;
        case 4:
          message.delayPeriod = reader.uint64();
          break;
        case 5:
          message.signer = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgConnectionOpenInit>): MsgConnectionOpenInit {
    return {
      clientId: object.clientId ?? "",
      counterparty: Counterparty.fromPartial(object.counterparty ?? {}),
      version: object.version === undefined ? undefined : Version.fromPartial(object.version),
      delayPeriod: object.delayPeriod ?? 0n,
      signer: object.signer ?? "",
    };
  },
};

export interface MsgConnectionOpenInitResponse {
}

export const MsgConnectionOpenInitResponse: Codec<MsgConnectionOpenInitResponse> = {
  typeUrl: "/ibc.core.connection.v1.MsgConnectionOpenInitResponse",
  encode(_message: MsgConnectionOpenInitResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgConnectionOpenInitResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgConnectionOpenInitResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgConnectionOpenInitResponse>): MsgConnectionOpenInitResponse {
    return {
    };
  },
};

export interface MsgConnectionOpenTry {
  clientId: string;
  previousConnectionId: string;
  clientState?: Any | undefined;
  counterparty: Counterparty;
  delayPeriod: bigint;
  counterpartyVersions: Version[];
  proofHeight: Height;
  proofInit: Uint8Array;
  proofClient: Uint8Array;
  proofConsensus: Uint8Array;
  consensusHeight: Height;
  signer: string;
  hostConsensusStateProof: Uint8Array;
}

export const MsgConnectionOpenTry: Codec<MsgConnectionOpenTry> = {
  typeUrl: "/ibc.core.connection.v1.MsgConnectionOpenTry",
  encode(message: MsgConnectionOpenTry, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.clientId !== "") writer.uint32(10).string(message.clientId);
    if (message.previousConnectionId !== "") writer.uint32(18).string(message.previousConnectionId);
    if (message.clientState !== undefined) Any.encode(message.clientState, writer.uint32(26).fork()).ldelim();
    if (message.counterparty !== undefined) Counterparty.encode(message.counterparty, writer.uint32(34).fork()).ldelim();
    if (message.delayPeriod !== 0n) writer.uint32(40).uint64(message.delayPeriod);
    for (const value of message.counterpartyVersions) Version.encode(value, writer.uint32(50).fork()).ldelim();
    if (message.proofHeight !== undefined) Height.encode(message.proofHeight, writer.uint32(58).fork()).ldelim();
    if (message.proofInit.length > 0) writer.uint32(66).bytes(message.proofInit);
    if (message.proofClient.length > 0) writer.uint32(74).bytes(message.proofClient);
    if (message.proofConsensus.length > 0) writer.uint32(82).bytes(message.proofConsensus);
    if (message.consensusHeight !== undefined) Height.encode(message.consensusHeight, writer.uint32(90).fork()).ldelim();
    if (message.signer !== "") writer.uint32(98).string(message.signer);
    if (message.hostConsensusStateProof.length > 0) writer.uint32(106).bytes(message.hostConsensusStateProof);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgConnectionOpenTry {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgConnectionOpenTry = { clientId: "", previousConnectionId: "", clientState: undefined, counterparty: Counterparty.fromPartial({}), delayPeriod: 0n, counterpartyVersions: [], proofHeight: Height.fromPartial({}), proofInit: new Uint8Array(), proofClient: new Uint8Array(), proofConsensus: new Uint8Array(), consensusHeight: Height.fromPartial({}), signer: "", hostConsensusStateProof: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.clientId = reader.string();
          break;
        case 2:
          message.previousConnectionId = reader.string();
          break;
        case 3:
          message.clientState = Any.decode(reader, reader.uint32());
          break;
        case 4:
          message.counterparty = Counterparty.decode(reader, reader.uint32());
          break;
        case 5:
          message.delayPeriod = reader.uint64();
          break;
        case 6:
          message.counterpartyVersions.push(Version.decode(reader, reader.uint32()));
          break;
        case 7:
          message.proofHeight = Height.decode(reader, reader.uint32());
          break;
        case 8:
          message.proofInit = reader.bytes();
          break;
        case 9:
          message.proofClient = reader.bytes();
          break;
        case 10:
          message.proofConsensus = reader.bytes();
          break;
        case 11:
          message.consensusHeight = Height.decode(reader, reader.uint32());
          break;
        case 12:
          message.signer = reader.string();
          break;
        case 13:
          message.hostConsensusStateProof = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgConnectionOpenTry>): MsgConnectionOpenTry {
    return {
      clientId: object.clientId ?? "",
      previousConnectionId: object.previousConnectionId ?? "",
      clientState: object.clientState === undefined ? undefined : Any.fromPartial(object.clientState),
      counterparty: Counterparty.fromPartial(object.counterparty ?? {}),
      delayPeriod: object.delayPeriod ?? 0n,
      counterpartyVersions: (object.counterpartyVersions ?? []).map((value) => Version.fromPartial(value)),
      proofHeight: Height.fromPartial(object.proofHeight ?? {}),
      proofInit: object.proofInit ?? new Uint8Array(),
      proofClient: object.proofClient ?? new Uint8Array(),
      proofConsensus: object.proofConsensus ?? new Uint8Array(),
      consensusHeight: Height.fromPartial(object.consensusHeight ?? {}),
      signer: object.signer ?? "",
      hostConsensusStateProof: object.hostConsensusStateProof ?? new Uint8Array(),
    };
  },
};

export interface MsgConnectionOpenTryResponse {
}

export const MsgConnectionOpenTryResponse: Codec<MsgConnectionOpenTryResponse> = {
  typeUrl: "/ibc.core.connection.v1.MsgConnectionOpenTryResponse",
  encode(_message: MsgConnectionOpenTryResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgConnectionOpenTryResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgConnectionOpenTryResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgConnectionOpenTryResponse>): MsgConnectionOpenTryResponse {
    return {
    };
  },
};

export interface MsgConnectionOpenAck {
  connectionId: string;
  counterpartyConnectionId: string;
  version?: Version | undefined;
  clientState?: Any | undefined;
  proofHeight: Height;
  proofTry: Uint8Array;
  proofClient: Uint8Array;
  proofConsensus: Uint8Array;
  consensusHeight: Height;
  signer: string;
  hostConsensusStateProof: Uint8Array;
}

export const MsgConnectionOpenAck: Codec<MsgConnectionOpenAck> = {
  typeUrl: "/ibc.core.connection.v1.MsgConnectionOpenAck",
  encode(message: MsgConnectionOpenAck, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.connectionId !== "") writer.uint32(10).string(message.connectionId);
    if (message.counterpartyConnectionId !== "") writer.uint32(18).string(message.counterpartyConnectionId);
    if (message.version !== undefined) Version.encode(message.version, writer.uint32(26).fork()).ldelim();
    if (message.clientState !== undefined) Any.encode(message.clientState, writer.uint32(34).fork()).ldelim();
    if (message.proofHeight !== undefined) Height.encode(message.proofHeight, writer.uint32(42).fork()).ldelim();
    if (message.proofTry.length > 0) writer.uint32(50).bytes(message.proofTry);
    if (message.proofClient.length > 0) writer.uint32(58).bytes(message.proofClient);
    if (message.proofConsensus.length > 0) writer.uint32(66).bytes(message.proofConsensus);
    if (message.consensusHeight !== undefined) Height.encode(message.consensusHeight, writer.uint32(74).fork()).ldelim();
    if (message.signer !== "") writer.uint32(82).string(message.signer);
    if (message.hostConsensusStateProof.length > 0) writer.uint32(90).bytes(message.hostConsensusStateProof);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgConnectionOpenAck {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgConnectionOpenAck = { connectionId: "", counterpartyConnectionId: "", version: undefined, clientState: undefined, proofHeight: Height.fromPartial({}), proofTry: new Uint8Array(), proofClient: new Uint8Array(), proofConsensus: new Uint8Array(), consensusHeight: Height.fromPartial({}), signer: "", hostConsensusStateProof: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.connectionId = reader.string();
          break;
        case 2:
          message.counterpartyConnectionId = reader.string();
          break;
        case 3:
          message.version = Version.decode(reader, reader.uint32());
          break;
        case 4:
          message.clientState = Any.decode(reader, reader.uint32());
          break;
        case 5:
          message.proofHeight = Height.decode(reader, reader.uint32());
          break;
        case 6:
          message.proofTry = reader.bytes();
          break;
        case 7:
          message.proofClient = reader.bytes();
          break;
        case 8:
          message.proofConsensus = reader.bytes();
          break;
        case 9:
          message.consensusHeight = Height.decode(reader, reader.uint32());
          break;
        case 10:
          message.signer = reader.string();
          break;
        case 11:
          message.hostConsensusStateProof = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgConnectionOpenAck>): MsgConnectionOpenAck {
    return {
      connectionId: object.connectionId ?? "",
      counterpartyConnectionId: object.counterpartyConnectionId ?? "",
      version: object.version === undefined ? undefined : Version.fromPartial(object.version),
      clientState: object.clientState === undefined ? undefined : Any.fromPartial(object.clientState),
      proofHeight: Height.fromPartial(object.proofHeight ?? {}),
      proofTry: object.proofTry ?? new Uint8Array(),
      proofClient: object.proofClient ?? new Uint8Array(),
      proofConsensus: object.proofConsensus ?? new Uint8Array(),
      consensusHeight: Height.fromPartial(object.consensusHeight ?? {}),
      signer: object.signer ?? "",
      hostConsensusStateProof: object.hostConsensusStateProof ?? new Uint8Array(),
    };
  },
};

export interface MsgConnectionOpenAckResponse {
}

export const MsgConnectionOpenAckResponse: Codec<MsgConnectionOpenAckResponse> = {
  typeUrl: "/ibc.core.connection.v1.MsgConnectionOpenAckResponse",
  encode(_message: MsgConnectionOpenAckResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgConnectionOpenAckResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgConnectionOpenAckResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgConnectionOpenAckResponse>): MsgConnectionOpenAckResponse {
    return {
    };
  },
};

export interface MsgConnectionOpenConfirm {
  connectionId: string;
  proofAck: Uint8Array;
  proofHeight: Height;
  signer: string;
}

export const MsgConnectionOpenConfirm: Codec<MsgConnectionOpenConfirm> = {
  typeUrl: "/ibc.core.connection.v1.MsgConnectionOpenConfirm",
  encode(message: MsgConnectionOpenConfirm, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.connectionId !== "") writer.uint32(10).string(message.connectionId);
    if (message.proofAck.length > 0) writer.uint32(18).bytes(message.proofAck);
    if (message.proofHeight !== undefined) Height.encode(message.proofHeight, writer.uint32(26).fork()).ldelim();
    if (message.signer !== "") writer.uint32(34).string(message.signer);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgConnectionOpenConfirm {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgConnectionOpenConfirm = { connectionId: "", proofAck: new Uint8Array(), proofHeight: Height.fromPartial({}), signer: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.connectionId = reader.string();
          break;
        case 2:
          message.proofAck = reader.bytes();
          break;
        case 3:
          message.proofHeight = Height.decode(reader, reader.uint32());
          break;
        case 4:
          message.signer = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgConnectionOpenConfirm>): MsgConnectionOpenConfirm {
    return {
      connectionId: object.connectionId ?? "",
      proofAck: object.proofAck ?? new Uint8Array(),
      proofHeight: Height.fromPartial(object.proofHeight ?? {}),
      signer: object.signer ?? "",
    };
  },
};

export interface MsgConnectionOpenConfirmResponse {
}

export const MsgConnectionOpenConfirmResponse: Codec<MsgConnectionOpenConfirmResponse> = {
  typeUrl: "/ibc.core.connection.v1.MsgConnectionOpenConfirmResponse",
  encode(_message: MsgConnectionOpenConfirmResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgConnectionOpenConfirmResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgConnectionOpenConfirmResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgConnectionOpenConfirmResponse>): MsgConnectionOpenConfirmResponse {
    return {
    };
  },
};

export interface MsgUpdateParams {
  signer: string;
  params: Params;
}

export const MsgUpdateParams: Codec<MsgUpdateParams> = {
  typeUrl: "/ibc.core.connection.v1.MsgUpdateParams",
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
  typeUrl: "/ibc.core.connection.v1.MsgUpdateParamsResponse",
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
  ConnectionOpenInit(request: MsgConnectionOpenInit): Promise<MsgConnectionOpenInitResponse>;
  ConnectionOpenTry(request: MsgConnectionOpenTry): Promise<MsgConnectionOpenTryResponse>;
  ConnectionOpenAck(request: MsgConnectionOpenAck): Promise<MsgConnectionOpenAckResponse>;
  ConnectionOpenConfirm(request: MsgConnectionOpenConfirm): Promise<MsgConnectionOpenConfirmResponse>;
  UpdateConnectionParams(request: MsgUpdateParams): Promise<MsgUpdateParamsResponse>;
}
