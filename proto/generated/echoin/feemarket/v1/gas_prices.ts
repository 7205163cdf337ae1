// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { DecCoin } from "cosmjs-types/cosmos/base/v1beta1/coin";

export interface GasPriceRequest {
  denom: string;
}

export const GasPriceRequest: Codec<GasPriceRequest> = {
  typeUrl: "/feemarket.feemarket.v1.GasPriceRequest",
  encode(message: GasPriceRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.denom !== "") writer.uint32(10).string(message.denom);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GasPriceRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GasPriceRequest = { denom: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.denom = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GasPriceRequest>): GasPriceRequest {
    return {
      denom: object.denom ?? "",
    };
  },
};

export interface GasPriceResponse {
  price: DecCoin;
}

export const GasPriceResponse: Codec<GasPriceResponse> = {
  typeUrl: "/feemarket.feemarket.v1.GasPriceResponse",
  encode(message: GasPriceResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.price !== undefined) DecCoin.encode(message.price, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GasPriceResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GasPriceResponse = { price: DecCoin.fromPartial({}) };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.price = DecCoin.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GasPriceResponse>): GasPriceResponse {
    return {
      price: DecCoin.fromPartial(object.price ?? {}),
    };
  },
};

export interface GasPricesRequest {
  /** denom leaves out the others; empty leaves out none. Only cosmjs sends it. */
  denom: string;
}

export const GasPricesRequest: Codec<GasPricesRequest> = {
  typeUrl: "/feemarket.feemarket.v1.GasPricesRequest",
  encode(message: GasPricesRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.denom !== "") writer.uint32(10).string(message.denom);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GasPricesRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GasPricesRequest = { denom: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.denom = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GasPricesRequest>): GasPricesRequest {
    return {
      denom: object.denom ?? "",
    };
  },
};

export interface GasPricesResponse {
  prices: DecCoin[];
}

export const GasPricesResponse: Codec<GasPricesResponse> = {
  typeUrl: "/feemarket.feemarket.v1.GasPricesResponse",
  encode(message: GasPricesResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.prices) DecCoin.encode(value, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GasPricesResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GasPricesResponse = { prices: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.prices.push(DecCoin.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GasPricesResponse>): GasPricesResponse {
    return {
      prices: (object.prices ?? []).map((value) => DecCoin.fromPartial(value)),
    };
  },
};

/** Query tells what a unit of gas costs at least in the next block. */
export interface Query {
  /** GasPrice returns the price in one denomination. */
  GasPrice(request: GasPriceRequest): Promise<GasPriceResponse>;
  /** GasPrices returns the price in each denomination that it can be paid in. */
  GasPrices(request: GasPricesRequest): Promise<GasPricesResponse>;
}
