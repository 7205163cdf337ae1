// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Params } from "../../../echoin/feemarket/v1/feemarket.js";

/** GenesisState of the fee market. */
export interface GenesisState {
  params?: Params | undefined;
  /** base_fee of the first block, in base units of the chain's coin for a unit of gas; empty: the least one. */
  baseFee: string;
}

export const GenesisState: Codec<GenesisState> = {
  typeUrl: "/echoin.feemarket.v1.GenesisState",
  encode(message: GenesisState, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(10).fork()).ldelim();
    if (message.baseFee !== "") writer.uint32(18).string(message.baseFee);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GenesisState {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GenesisState = { params: undefined, baseFee: "" };
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
  fromPartial(object: Partial<GenesisState>): GenesisState {
    return {
      params: object.params === undefined ? undefined : Params.fromPartial(object.params),
      baseFee: object.baseFee ?? "",
    };
  },
};
