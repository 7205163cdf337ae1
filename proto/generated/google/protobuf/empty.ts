// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../codecs.js";
import { readerOf } from "../../../reader.js";
import { newBinaryWriter } from "../../../writer.js";

export interface Empty {
}

export const Empty: Codec<Empty> = {
  typeUrl: "/google.protobuf.Empty",
  encode(_message: Empty, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Empty {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Empty = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<Empty>): Empty {
    return {
    };
  },
};
