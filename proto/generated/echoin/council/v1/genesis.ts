// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Declaration, Params, RoleHolder, SeatResult, SeatVote } from "../../../echoin/council/v1/council.js";

/** GenesisState of the council module. */
export interface GenesisState {
  params?: Params | undefined;
  declarations: Declaration[];
  votes: SeatVote[];
  results: SeatResult[];
  roles: RoleHolder[];
}

export const GenesisState: Codec<GenesisState> = {
  typeUrl: "/echoin.council.v1.GenesisState",
  encode(message: GenesisState, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(10).fork()).ldelim();
    for (const value of message.declarations) Declaration.encode(value, writer.uint32(18).fork()).ldelim();
    for (const value of message.votes) SeatVote.encode(value, writer.uint32(26).fork()).ldelim();
    for (const value of message.results) SeatResult.encode(value, writer.uint32(34).fork()).ldelim();
    for (const value of message.roles) RoleHolder.encode(value, writer.uint32(42).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GenesisState {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GenesisState = { params: undefined, declarations: [], votes: [], results: [], roles: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.params = Params.decode(reader, reader.uint32());
          break;
        case 2:
          message.declarations.push(Declaration.decode(reader, reader.uint32()));
          break;
        case 3:
          message.votes.push(SeatVote.decode(reader, reader.uint32()));
          break;
        case 4:
          message.results.push(SeatResult.decode(reader, reader.uint32()));
          break;
        case 5:
          message.roles.push(RoleHolder.decode(reader, reader.uint32()));
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
      declarations: (object.declarations ?? []).map((value) => Declaration.fromPartial(value)),
      votes: (object.votes ?? []).map((value) => SeatVote.fromPartial(value)),
      results: (object.results ?? []).map((value) => SeatResult.fromPartial(value)),
      roles: (object.roles ?? []).map((value) => RoleHolder.fromPartial(value)),
    };
  },
};
