// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { BlockHeader, Contract, Params } from "../../../echoin/evm/v1/evm.js";

/** GenesisState of the EVM. */
export interface GenesisState {
  params?: Params | undefined;
  contracts: Contract[];
  /** last_header is that of the last block of an exported chain; absent on a new one. */
  lastHeader?: BlockHeader | undefined;
}

export const GenesisState: Codec<GenesisState> = {
  typeUrl: "/echoin.evm.v1.GenesisState",
  encode(message: GenesisState, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(10).fork()).ldelim();
    for (const value of message.contracts) Contract.encode(value, writer.uint32(18).fork()).ldelim();
    if (message.lastHeader !== undefined) BlockHeader.encode(message.lastHeader, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GenesisState {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GenesisState = { params: undefined, contracts: [], lastHeader: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.params = Params.decode(reader, reader.uint32());
          break;
        case 2:
          message.contracts.push(Contract.decode(reader, reader.uint32()));
          break;
        case 3:
          message.lastHeader = BlockHeader.decode(reader, reader.uint32());
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
      contracts: (object.contracts ?? []).map((value) => Contract.fromPartial(value)),
      lastHeader: object.lastHeader === undefined ? undefined : BlockHeader.fromPartial(object.lastHeader),
    };
  },
};
