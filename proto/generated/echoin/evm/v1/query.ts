// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Params, StorageSlot } from "../../../echoin/evm/v1/evm.js";
import { PageRequest, PageResponse } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";

export interface QueryParamsRequest {
}

export const QueryParamsRequest: Codec<QueryParamsRequest> = {
  typeUrl: "/echoin.evm.v1.QueryParamsRequest",
  encode(_message: QueryParamsRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryParamsRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryParamsRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<QueryParamsRequest>): QueryParamsRequest {
    return {
    };
  },
};

export interface QueryParamsResponse {
  params?: Params | undefined;
  /** base_fee in base units of the chain's coin, as decimal text. */
  baseFee: string;
}

export const QueryParamsResponse: Codec<QueryParamsResponse> = {
  typeUrl: "/echoin.evm.v1.QueryParamsResponse",
  encode(message: QueryParamsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(10).fork()).ldelim();
    if (message.baseFee !== "") writer.uint32(18).string(message.baseFee);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryParamsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryParamsResponse = { params: undefined, baseFee: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.params = Params.decode(reader, reader.uint32());
          break;
        case 2:
          message.baseFee = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryParamsResponse>): QueryParamsResponse {
    return {
      params: object.params === undefined ? undefined : Params.fromPartial(object.params),
      baseFee: object.baseFee ?? "",
    };
  },
};

export interface QueryAccountRequest {
  address: string;
}

export const QueryAccountRequest: Codec<QueryAccountRequest> = {
  typeUrl: "/echoin.evm.v1.QueryAccountRequest",
  encode(message: QueryAccountRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.address !== "") writer.uint32(10).string(message.address);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryAccountRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryAccountRequest = { address: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.address = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryAccountRequest>): QueryAccountRequest {
    return {
      address: object.address ?? "",
    };
  },
};

export interface QueryAccountResponse {
  /** address in both spellings. */
  address: string;
  hexAddress: string;
  /** balance that can be spent now, in base units of the chain's coin, as decimal text. */
  balance: string;
  nonce: bigint;
  codeHash: Uint8Array;
}

export const QueryAccountResponse: Codec<QueryAccountResponse> = {
  typeUrl: "/echoin.evm.v1.QueryAccountResponse",
  encode(message: QueryAccountResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.address !== "") writer.uint32(10).string(message.address);
    if (message.hexAddress !== "") writer.uint32(18).string(message.hexAddress);
    if (message.balance !== "") writer.uint32(26).string(message.balance);
    if (message.nonce !== 0n) writer.uint32(32).uint64(message.nonce);
    if (message.codeHash.length > 0) writer.uint32(42).bytes(message.codeHash);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryAccountResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryAccountResponse = { address: "", hexAddress: "", balance: "", nonce: 0n, codeHash: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.address = reader.string();
          break;
        case 2:
          message.hexAddress = reader.string();
          break;
        case 3:
          message.balance = reader.string();
          break;
        case 4:
          message.nonce = reader.uint64();
          break;
        case 5:
          message.codeHash = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryAccountResponse>): QueryAccountResponse {
    return {
      address: object.address ?? "",
      hexAddress: object.hexAddress ?? "",
      balance: object.balance ?? "",
      nonce: object.nonce ?? 0n,
      codeHash: object.codeHash ?? new Uint8Array(),
    };
  },
};

export interface QueryCodeRequest {
  address: string;
}

export const QueryCodeRequest: Codec<QueryCodeRequest> = {
  typeUrl: "/echoin.evm.v1.QueryCodeRequest",
  encode(message: QueryCodeRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.address !== "") writer.uint32(10).string(message.address);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryCodeRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryCodeRequest = { address: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.address = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryCodeRequest>): QueryCodeRequest {
    return {
      address: object.address ?? "",
    };
  },
};

export interface QueryCodeResponse {
  code: Uint8Array;
}

export const QueryCodeResponse: Codec<QueryCodeResponse> = {
  typeUrl: "/echoin.evm.v1.QueryCodeResponse",
  encode(message: QueryCodeResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.code.length > 0) writer.uint32(10).bytes(message.code);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryCodeResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryCodeResponse = { code: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.code = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryCodeResponse>): QueryCodeResponse {
    return {
      code: object.code ?? new Uint8Array(),
    };
  },
};

export interface QueryStorageRequest {
  address: string;
  /** key as 0x text of up to 32 bytes. */
  key: string;
}

export const QueryStorageRequest: Codec<QueryStorageRequest> = {
  typeUrl: "/echoin.evm.v1.QueryStorageRequest",
  encode(message: QueryStorageRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.address !== "") writer.uint32(10).string(message.address);
    if (message.key !== "") writer.uint32(18).string(message.key);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryStorageRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryStorageRequest = { address: "", key: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.address = reader.string();
          break;
        case 2:
          message.key = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryStorageRequest>): QueryStorageRequest {
    return {
      address: object.address ?? "",
      key: object.key ?? "",
    };
  },
};

export interface QueryStorageResponse {
  /** value has 32 bytes. */
  value: Uint8Array;
}

export const QueryStorageResponse: Codec<QueryStorageResponse> = {
  typeUrl: "/echoin.evm.v1.QueryStorageResponse",
  encode(message: QueryStorageResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.value.length > 0) writer.uint32(10).bytes(message.value);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryStorageResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryStorageResponse = { value: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.value = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryStorageResponse>): QueryStorageResponse {
    return {
      value: object.value ?? new Uint8Array(),
    };
  },
};

export interface QueryStorageSlotsRequest {
  address: string;
  pagination?: PageRequest | undefined;
}

export const QueryStorageSlotsRequest: Codec<QueryStorageSlotsRequest> = {
  typeUrl: "/echoin.evm.v1.QueryStorageSlotsRequest",
  encode(message: QueryStorageSlotsRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.address !== "") writer.uint32(10).string(message.address);
    if (message.pagination !== undefined) PageRequest.encode(message.pagination, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryStorageSlotsRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryStorageSlotsRequest = { address: "", pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.address = reader.string();
          break;
        case 2:
          message.pagination = PageRequest.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryStorageSlotsRequest>): QueryStorageSlotsRequest {
    return {
      address: object.address ?? "",
      pagination: object.pagination === undefined ? undefined : PageRequest.fromPartial(object.pagination),
    };
  },
};

export interface QueryStorageSlotsResponse {
  slots: StorageSlot[];
  pagination?: PageResponse | undefined;
}

export const QueryStorageSlotsResponse: Codec<QueryStorageSlotsResponse> = {
  typeUrl: "/echoin.evm.v1.QueryStorageSlotsResponse",
  encode(message: QueryStorageSlotsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.slots) StorageSlot.encode(value, writer.uint32(10).fork()).ldelim();
    if (message.pagination !== undefined) PageResponse.encode(message.pagination, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryStorageSlotsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryStorageSlotsResponse = { slots: [], pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.slots.push(StorageSlot.decode(reader, reader.uint32()));
          break;
        case 2:
          message.pagination = PageResponse.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryStorageSlotsResponse>): QueryStorageSlotsResponse {
    return {
      slots: (object.slots ?? []).map((value) => StorageSlot.fromPartial(value)),
      pagination: object.pagination === undefined ? undefined : PageResponse.fromPartial(object.pagination),
    };
  },
};

/** Query reads accounts and contracts as the EVM sees them. Addresses are bech32 or 0x text. */
export interface Query {
  /** Params returns the parameters and the base fee. */
  Params(request: QueryParamsRequest): Promise<QueryParamsResponse>;
  /** Account returns balance, nonce and code hash. */
  Account(request: QueryAccountRequest): Promise<QueryAccountResponse>;
  /** Code returns a contract's code. */
  Code(request: QueryCodeRequest): Promise<QueryCodeResponse>;
  /** Storage returns one word of a contract's storage. */
  Storage(request: QueryStorageRequest): Promise<QueryStorageResponse>;
  /** StorageSlots returns a contract's storage, sorted by key. */
  StorageSlots(request: QueryStorageSlotsRequest): Promise<QueryStorageSlotsResponse>;
}
