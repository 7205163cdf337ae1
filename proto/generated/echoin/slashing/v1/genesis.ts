// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { ProposalParams, ValidatorTurns } from "../../../echoin/slashing/v1/slashing.js";
import { SigningInfo, ValidatorMissedBlocks } from "cosmjs-types/cosmos/slashing/v1beta1/genesis";
import { Params } from "cosmjs-types/cosmos/slashing/v1beta1/slashing";

/** GenesisState of the slashing module: the Cosmos SDK's, field by field, and what Echoin adds. */
export interface GenesisState {
  params: Params;
  signingInfos: SigningInfo[];
  missedBlocks: ValidatorMissedBlocks[];
  /** proposals holds the parameters of delayed and invalid proposals, and where slashed coins go. */
  proposals: ProposalParams;
  turns: ValidatorTurns[];
}

export const GenesisState: Codec<GenesisState> = {
  typeUrl: "/echoin.slashing.v1.GenesisState",
  encode(message: GenesisState, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(10).fork()).ldelim();
    for (const value of message.signingInfos) SigningInfo.encode(value, writer.uint32(18).fork()).ldelim();
    for (const value of message.missedBlocks) ValidatorMissedBlocks.encode(value, writer.uint32(26).fork()).ldelim();
    if (message.proposals !== undefined) ProposalParams.encode(message.proposals, writer.uint32(34).fork()).ldelim();
    for (const value of message.turns) ValidatorTurns.encode(value, writer.uint32(42).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GenesisState {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GenesisState = { params: Params.fromPartial({}), signingInfos: [], missedBlocks: [], proposals: ProposalParams.fromPartial({}), turns: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.params = Params.decode(reader, reader.uint32());
          break;
        case 2:
          message.signingInfos.push(SigningInfo.decode(reader, reader.uint32()));
          break;
        case 3:
          message.missedBlocks.push(ValidatorMissedBlocks.decode(reader, reader.uint32()));
          break;
        case 4:
          message.proposals = ProposalParams.decode(reader, reader.uint32());
          break;
        case 5:
          message.turns.push(ValidatorTurns.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GenesisState>): GenesisState {
    return {
      params: Params.fromPartial(object.params ?? {}),
      signingInfos: (object.signingInfos ?? []).map((value) => SigningInfo.fromPartial(value)),
      missedBlocks: (object.missedBlocks ?? []).map((value) => ValidatorMissedBlocks.fromPartial(value)),
      proposals: ProposalParams.fromPartial(object.proposals ?? {}),
      turns: (object.turns ?? []).map((value) => ValidatorTurns.fromPartial(value)),
    };
  },
};
