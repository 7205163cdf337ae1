// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";

/** PubKey is a secp256k1 key whose address is Ethereum's: the last 20 bytes of keccak-256 over the uncompressed key. */
export interface PubKey {
  /** key is the compressed form: 33 bytes. */
  key: Uint8Array;
}

export const PubKey: Codec<PubKey> = {
  typeUrl: "/cosmos.evm.crypto.v1.ethsecp256k1.PubKey",
  encode(message: PubKey, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.key.length > 0) writer.uint32(10).bytes(message.key);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): PubKey {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: PubKey = { key: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.key = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<PubKey>): PubKey {
    return {
      key: object.key ?? new Uint8Array(),
    };
  },
};
