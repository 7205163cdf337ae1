// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Timestamp } from "cosmjs-types/google/protobuf/timestamp";

/** Info is what the chain calls itself: chosen in genesis, never changed afterwards. */
export interface Info {
  /** bech32_prefix begins every account address, such as "echo" in "echo1…". */
  bech32Prefix: string;
  /** base_denom is the smallest unit of the chain's coin, in which amounts and fees are counted. */
  baseDenom: string;
  /** coin_type is the number that wallets put into the derivation path of keys (SLIP-44). */
  coinType: number;
}

export const Info: Codec<Info> = {
  typeUrl: "/echoin.chain.v1.Info",
  encode(message: Info, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.bech32Prefix !== "") writer.uint32(10).string(message.bech32Prefix);
    if (message.baseDenom !== "") writer.uint32(18).string(message.baseDenom);
    if (message.coinType !== 0) writer.uint32(24).uint32(message.coinType);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Info {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Info = { bech32Prefix: "", baseDenom: "", coinType: 0 };
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
  fromPartial(object: Partial<Info>): Info {
    return {
      bech32Prefix: object.bech32Prefix ?? "",
      baseDenom: object.baseDenom ?? "",
      coinType: object.coinType ?? 0,
    };
  },
};

/** LastBlock is the header of the block that wrote a version of the state. */
export interface LastBlock {
  chainId: string;
  height: bigint;
  time?: Timestamp | undefined;
  /** proposer is the consensus address of the block's proposer; empty at genesis. */
  proposer: Uint8Array;
}

export const LastBlock: Codec<LastBlock> = {
  typeUrl: "/echoin.chain.v1.LastBlock",
  encode(message: LastBlock, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.chainId !== "") writer.uint32(10).string(message.chainId);
    if (message.height !== 0n) writer.uint32(16).int64(message.height);
    if (message.time !== undefined) Timestamp.encode(message.time, writer.uint32(26).fork()).ldelim();
    if (message.proposer.length > 0) writer.uint32(34).bytes(message.proposer);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): LastBlock {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: LastBlock = { chainId: "", height: 0n, time: undefined, proposer: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.chainId = reader.string();
          break;
        case 2:
          message.height = reader.int64();
          break;
        case 3:
          message.time = Timestamp.decode(reader, reader.uint32());
          break;
        case 4:
          message.proposer = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<LastBlock>): LastBlock {
    return {
      chainId: object.chainId ?? "",
      height: object.height ?? 0n,
      time: object.time === undefined ? undefined : Timestamp.fromPartial(object.time),
      proposer: object.proposer ?? new Uint8Array(),
    };
  },
};
