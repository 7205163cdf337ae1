// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Timestamp } from "cosmjs-types/google/protobuf/timestamp";

export interface StatusRequest {
}

export const StatusRequest: Codec<StatusRequest> = {
  typeUrl: "/echoin.node.v1.StatusRequest",
  encode(_message: StatusRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): StatusRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: StatusRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<StatusRequest>): StatusRequest {
    return {
    };
  },
};

export interface StatusResponse {
  chainId: string;
  /** app_name is the name under which the application answers CometBFT's Info. */
  appName: string;
  version: string;
  /** earliest_height is the oldest committed height whose state can still be queried. */
  earliestHeight: bigint;
  /** latest_height is the last committed height; 0 before the first block. */
  latestHeight: bigint;
  latestBlockTime?: Timestamp | undefined;
  latestAppHash: Uint8Array;
  /** pruning is the strategy that decides which heights are kept: default, nothing, everything or custom. */
  pruning: string;
}

export const StatusResponse: Codec<StatusResponse> = {
  typeUrl: "/echoin.node.v1.StatusResponse",
  encode(message: StatusResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.chainId !== "") writer.uint32(10).string(message.chainId);
    if (message.appName !== "") writer.uint32(18).string(message.appName);
    if (message.version !== "") writer.uint32(26).string(message.version);
    if (message.earliestHeight !== 0n) writer.uint32(32).uint64(message.earliestHeight);
    if (message.latestHeight !== 0n) writer.uint32(40).uint64(message.latestHeight);
    if (message.latestBlockTime !== undefined) Timestamp.encode(message.latestBlockTime, writer.uint32(50).fork()).ldelim();
    if (message.latestAppHash.length > 0) writer.uint32(58).bytes(message.latestAppHash);
    if (message.pruning !== "") writer.uint32(66).string(message.pruning);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): StatusResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: StatusResponse = { chainId: "", appName: "", version: "", earliestHeight: 0n, latestHeight: 0n, latestBlockTime: undefined, latestAppHash: new Uint8Array(), pruning: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.chainId = reader.string();
          break;
        case 2:
          message.appName = reader.string();
          break;
        case 3:
          message.version = reader.string();
          break;
        case 4:
          message.earliestHeight = reader.uint64();
          break;
        case 5:
          message.latestHeight = reader.uint64();
          break;
        case 6:
          message.latestBlockTime = Timestamp.decode(reader, reader.uint32());
          break;
        case 7:
          message.latestAppHash = reader.bytes();
          break;
        case 8:
          message.pruning = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<StatusResponse>): StatusResponse {
    return {
      chainId: object.chainId ?? "",
      appName: object.appName ?? "",
      version: object.version ?? "",
      earliestHeight: object.earliestHeight ?? 0n,
      latestHeight: object.latestHeight ?? 0n,
      latestBlockTime: object.latestBlockTime === undefined ? undefined : Timestamp.fromPartial(object.latestBlockTime),
      latestAppHash: object.latestAppHash ?? new Uint8Array(),
      pruning: object.pruning ?? "",
    };
  },
};

/**
 * Query answers what an operator or a client asks about this node itself. The answers differ from node to node and are
 * no part of the state.
 */
export interface Query {
  /** Status tells which chain the node follows and which heights it can answer for. */
  Status(request: StatusRequest): Promise<StatusResponse>;
}
