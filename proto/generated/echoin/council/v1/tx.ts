// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Params, Role, SeatOption } from "../../../echoin/council/v1/council.js";

export interface MsgDeclare {
  /** operator is the account address of the candidate's operator. */
  operator: string;
  /** organisation: 3 to 64 lower-case letters, digits, dots and dashes. */
  organisation: string;
  /** region: 2 to 32 lower-case letters, digits and dashes. */
  region: string;
}

export const MsgDeclare: Codec<MsgDeclare> = {
  typeUrl: "/echoin.council.v1.MsgDeclare",
  encode(message: MsgDeclare, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.operator !== "") writer.uint32(10).string(message.operator);
    if (message.organisation !== "") writer.uint32(18).string(message.organisation);
    if (message.region !== "") writer.uint32(26).string(message.region);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgDeclare {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgDeclare = { operator: "", organisation: "", region: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.operator = reader.string();
          break;
        case 2:
          message.organisation = reader.string();
          break;
        case 3:
          message.region = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgDeclare>): MsgDeclare {
    return {
      operator: object.operator ?? "",
      organisation: object.organisation ?? "",
      region: object.region ?? "",
    };
  },
};

export interface MsgDeclareResponse {
}

export const MsgDeclareResponse: Codec<MsgDeclareResponse> = {
  typeUrl: "/echoin.council.v1.MsgDeclareResponse",
  encode(_message: MsgDeclareResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgDeclareResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgDeclareResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgDeclareResponse>): MsgDeclareResponse {
    return {
    };
  },
};

export interface MsgVote {
  proposalId: bigint;
  /** operator is the account address of the operator whose validator has a seat. */
  operator: string;
  option: SeatOption;
}

export const MsgVote: Codec<MsgVote> = {
  typeUrl: "/echoin.council.v1.MsgVote",
  encode(message: MsgVote, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.proposalId !== 0n) writer.uint32(8).uint64(message.proposalId);
    if (message.operator !== "") writer.uint32(18).string(message.operator);
    if (message.option !== 0) writer.uint32(24).int32(message.option);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgVote {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgVote = { proposalId: 0n, operator: "", option: 0 };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.proposalId = reader.uint64();
          break;
        case 2:
          message.operator = reader.string();
          break;
        case 3:
          message.option = reader.int32();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgVote>): MsgVote {
    return {
      proposalId: object.proposalId ?? 0n,
      operator: object.operator ?? "",
      option: object.option ?? 0,
    };
  },
};

export interface MsgVoteResponse {
}

export const MsgVoteResponse: Codec<MsgVoteResponse> = {
  typeUrl: "/echoin.council.v1.MsgVoteResponse",
  encode(_message: MsgVoteResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgVoteResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgVoteResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgVoteResponse>): MsgVoteResponse {
    return {
    };
  },
};

export interface MsgRuleDeclaration {
  authority: string;
  /** operator is the account address of the candidate whose declaration was challenged. */
  operator: string;
  /** organisation and region as the council finds them to be; both empty to remove the declaration and the earlier ruling. */
  organisation: string;
  region: string;
  /** reason: up to 1,024 bytes. */
  reason: string;
}

export const MsgRuleDeclaration: Codec<MsgRuleDeclaration> = {
  typeUrl: "/echoin.council.v1.MsgRuleDeclaration",
  encode(message: MsgRuleDeclaration, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.authority !== "") writer.uint32(10).string(message.authority);
    if (message.operator !== "") writer.uint32(18).string(message.operator);
    if (message.organisation !== "") writer.uint32(26).string(message.organisation);
    if (message.region !== "") writer.uint32(34).string(message.region);
    if (message.reason !== "") writer.uint32(42).string(message.reason);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgRuleDeclaration {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgRuleDeclaration = { authority: "", operator: "", organisation: "", region: "", reason: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.authority = reader.string();
          break;
        case 2:
          message.operator = reader.string();
          break;
        case 3:
          message.organisation = reader.string();
          break;
        case 4:
          message.region = reader.string();
          break;
        case 5:
          message.reason = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgRuleDeclaration>): MsgRuleDeclaration {
    return {
      authority: object.authority ?? "",
      operator: object.operator ?? "",
      organisation: object.organisation ?? "",
      region: object.region ?? "",
      reason: object.reason ?? "",
    };
  },
};

export interface MsgRuleDeclarationResponse {
}

export const MsgRuleDeclarationResponse: Codec<MsgRuleDeclarationResponse> = {
  typeUrl: "/echoin.council.v1.MsgRuleDeclarationResponse",
  encode(_message: MsgRuleDeclarationResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgRuleDeclarationResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgRuleDeclarationResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgRuleDeclarationResponse>): MsgRuleDeclarationResponse {
    return {
    };
  },
};

export interface MsgGrantRole {
  authority: string;
  role: Role;
  address: string;
}

export const MsgGrantRole: Codec<MsgGrantRole> = {
  typeUrl: "/echoin.council.v1.MsgGrantRole",
  encode(message: MsgGrantRole, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.authority !== "") writer.uint32(10).string(message.authority);
    if (message.role !== 0) writer.uint32(16).int32(message.role);
    if (message.address !== "") writer.uint32(26).string(message.address);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgGrantRole {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgGrantRole = { authority: "", role: 0, address: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.authority = reader.string();
          break;
        case 2:
          message.role = reader.int32();
          break;
        case 3:
          message.address = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgGrantRole>): MsgGrantRole {
    return {
      authority: object.authority ?? "",
      role: object.role ?? 0,
      address: object.address ?? "",
    };
  },
};

export interface MsgGrantRoleResponse {
}

export const MsgGrantRoleResponse: Codec<MsgGrantRoleResponse> = {
  typeUrl: "/echoin.council.v1.MsgGrantRoleResponse",
  encode(_message: MsgGrantRoleResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgGrantRoleResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgGrantRoleResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgGrantRoleResponse>): MsgGrantRoleResponse {
    return {
    };
  },
};

export interface MsgRevokeRole {
  authority: string;
  role: Role;
  address: string;
}

export const MsgRevokeRole: Codec<MsgRevokeRole> = {
  typeUrl: "/echoin.council.v1.MsgRevokeRole",
  encode(message: MsgRevokeRole, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.authority !== "") writer.uint32(10).string(message.authority);
    if (message.role !== 0) writer.uint32(16).int32(message.role);
    if (message.address !== "") writer.uint32(26).string(message.address);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgRevokeRole {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgRevokeRole = { authority: "", role: 0, address: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.authority = reader.string();
          break;
        case 2:
          message.role = reader.int32();
          break;
        case 3:
          message.address = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgRevokeRole>): MsgRevokeRole {
    return {
      authority: object.authority ?? "",
      role: object.role ?? 0,
      address: object.address ?? "",
    };
  },
};

export interface MsgRevokeRoleResponse {
}

export const MsgRevokeRoleResponse: Codec<MsgRevokeRoleResponse> = {
  typeUrl: "/echoin.council.v1.MsgRevokeRoleResponse",
  encode(_message: MsgRevokeRoleResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgRevokeRoleResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgRevokeRoleResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgRevokeRoleResponse>): MsgRevokeRoleResponse {
    return {
    };
  },
};

export interface MsgUpdateParams {
  authority: string;
  params?: Params | undefined;
}

export const MsgUpdateParams: Codec<MsgUpdateParams> = {
  typeUrl: "/echoin.council.v1.MsgUpdateParams",
  encode(message: MsgUpdateParams, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.authority !== "") writer.uint32(10).string(message.authority);
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgUpdateParams {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgUpdateParams = { authority: "", params: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.authority = reader.string();
          break;
        case 2:
          message.params = Params.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgUpdateParams>): MsgUpdateParams {
    return {
      authority: object.authority ?? "",
      params: object.params === undefined ? undefined : Params.fromPartial(object.params),
    };
  },
};

export interface MsgUpdateParamsResponse {
}

export const MsgUpdateParamsResponse: Codec<MsgUpdateParamsResponse> = {
  typeUrl: "/echoin.council.v1.MsgUpdateParamsResponse",
  encode(_message: MsgUpdateParamsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgUpdateParamsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgUpdateParamsResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgUpdateParamsResponse>): MsgUpdateParamsResponse {
    return {
    };
  },
};

/** Msg changes the council. Messages with an authority are executed by proposals of the gov module. */
export interface Msg {
  /** Declare says which organisation and region a candidate belongs to. */
  Declare(request: MsgDeclare): Promise<MsgDeclareResponse>;
  /** Vote is a seat's vote on a proposal that the council decides. */
  Vote(request: MsgVote): Promise<MsgVoteResponse>;
  /** RuleDeclaration decides a challenge: it puts a declaration right, and keeps the operator from changing it. */
  RuleDeclaration(request: MsgRuleDeclaration): Promise<MsgRuleDeclarationResponse>;
  /** GrantRole gives a role to an account. */
  GrantRole(request: MsgGrantRole): Promise<MsgGrantRoleResponse>;
  /** RevokeRole takes a role back. */
  RevokeRole(request: MsgRevokeRole): Promise<MsgRevokeRoleResponse>;
  /** UpdateParams replaces the rules of the council. */
  UpdateParams(request: MsgUpdateParams): Promise<MsgUpdateParamsResponse>;
}
