// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Info } from "../../../echoin/chain/v1/chain.js";

export interface QueryInfoRequest {
}

export const QueryInfoRequest: Codec<QueryInfoRequest> = {
  typeUrl: "/echoin.chain.v1.QueryInfoRequest",
  encode(_message: QueryInfoRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryInfoRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryInfoRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<QueryInfoRequest>): QueryInfoRequest {
    return {
    };
  },
};

export interface QueryInfoResponse {
  info?: Info | undefined;
}

export const QueryInfoResponse: Codec<QueryInfoResponse> = {
  typeUrl: "/echoin.chain.v1.QueryInfoResponse",
  encode(message: QueryInfoResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.info !== undefined) Info.encode(message.info, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryInfoResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryInfoResponse = { info: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.info = Info.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryInfoResponse>): QueryInfoResponse {
    return {
      info: object.info === undefined ? undefined : Info.fromPartial(object.info),
    };
  },
};

/** Query answers what the chain calls itself. */
export interface Query {
  /** Info returns the address prefix, the base denomination and the coin type. */
  Info(request: QueryInfoRequest): Promise<QueryInfoResponse>;
}
