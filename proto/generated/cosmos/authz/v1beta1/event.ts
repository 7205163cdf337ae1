// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";

export interface EventGrant {
  msgTypeUrl: string;
  granter: string;
  grantee: string;
}

export const EventGrant: Codec<EventGrant> = {
  typeUrl: "/cosmos.authz.v1beta1.EventGrant",
  encode(message: EventGrant, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.msgTypeUrl !== "") writer.uint32(18).string(message.msgTypeUrl);
    if (message.granter !== "") writer.uint32(26).string(message.granter);
    if (message.grantee !== "") writer.uint32(34).string(message.grantee);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): EventGrant {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: EventGrant = { msgTypeUrl: "", granter: "", grantee: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 2:
          message.msgTypeUrl = reader.string();
          break;
        case 3:
          message.granter = reader.string();
          break;
        case 4:
          message.grantee = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<EventGrant>): EventGrant {
    return {
      msgTypeUrl: object.msgTypeUrl ?? "",
      granter: object.granter ?? "",
      grantee: object.grantee ?? "",
    };
  },
};

export interface EventRevoke {
  msgTypeUrl: string;
  granter: string;
  grantee: string;
}

export const EventRevoke: Codec<EventRevoke> = {
  typeUrl: "/cosmos.authz.v1beta1.EventRevoke",
  encode(message: EventRevoke, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.msgTypeUrl !== "") writer.uint32(18).string(message.msgTypeUrl);
    if (message.granter !== "") writer.uint32(26).string(message.granter);
    if (message.grantee !== "") writer.uint32(34).string(message.grantee);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): EventRevoke {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: EventRevoke = { msgTypeUrl: "", granter: "", grantee: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 2:
          message.msgTypeUrl = reader.string();
          break;
        case 3:
          message.granter = reader.string();
          break;
        case 4:
          message.grantee = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<EventRevoke>): EventRevoke {
    return {
      msgTypeUrl: object.msgTypeUrl ?? "",
      granter: object.granter ?? "",
      grantee: object.grantee ?? "",
    };
  },
};
