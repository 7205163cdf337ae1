// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Params } from "../../../echoin/feemarket/v1/feemarket.js";

export interface MsgUpdateParams {
  authority: string;
  params?: Params | undefined;
}

export const MsgUpdateParams: Codec<MsgUpdateParams> = {
  typeUrl: "/echoin.feemarket.v1.MsgUpdateParams",
  encode(message: MsgUpdateParams, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.authority !== "") writer.uint32(10).string(message.authority);
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgUpdateParams {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgUpdateParams = { authority: "", params: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.authority = reader.string();
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
      authority: object.authority ?? "",
      params: object.params === undefined ? undefined : Params.fromPartial(object.params),
    };
  },
};

export interface MsgUpdateParamsResponse {
}

export const MsgUpdateParamsResponse: Codec<MsgUpdateParamsResponse> = {
  typeUrl: "/echoin.feemarket.v1.MsgUpdateParamsResponse",
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

/** Msg changes the fee market. */
export interface Msg {
  /** UpdateParams sets the parameters; governance alone may. */
  UpdateParams(request: MsgUpdateParams): Promise<MsgUpdateParamsResponse>;
}
