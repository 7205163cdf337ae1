// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Params } from "../../../echoin/feemarket/v1/feemarket.js";
import { Coin } from "cosmjs-types/cosmos/base/v1beta1/coin";

export interface QueryParamsRequest {
}

export const QueryParamsRequest: Codec<QueryParamsRequest> = {
  typeUrl: "/echoin.feemarket.v1.QueryParamsRequest",
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
}

export const QueryParamsResponse: Codec<QueryParamsResponse> = {
  typeUrl: "/echoin.feemarket.v1.QueryParamsResponse",
  encode(message: QueryParamsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryParamsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryParamsResponse = { params: undefined };
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
  fromPartial(object: Partial<QueryParamsResponse>): QueryParamsResponse {
    return {
      params: object.params === undefined ? undefined : Params.fromPartial(object.params),
    };
  },
};

export interface QueryBaseFeeRequest {
}

export const QueryBaseFeeRequest: Codec<QueryBaseFeeRequest> = {
  typeUrl: "/echoin.feemarket.v1.QueryBaseFeeRequest",
  encode(_message: QueryBaseFeeRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryBaseFeeRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryBaseFeeRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<QueryBaseFeeRequest>): QueryBaseFeeRequest {
    return {
    };
  },
};

export interface QueryBaseFeeResponse {
  /** base_fee of the next block for a unit of gas. */
  baseFee?: Coin | undefined;
  /** gas_target is how much gas of a block leaves the base fee as it is; 0 when blocks have no limit of gas. */
  gasTarget: bigint;
}

export const QueryBaseFeeResponse: Codec<QueryBaseFeeResponse> = {
  typeUrl: "/echoin.feemarket.v1.QueryBaseFeeResponse",
  encode(message: QueryBaseFeeResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.baseFee !== undefined) Coin.encode(message.baseFee, writer.uint32(10).fork()).ldelim();
    if (message.gasTarget !== 0n) writer.uint32(16).uint64(message.gasTarget);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryBaseFeeResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryBaseFeeResponse = { baseFee: undefined, gasTarget: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.baseFee = Coin.decode(reader, reader.uint32());
          break;
        case 2:
          message.gasTarget = reader.uint64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryBaseFeeResponse>): QueryBaseFeeResponse {
    return {
      baseFee: object.baseFee === undefined ? undefined : Coin.fromPartial(object.baseFee),
      gasTarget: object.gasTarget ?? 0n,
    };
  },
};

/** Query reads the price of gas. */
export interface Query {
  /** Params returns the parameters. */
  Params(request: QueryParamsRequest): Promise<QueryParamsResponse>;
  /** BaseFee returns what a unit of gas costs at least in the next block. */
  BaseFee(request: QueryBaseFeeRequest): Promise<QueryBaseFeeResponse>;
}
