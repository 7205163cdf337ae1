// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../../codecs.js";
import { readerOf } from "../../../../../reader.js";
import { newBinaryWriter } from "../../../../../writer.js";
import { PageRequest, PageResponse } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import { Any } from "cosmjs-types/google/protobuf/any";
import { Height, IdentifiedClientState } from "cosmjs-types/ibc/core/client/v1/client";
import { ConnectionEnd, IdentifiedConnection, Params } from "cosmjs-types/ibc/core/connection/v1/connection";

export interface QueryConnectionRequest {
  connectionId: string;
}

export const QueryConnectionRequest: Codec<QueryConnectionRequest> = {
  typeUrl: "/ibc.core.connection.v1.QueryConnectionRequest",
  encode(message: QueryConnectionRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.connectionId !== "") writer.uint32(10).string(message.connectionId);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryConnectionRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryConnectionRequest = { connectionId: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.connectionId = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryConnectionRequest>): QueryConnectionRequest {
    return {
      connectionId: object.connectionId ?? "",
    };
  },
};

export interface QueryConnectionResponse {
  connection?: ConnectionEnd | undefined;
  proof: Uint8Array;
  proofHeight: Height;
}

export const QueryConnectionResponse: Codec<QueryConnectionResponse> = {
  typeUrl: "/ibc.core.connection.v1.QueryConnectionResponse",
  encode(message: QueryConnectionResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.connection !== undefined) ConnectionEnd.encode(message.connection, writer.uint32(10).fork()).ldelim();
    if (message.proof.length > 0) writer.uint32(18).bytes(message.proof);
    if (message.proofHeight !== undefined) Height.encode(message.proofHeight, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryConnectionResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryConnectionResponse = { connection: undefined, proof: new Uint8Array(), proofHeight: Height.fromPartial({}) };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.connection = ConnectionEnd.decode(reader, reader.uint32());
          break;
        case 2:
          message.proof = reader.bytes();
          break;
        case 3:
          message.proofHeight = Height.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryConnectionResponse>): QueryConnectionResponse {
    return {
      connection: object.connection === undefined ? undefined : ConnectionEnd.fromPartial(object.connection),
      proof: object.proof ?? new Uint8Array(),
      proofHeight: Height.fromPartial(object.proofHeight ?? {}),
    };
  },
};

export interface QueryConnectionsRequest {
  pagination?: PageRequest | undefined;
}

export const QueryConnectionsRequest: Codec<QueryConnectionsRequest> = {
  typeUrl: "/ibc.core.connection.v1.QueryConnectionsRequest",
  encode(message: QueryConnectionsRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.pagination !== undefined) PageRequest.encode(message.pagination, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryConnectionsRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryConnectionsRequest = { pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.pagination = PageRequest.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryConnectionsRequest>): QueryConnectionsRequest {
    return {
      pagination: object.pagination === undefined ? undefined : PageRequest.fromPartial(object.pagination),
    };
  },
};

export interface QueryConnectionsResponse {
  connections: IdentifiedConnection[];
  pagination?: PageResponse | undefined;
  height: Height;
}

export const QueryConnectionsResponse: Codec<QueryConnectionsResponse> = {
  typeUrl: "/ibc.core.connection.v1.QueryConnectionsResponse",
  encode(message: QueryConnectionsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.connections) IdentifiedConnection.encode(value, writer.uint32(10).fork()).ldelim();
    if (message.pagination !== undefined) PageResponse.encode(message.pagination, writer.uint32(18).fork()).ldelim();
    if (message.height !== undefined) Height.encode(message.height, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryConnectionsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryConnectionsResponse = { connections: [], pagination: undefined, height: Height.fromPartial({}) };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.connections.push(IdentifiedConnection.decode(reader, reader.uint32()));
          break;
        case 2:
          message.pagination = PageResponse.decode(reader, reader.uint32());
          break;
        case 3:
          message.height = Height.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryConnectionsResponse>): QueryConnectionsResponse {
    return {
      connections: (object.connections ?? []).map((value) => IdentifiedConnection.fromPartial(value)),
      pagination: object.pagination === undefined ? undefined : PageResponse.fromPartial(object.pagination),
      height: Height.fromPartial(object.height ?? {}),
    };
  },
};

export interface QueryClientConnectionsRequest {
  clientId: string;
}

export const QueryClientConnectionsRequest: Codec<QueryClientConnectionsRequest> = {
  typeUrl: "/ibc.core.connection.v1.QueryClientConnectionsRequest",
  encode(message: QueryClientConnectionsRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.clientId !== "") writer.uint32(10).string(message.clientId);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryClientConnectionsRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryClientConnectionsRequest = { clientId: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.clientId = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryClientConnectionsRequest>): QueryClientConnectionsRequest {
    return {
      clientId: object.clientId ?? "",
    };
  },
};

export interface QueryClientConnectionsResponse {
  connectionPaths: string[];
  proof: Uint8Array;
  proofHeight: Height;
}

export const QueryClientConnectionsResponse: Codec<QueryClientConnectionsResponse> = {
  typeUrl: "/ibc.core.connection.v1.QueryClientConnectionsResponse",
  encode(message: QueryClientConnectionsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.connectionPaths) writer.uint32(10).string(value);
    if (message.proof.length > 0) writer.uint32(18).bytes(message.proof);
    if (message.proofHeight !== undefined) Height.encode(message.proofHeight, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryClientConnectionsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryClientConnectionsResponse = { connectionPaths: [], proof: new Uint8Array(), proofHeight: Height.fromPartial({}) };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.connectionPaths.push(reader.string());
          break;
        case 2:
          message.proof = reader.bytes();
          break;
        case 3:
          message.proofHeight = Height.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryClientConnectionsResponse>): QueryClientConnectionsResponse {
    return {
      connectionPaths: [...(object.connectionPaths ?? [])],
      proof: object.proof ?? new Uint8Array(),
      proofHeight: Height.fromPartial(object.proofHeight ?? {}),
    };
  },
};

export interface QueryConnectionClientStateRequest {
  connectionId: string;
}

export const QueryConnectionClientStateRequest: Codec<QueryConnectionClientStateRequest> = {
  typeUrl: "/ibc.core.connection.v1.QueryConnectionClientStateRequest",
  encode(message: QueryConnectionClientStateRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.connectionId !== "") writer.uint32(10).string(message.connectionId);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryConnectionClientStateRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryConnectionClientStateRequest = { connectionId: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.connectionId = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryConnectionClientStateRequest>): QueryConnectionClientStateRequest {
    return {
      connectionId: object.connectionId ?? "",
    };
  },
};

export interface QueryConnectionClientStateResponse {
  identifiedClientState?: IdentifiedClientState | undefined;
  proof: Uint8Array;
  proofHeight: Height;
}

export const QueryConnectionClientStateResponse: Codec<QueryConnectionClientStateResponse> = {
  typeUrl: "/ibc.core.connection.v1.QueryConnectionClientStateResponse",
  encode(message: QueryConnectionClientStateResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.identifiedClientState !== undefined) IdentifiedClientState.encode(message.identifiedClientState, writer.uint32(10).fork()).ldelim();
    if (message.proof.length > 0) writer.uint32(18).bytes(message.proof);
    if (message.proofHeight !== undefined) Height.encode(message.proofHeight, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryConnectionClientStateResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryConnectionClientStateResponse = { identifiedClientState: undefined, proof: new Uint8Array(), proofHeight: Height.fromPartial({}) };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.identifiedClientState = IdentifiedClientState.decode(reader, reader.uint32());
          break;
        case 2:
          message.proof = reader.bytes();
          break;
        case 3:
          message.proofHeight = Height.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryConnectionClientStateResponse>): QueryConnectionClientStateResponse {
    return {
      identifiedClientState: object.identifiedClientState === undefined ? undefined : IdentifiedClientState.fromPartial(object.identifiedClientState),
      proof: object.proof ?? new Uint8Array(),
      proofHeight: Height.fromPartial(object.proofHeight ?? {}),
    };
  },
};

export interface QueryConnectionConsensusStateRequest {
  connectionId: string;
  revisionNumber: bigint;
  revisionHeight: bigint;
}

export const QueryConnectionConsensusStateRequest: Codec<QueryConnectionConsensusStateRequest> = {
  typeUrl: "/ibc.core.connection.v1.QueryConnectionConsensusStateRequest",
  encode(message: QueryConnectionConsensusStateRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.connectionId !== "") writer.uint32(10).string(message.connectionId);
    if (message.revisionNumber !== 0n) writer.uint32(16).uint64(message.revisionNumber);
    if (message.revisionHeight !== 0n) writer.uint32(24).uint64(message.revisionHeight);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryConnectionConsensusStateRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryConnectionConsensusStateRequest = { connectionId: "", revisionNumber: 0n, revisionHeight: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.connectionId = reader.string();
          break;
        case 2:
          message.revisionNumber = reader.uint64();
          break;
        case 3:
          message.revisionHeight = reader.uint64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryConnectionConsensusStateRequest>): QueryConnectionConsensusStateRequest {
    return {
      connectionId: object.connectionId ?? "",
      revisionNumber: object.revisionNumber ?? 0n,
      revisionHeight: object.revisionHeight ?? 0n,
    };
  },
};

export interface QueryConnectionConsensusStateResponse {
  consensusState?: Any | undefined;
  clientId: string;
  proof: Uint8Array;
  proofHeight: Height;
}

export const QueryConnectionConsensusStateResponse: Codec<QueryConnectionConsensusStateResponse> = {
  typeUrl: "/ibc.core.connection.v1.QueryConnectionConsensusStateResponse",
  encode(message: QueryConnectionConsensusStateResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.consensusState !== undefined) Any.encode(message.consensusState, writer.uint32(10).fork()).ldelim();
    if (message.clientId !== "") writer.uint32(18).string(message.clientId);
    if (message.proof.length > 0) writer.uint32(26).bytes(message.proof);
    if (message.proofHeight !== undefined) Height.encode(message.proofHeight, writer.uint32(34).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryConnectionConsensusStateResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryConnectionConsensusStateResponse = { consensusState: undefined, clientId: "", proof: new Uint8Array(), proofHeight: Height.fromPartial({}) };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.consensusState = Any.decode(reader, reader.uint32());
          break;
        case 2:
          message.clientId = reader.string();
          break;
        case 3:
          message.proof = reader.bytes();
          break;
        case 4:
          message.proofHeight = Height.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryConnectionConsensusStateResponse>): QueryConnectionConsensusStateResponse {
    return {
      consensusState: object.consensusState === undefined ? undefined : Any.fromPartial(object.consensusState),
      clientId: object.clientId ?? "",
      proof: object.proof ?? new Uint8Array(),
      proofHeight: Height.fromPartial(object.proofHeight ?? {}),
    };
  },
};

export interface QueryConnectionParamsRequest {
}

export const QueryConnectionParamsRequest: Codec<QueryConnectionParamsRequest> = {
  typeUrl: "/ibc.core.connection.v1.QueryConnectionParamsRequest",
  encode(_message: QueryConnectionParamsRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryConnectionParamsRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryConnectionParamsRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<QueryConnectionParamsRequest>): QueryConnectionParamsRequest {
    return {
    };
  },
};

export interface QueryConnectionParamsResponse {
  params?: Params | undefined;
}

export const QueryConnectionParamsResponse: Codec<QueryConnectionParamsResponse> = {
  typeUrl: "/ibc.core.connection.v1.QueryConnectionParamsResponse",
  encode(message: QueryConnectionParamsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryConnectionParamsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryConnectionParamsResponse = { params: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.params = Params.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryConnectionParamsResponse>): QueryConnectionParamsResponse {
    return {
      params: object.params === undefined ? undefined : Params.fromPartial(object.params),
    };
  },
};

export interface Query {
  Connection(request: QueryConnectionRequest): Promise<QueryConnectionResponse>;
  Connections(request: QueryConnectionsRequest): Promise<QueryConnectionsResponse>;
  ClientConnections(request: QueryClientConnectionsRequest): Promise<QueryClientConnectionsResponse>;
  ConnectionClientState(request: QueryConnectionClientStateRequest): Promise<QueryConnectionClientStateResponse>;
  ConnectionConsensusState(request: QueryConnectionConsensusStateRequest): Promise<QueryConnectionConsensusStateResponse>;
  ConnectionParams(request: QueryConnectionParamsRequest): Promise<QueryConnectionParamsResponse>;
}
