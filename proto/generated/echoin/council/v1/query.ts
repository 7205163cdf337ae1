// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Declaration, Matter, Params, Role, RoleHolder, Seat, SeatTally, SeatVote } from "../../../echoin/council/v1/council.js";
import { PageRequest, PageResponse } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";

export interface QueryParamsRequest {
}

export const QueryParamsRequest: Codec<QueryParamsRequest> = {
  typeUrl: "/echoin.council.v1.QueryParamsRequest",
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
  params?: Params | undefined;
}

export const QueryParamsResponse: Codec<QueryParamsResponse> = {
  typeUrl: "/echoin.council.v1.QueryParamsResponse",
  encode(message: QueryParamsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryParamsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryParamsResponse = { params: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.params = Params.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryParamsResponse>): QueryParamsResponse {
    return {
      params: object.params === undefined ? undefined : Params.fromPartial(object.params),
    };
  },
};

export interface QuerySeatsRequest {
}

export const QuerySeatsRequest: Codec<QuerySeatsRequest> = {
  typeUrl: "/echoin.council.v1.QuerySeatsRequest",
  encode(_message: QuerySeatsRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QuerySeatsRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QuerySeatsRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<QuerySeatsRequest>): QuerySeatsRequest {
    return {
    };
  },
};

export interface QuerySeatsResponse {
  seats: Seat[];
  /** needed is how many yes votes the council's approval takes. */
  needed: number;
}

export const QuerySeatsResponse: Codec<QuerySeatsResponse> = {
  typeUrl: "/echoin.council.v1.QuerySeatsResponse",
  encode(message: QuerySeatsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.seats) Seat.encode(value, writer.uint32(10).fork()).ldelim();
    if (message.needed !== 0) writer.uint32(16).uint32(message.needed);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QuerySeatsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QuerySeatsResponse = { seats: [], needed: 0 };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.seats.push(Seat.decode(reader, reader.uint32()));
          break;
        case 2:
          message.needed = reader.uint32();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QuerySeatsResponse>): QuerySeatsResponse {
    return {
      seats: (object.seats ?? []).map((value) => Seat.fromPartial(value)),
      needed: object.needed ?? 0,
    };
  },
};

export interface QueryDeclarationRequest {
  operator: string;
}

export const QueryDeclarationRequest: Codec<QueryDeclarationRequest> = {
  typeUrl: "/echoin.council.v1.QueryDeclarationRequest",
  encode(message: QueryDeclarationRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.operator !== "") writer.uint32(10).string(message.operator);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryDeclarationRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryDeclarationRequest = { operator: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.operator = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryDeclarationRequest>): QueryDeclarationRequest {
    return {
      operator: object.operator ?? "",
    };
  },
};

export interface QueryDeclarationResponse {
  declaration?: Declaration | undefined;
}

export const QueryDeclarationResponse: Codec<QueryDeclarationResponse> = {
  typeUrl: "/echoin.council.v1.QueryDeclarationResponse",
  encode(message: QueryDeclarationResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.declaration !== undefined) Declaration.encode(message.declaration, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryDeclarationResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryDeclarationResponse = { declaration: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.declaration = Declaration.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryDeclarationResponse>): QueryDeclarationResponse {
    return {
      declaration: object.declaration === undefined ? undefined : Declaration.fromPartial(object.declaration),
    };
  },
};

export interface QueryDeclarationsRequest {
  pagination?: PageRequest | undefined;
}

export const QueryDeclarationsRequest: Codec<QueryDeclarationsRequest> = {
  typeUrl: "/echoin.council.v1.QueryDeclarationsRequest",
  encode(message: QueryDeclarationsRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.pagination !== undefined) PageRequest.encode(message.pagination, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryDeclarationsRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryDeclarationsRequest = { pagination: undefined };
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
  fromPartial(object: Partial<QueryDeclarationsRequest>): QueryDeclarationsRequest {
    return {
      pagination: object.pagination === undefined ? undefined : PageRequest.fromPartial(object.pagination),
    };
  },
};

export interface QueryDeclarationsResponse {
  declarations: Declaration[];
  pagination?: PageResponse | undefined;
}

export const QueryDeclarationsResponse: Codec<QueryDeclarationsResponse> = {
  typeUrl: "/echoin.council.v1.QueryDeclarationsResponse",
  encode(message: QueryDeclarationsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.declarations) Declaration.encode(value, writer.uint32(10).fork()).ldelim();
    if (message.pagination !== undefined) PageResponse.encode(message.pagination, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryDeclarationsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryDeclarationsResponse = { declarations: [], pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.declarations.push(Declaration.decode(reader, reader.uint32()));
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
  fromPartial(object: Partial<QueryDeclarationsResponse>): QueryDeclarationsResponse {
    return {
      declarations: (object.declarations ?? []).map((value) => Declaration.fromPartial(value)),
      pagination: object.pagination === undefined ? undefined : PageResponse.fromPartial(object.pagination),
    };
  },
};

export interface QueryTallyRequest {
  proposalId: bigint;
}

export const QueryTallyRequest: Codec<QueryTallyRequest> = {
  typeUrl: "/echoin.council.v1.QueryTallyRequest",
  encode(message: QueryTallyRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.proposalId !== 0n) writer.uint32(8).uint64(message.proposalId);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryTallyRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryTallyRequest = { proposalId: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.proposalId = reader.uint64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryTallyRequest>): QueryTallyRequest {
    return {
      proposalId: object.proposalId ?? 0n,
    };
  },
};

export interface QueryTallyResponse {
  matter: Matter;
  /** tally of the seats that are taken now; of a proposal that has ended, the last one. */
  tally?: SeatTally | undefined;
}

export const QueryTallyResponse: Codec<QueryTallyResponse> = {
  typeUrl: "/echoin.council.v1.QueryTallyResponse",
  encode(message: QueryTallyResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.matter !== 0) writer.uint32(8).int32(message.matter);
    if (message.tally !== undefined) SeatTally.encode(message.tally, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryTallyResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryTallyResponse = { matter: 0, tally: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.matter = reader.int32();
          break;
        case 2:
          message.tally = SeatTally.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryTallyResponse>): QueryTallyResponse {
    return {
      matter: object.matter ?? 0,
      tally: object.tally === undefined ? undefined : SeatTally.fromPartial(object.tally),
    };
  },
};

export interface QueryVoteRequest {
  proposalId: bigint;
  operator: string;
}

export const QueryVoteRequest: Codec<QueryVoteRequest> = {
  typeUrl: "/echoin.council.v1.QueryVoteRequest",
  encode(message: QueryVoteRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.proposalId !== 0n) writer.uint32(8).uint64(message.proposalId);
    if (message.operator !== "") writer.uint32(18).string(message.operator);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryVoteRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryVoteRequest = { proposalId: 0n, operator: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.proposalId = reader.uint64();
          break;
        case 2:
          message.operator = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryVoteRequest>): QueryVoteRequest {
    return {
      proposalId: object.proposalId ?? 0n,
      operator: object.operator ?? "",
    };
  },
};

export interface QueryVoteResponse {
  vote?: SeatVote | undefined;
}

export const QueryVoteResponse: Codec<QueryVoteResponse> = {
  typeUrl: "/echoin.council.v1.QueryVoteResponse",
  encode(message: QueryVoteResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.vote !== undefined) SeatVote.encode(message.vote, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryVoteResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryVoteResponse = { vote: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.vote = SeatVote.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryVoteResponse>): QueryVoteResponse {
    return {
      vote: object.vote === undefined ? undefined : SeatVote.fromPartial(object.vote),
    };
  },
};

export interface QueryVotesRequest {
  proposalId: bigint;
  pagination?: PageRequest | undefined;
}

export const QueryVotesRequest: Codec<QueryVotesRequest> = {
  typeUrl: "/echoin.council.v1.QueryVotesRequest",
  encode(message: QueryVotesRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.proposalId !== 0n) writer.uint32(8).uint64(message.proposalId);
    if (message.pagination !== undefined) PageRequest.encode(message.pagination, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryVotesRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryVotesRequest = { proposalId: 0n, pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.proposalId = reader.uint64();
          break;
        case 2:
          message.pagination = PageRequest.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryVotesRequest>): QueryVotesRequest {
    return {
      proposalId: object.proposalId ?? 0n,
      pagination: object.pagination === undefined ? undefined : PageRequest.fromPartial(object.pagination),
    };
  },
};

export interface QueryVotesResponse {
  votes: SeatVote[];
  pagination?: PageResponse | undefined;
}

export const QueryVotesResponse: Codec<QueryVotesResponse> = {
  typeUrl: "/echoin.council.v1.QueryVotesResponse",
  encode(message: QueryVotesResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.votes) SeatVote.encode(value, writer.uint32(10).fork()).ldelim();
    if (message.pagination !== undefined) PageResponse.encode(message.pagination, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryVotesResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryVotesResponse = { votes: [], pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.votes.push(SeatVote.decode(reader, reader.uint32()));
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
  fromPartial(object: Partial<QueryVotesResponse>): QueryVotesResponse {
    return {
      votes: (object.votes ?? []).map((value) => SeatVote.fromPartial(value)),
      pagination: object.pagination === undefined ? undefined : PageResponse.fromPartial(object.pagination),
    };
  },
};

export interface QueryRolesRequest {
  /** role: only holders of this one; all when it is left out. */
  role: Role;
  pagination?: PageRequest | undefined;
}

export const QueryRolesRequest: Codec<QueryRolesRequest> = {
  typeUrl: "/echoin.council.v1.QueryRolesRequest",
  encode(message: QueryRolesRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.role !== 0) writer.uint32(8).int32(message.role);
    if (message.pagination !== undefined) PageRequest.encode(message.pagination, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryRolesRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryRolesRequest = { role: 0, pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.role = reader.int32();
          break;
        case 2:
          message.pagination = PageRequest.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryRolesRequest>): QueryRolesRequest {
    return {
      role: object.role ?? 0,
      pagination: object.pagination === undefined ? undefined : PageRequest.fromPartial(object.pagination),
    };
  },
};

export interface QueryRolesResponse {
  roles: RoleHolder[];
  pagination?: PageResponse | undefined;
}

export const QueryRolesResponse: Codec<QueryRolesResponse> = {
  typeUrl: "/echoin.council.v1.QueryRolesResponse",
  encode(message: QueryRolesResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.roles) RoleHolder.encode(value, writer.uint32(10).fork()).ldelim();
    if (message.pagination !== undefined) PageResponse.encode(message.pagination, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryRolesResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryRolesResponse = { roles: [], pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.roles.push(RoleHolder.decode(reader, reader.uint32()));
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
  fromPartial(object: Partial<QueryRolesResponse>): QueryRolesResponse {
    return {
      roles: (object.roles ?? []).map((value) => RoleHolder.fromPartial(value)),
      pagination: object.pagination === undefined ? undefined : PageResponse.fromPartial(object.pagination),
    };
  },
};

export interface QueryRolesOfRequest {
  address: string;
}

export const QueryRolesOfRequest: Codec<QueryRolesOfRequest> = {
  typeUrl: "/echoin.council.v1.QueryRolesOfRequest",
  encode(message: QueryRolesOfRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.address !== "") writer.uint32(10).string(message.address);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryRolesOfRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryRolesOfRequest = { address: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.address = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryRolesOfRequest>): QueryRolesOfRequest {
    return {
      address: object.address ?? "",
    };
  },
};

export interface QueryRolesOfResponse {
  roles: RoleHolder[];
}

export const QueryRolesOfResponse: Codec<QueryRolesOfResponse> = {
  typeUrl: "/echoin.council.v1.QueryRolesOfResponse",
  encode(message: QueryRolesOfResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.roles) RoleHolder.encode(value, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryRolesOfResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryRolesOfResponse = { roles: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.roles.push(RoleHolder.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryRolesOfResponse>): QueryRolesOfResponse {
    return {
      roles: (object.roles ?? []).map((value) => RoleHolder.fromPartial(value)),
    };
  },
};

/** Query answers who sits in the council, how it voted, and who has a role. */
export interface Query {
  /** Params are the rules of the council. */
  Params(request: QueryParamsRequest): Promise<QueryParamsResponse>;
  /** Seats are those of the active validators, the strongest first. */
  Seats(request: QuerySeatsRequest): Promise<QuerySeatsResponse>;
  /** Declaration is what one candidate declared. */
  Declaration(request: QueryDeclarationRequest): Promise<QueryDeclarationResponse>;
  /** Declarations are those of all candidates. */
  Declarations(request: QueryDeclarationsRequest): Promise<QueryDeclarationsResponse>;
  /** Tally counts the seats' votes on a proposal, and says which chambers decide. */
  Tally(request: QueryTallyRequest): Promise<QueryTallyResponse>;
  /** Vote is one seat's vote. */
  Vote(request: QueryVoteRequest): Promise<QueryVoteResponse>;
  /** Votes are all seats' votes on a proposal. */
  Votes(request: QueryVotesRequest): Promise<QueryVotesResponse>;
  /** Roles are all holders of roles, or of one role. */
  Roles(request: QueryRolesRequest): Promise<QueryRolesResponse>;
  /** RolesOf are the roles of one account. */
  RolesOf(request: QueryRolesOfRequest): Promise<QueryRolesOfResponse>;
}
