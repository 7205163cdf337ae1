// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Member, Params, Sponsorship, Usage, UserUsage } from "../../../echoin/sponsor/v1/sponsor.js";

/** GenesisState of sponsorships. */
export interface GenesisState {
  params?: Params | undefined;
  sponsorships: GenesisSponsorship[];
  /** next_id is the number of the next sponsorship. */
  nextId: bigint;
}

export const GenesisState: Codec<GenesisState> = {
  typeUrl: "/echoin.sponsor.v1.GenesisState",
  encode(message: GenesisState, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(10).fork()).ldelim();
    for (const value of message.sponsorships) GenesisSponsorship.encode(value, writer.uint32(18).fork()).ldelim();
    if (message.nextId !== 0n) writer.uint32(24).uint64(message.nextId);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GenesisState {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GenesisState = { params: undefined, sponsorships: [], nextId: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.params = Params.decode(reader, reader.uint32());
          break;
        case 2:
          message.sponsorships.push(GenesisSponsorship.decode(reader, reader.uint32()));
          break;
        case 3:
          message.nextId = reader.uint64();
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
      sponsorships: (object.sponsorships ?? []).map((value) => GenesisSponsorship.fromPartial(value)),
      nextId: object.nextId ?? 0n,
    };
  },
};

/** GenesisSponsorship is a sponsorship with all that belongs to it. */
export interface GenesisSponsorship {
  sponsorship?: Sponsorship | undefined;
  /** deposit in base units of the chain's coin, as decimal text. */
  deposit: string;
  usage?: Usage | undefined;
  members: GenesisMember[];
  /** users that cost something lately. */
  users: GenesisUserUsage[];
}

export const GenesisSponsorship: Codec<GenesisSponsorship> = {
  typeUrl: "/echoin.sponsor.v1.GenesisSponsorship",
  encode(message: GenesisSponsorship, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sponsorship !== undefined) Sponsorship.encode(message.sponsorship, writer.uint32(10).fork()).ldelim();
    if (message.deposit !== "") writer.uint32(18).string(message.deposit);
    if (message.usage !== undefined) Usage.encode(message.usage, writer.uint32(26).fork()).ldelim();
    for (const value of message.members) GenesisMember.encode(value, writer.uint32(34).fork()).ldelim();
    for (const value of message.users) GenesisUserUsage.encode(value, writer.uint32(42).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GenesisSponsorship {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GenesisSponsorship = { sponsorship: undefined, deposit: "", usage: undefined, members: [], users: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sponsorship = Sponsorship.decode(reader, reader.uint32());
          break;
        case 2:
          message.deposit = reader.string();
          break;
        case 3:
          message.usage = Usage.decode(reader, reader.uint32());
          break;
        case 4:
          message.members.push(GenesisMember.decode(reader, reader.uint32()));
          break;
        case 5:
          message.users.push(GenesisUserUsage.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GenesisSponsorship>): GenesisSponsorship {
    return {
      sponsorship: object.sponsorship === undefined ? undefined : Sponsorship.fromPartial(object.sponsorship),
      deposit: object.deposit ?? "",
      usage: object.usage === undefined ? undefined : Usage.fromPartial(object.usage),
      members: (object.members ?? []).map((value) => GenesisMember.fromPartial(value)),
      users: (object.users ?? []).map((value) => GenesisUserUsage.fromPartial(value)),
    };
  },
};

export interface GenesisMember {
  /** user as 0x text. */
  user: string;
  member?: Member | undefined;
}

export const GenesisMember: Codec<GenesisMember> = {
  typeUrl: "/echoin.sponsor.v1.GenesisMember",
  encode(message: GenesisMember, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.user !== "") writer.uint32(10).string(message.user);
    if (message.member !== undefined) Member.encode(message.member, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GenesisMember {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GenesisMember = { user: "", member: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.user = reader.string();
          break;
        case 2:
          message.member = Member.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GenesisMember>): GenesisMember {
    return {
      user: object.user ?? "",
      member: object.member === undefined ? undefined : Member.fromPartial(object.member),
    };
  },
};

export interface GenesisUserUsage {
  day: bigint;
  /** user as 0x text. */
  user: string;
  usage?: UserUsage | undefined;
}

export const GenesisUserUsage: Codec<GenesisUserUsage> = {
  typeUrl: "/echoin.sponsor.v1.GenesisUserUsage",
  encode(message: GenesisUserUsage, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.day !== 0n) writer.uint32(8).uint64(message.day);
    if (message.user !== "") writer.uint32(18).string(message.user);
    if (message.usage !== undefined) UserUsage.encode(message.usage, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GenesisUserUsage {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GenesisUserUsage = { day: 0n, user: "", usage: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.day = reader.uint64();
          break;
        case 2:
          message.user = reader.string();
          break;
        case 3:
          message.usage = UserUsage.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GenesisUserUsage>): GenesisUserUsage {
    return {
      day: object.day ?? 0n,
      user: object.user ?? "",
      usage: object.usage === undefined ? undefined : UserUsage.fromPartial(object.usage),
    };
  },
};
