// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";

/** GenesisState of the chain module: values that other chains have as constants. */
export interface GenesisState {
  /** bech32_prefix begins every account address: lowercase letters and digits. */
  bech32Prefix: string;
  /** base_denom is the smallest unit of the chain's coin. */
  baseDenom: string;
  /** coin_type is the number in the derivation path of keys (SLIP-44). */
  coinType: number;
}

export const GenesisState: Codec<GenesisState> = {
  typeUrl: "/echoin.chain.v1.GenesisState",
  encode(message: GenesisState, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.bech32Prefix !== "") writer.uint32(10).string(message.bech32Prefix);
    if (message.baseDenom !== "") writer.uint32(18).string(message.baseDenom);
    if (message.coinType !== 0) writer.uint32(24).uint32(message.coinType);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GenesisState {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GenesisState = { bech32Prefix: "", baseDenom: "", coinType: 0 };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.bech32Prefix = reader.string();
          break;
        case 2:
          message.baseDenom = reader.string();
          break;
        case 3:
          message.coinType = reader.uint32();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GenesisState>): GenesisState {
    return {
      bech32Prefix: object.bech32Prefix ?? "",
      baseDenom: object.baseDenom ?? "",
      coinType: object.coinType ?? 0,
    };
  },
};
