// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { FailedRounds, ProposalParams, ValidatorTurns } from "../../../echoin/slashing/v1/slashing.js";
import { PageRequest, PageResponse } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";

export interface QueryParamsRequest {
}

export const QueryParamsRequest: Codec<QueryParamsRequest> = {
  typeUrl: "/echoin.slashing.v1.QueryParamsRequest",
  encode(_message: QueryParamsRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryParamsRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryParamsRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<QueryParamsRequest>): QueryParamsRequest {
    return {
    };
  },
};

export interface QueryParamsResponse {
  params: ProposalParams;
}

export const QueryParamsResponse: Codec<QueryParamsResponse> = {
  typeUrl: "/echoin.slashing.v1.QueryParamsResponse",
  encode(message: QueryParamsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.params !== undefined) ProposalParams.encode(message.params, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryParamsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryParamsResponse = { params: ProposalParams.fromPartial({}) };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.params = ProposalParams.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryParamsResponse>): QueryParamsResponse {
    return {
      params: ProposalParams.fromPartial(object.params ?? {}),
    };
  },
};

export interface QueryTurnsRequest {
  pagination?: PageRequest | undefined;
}

export const QueryTurnsRequest: Codec<QueryTurnsRequest> = {
  typeUrl: "/echoin.slashing.v1.QueryTurnsRequest",
  encode(message: QueryTurnsRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.pagination !== undefined) PageRequest.encode(message.pagination, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryTurnsRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryTurnsRequest = { pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.pagination = PageRequest.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryTurnsRequest>): QueryTurnsRequest {
    return {
      pagination: object.pagination === undefined ? undefined : PageRequest.fromPartial(object.pagination),
    };
  },
};

export interface QueryTurnsResponse {
  turns: ValidatorTurns[];
  pagination?: PageResponse | undefined;
}

export const QueryTurnsResponse: Codec<QueryTurnsResponse> = {
  typeUrl: "/echoin.slashing.v1.QueryTurnsResponse",
  encode(message: QueryTurnsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.turns) ValidatorTurns.encode(value, writer.uint32(10).fork()).ldelim();
    if (message.pagination !== undefined) PageResponse.encode(message.pagination, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryTurnsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryTurnsResponse = { turns: [], pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.turns.push(ValidatorTurns.decode(reader, reader.uint32()));
          break;
        case 2:
          message.pagination = PageResponse.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryTurnsResponse>): QueryTurnsResponse {
    return {
      turns: (object.turns ?? []).map((value) => ValidatorTurns.fromPartial(value)),
      pagination: object.pagination === undefined ? undefined : PageResponse.fromPartial(object.pagination),
    };
  },
};

export interface QueryProposersRequest {
  /** rounds, from round 0 on, to answer for: at most 100; 0 means 10. */
  rounds: number;
}

export const QueryProposersRequest: Codec<QueryProposersRequest> = {
  typeUrl: "/echoin.slashing.v1.QueryProposersRequest",
  encode(message: QueryProposersRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.rounds !== 0) writer.uint32(8).uint32(message.rounds);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryProposersRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryProposersRequest = { rounds: 0 };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.rounds = reader.uint32();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryProposersRequest>): QueryProposersRequest {
    return {
      rounds: object.rounds ?? 0,
    };
  },
};

export interface QueryProposersResponse {
  /** height that the rounds are of. */
  height: bigint;
  /** proposers are consensus addresses, one for each round. */
  proposers: string[];
}

export const QueryProposersResponse: Codec<QueryProposersResponse> = {
  typeUrl: "/echoin.slashing.v1.QueryProposersResponse",
  encode(message: QueryProposersResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.height !== 0n) writer.uint32(8).int64(message.height);
    for (const value of message.proposers) writer.uint32(18).string(value);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryProposersResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryProposersResponse = { height: 0n, proposers: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.height = reader.int64();
          break;
        case 2:
          message.proposers.push(reader.string());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryProposersResponse>): QueryProposersResponse {
    return {
      height: object.height ?? 0n,
      proposers: [...(object.proposers ?? [])],
    };
  },
};

export interface QueryFailedRoundsRequest {
}

export const QueryFailedRoundsRequest: Codec<QueryFailedRoundsRequest> = {
  typeUrl: "/echoin.slashing.v1.QueryFailedRoundsRequest",
  encode(_message: QueryFailedRoundsRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryFailedRoundsRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryFailedRoundsRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<QueryFailedRoundsRequest>): QueryFailedRoundsRequest {
    return {
    };
  },
};

export interface QueryFailedRoundsResponse {
  heights: FailedRounds[];
}

export const QueryFailedRoundsResponse: Codec<QueryFailedRoundsResponse> = {
  typeUrl: "/echoin.slashing.v1.QueryFailedRoundsResponse",
  encode(message: QueryFailedRoundsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.heights) FailedRounds.encode(value, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryFailedRoundsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryFailedRoundsResponse = { heights: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.heights.push(FailedRounds.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryFailedRoundsResponse>): QueryFailedRoundsResponse {
    return {
      heights: (object.heights ?? []).map((value) => FailedRounds.fromPartial(value)),
    };
  },
};

/** Query answers how validators use their turns to propose. */
export interface Query {
  /** Params returns the parameters of delayed and invalid proposals. */
  Params(request: QueryParamsRequest): Promise<QueryParamsResponse>;
  /** Turns returns how each validator used its last turns to propose. */
  Turns(request: QueryTurnsRequest): Promise<QueryTurnsResponse>;
  /** Proposers returns whose turn the rounds of the next height are. */
  Proposers(request: QueryProposersRequest): Promise<QueryProposersResponse>;
  /** FailedRounds returns the rounds of recent heights that passed without a decision. */
  FailedRounds(request: QueryFailedRoundsRequest): Promise<QueryFailedRoundsResponse>;
}
