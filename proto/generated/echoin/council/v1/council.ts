// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";

/** SeatOption is what a seat can vote. */
export const SeatOption = {
  SEAT_OPTION_UNSPECIFIED: 0,
  SEAT_OPTION_YES: 1,
  SEAT_OPTION_NO: 2,
  SEAT_OPTION_ABSTAIN: 3,
} as const;
/** One of the numbers above, or another that a later version may know. */
export type SeatOption = number;

/** Matter says which chambers decide about a proposal. */
export const Matter = {
  MATTER_UNSPECIFIED: 0,
  MATTER_HOLDERS: 1,
  MATTER_AUTHORITY: 2,
  MATTER_CONSTITUTION: 3,
} as const;
/** One of the numbers above, or another that a later version may know. */
export type Matter = number;

/** Role is an office that proposals grant and revoke. */
export const Role = {
  ROLE_UNSPECIFIED: 0,
  ROLE_AUDITOR: 1,
  ROLE_ORACLE_OPERATOR: 2,
  ROLE_SECRETARY: 3,
} as const;
/** One of the numbers above, or another that a later version may know. */
export type Role = number;

/** Params are the rules of the council. The council and the holders change them together. */
export interface Params {
  /**
   * seat_threshold is the share of all seats that has to vote yes on a matter of authority. The number of seats needed is
   * rounded up, so "0.666666666666666666" is exactly two thirds.
   */
  seatThreshold: string;
  /** organisation_seats is how many seats one organisation may have. */
  organisationSeats: number;
  /**
   * region_share is the share of the seats that candidates of one region may have, rounded down, one seat at least; so
   * "0.333333333333333334" is exactly a third. All candidates that declared nothing count as one region.
   */
  regionShare: string;
  /** power_cap is the share of the voting power in consensus that one validator may have; "1" is no cap. */
  powerCap: string;
}

export const Params: Codec<Params> = {
  typeUrl: "/echoin.council.v1.Params",
  encode(message: Params, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.seatThreshold !== "") writer.uint32(10).string(message.seatThreshold);
    if (message.organisationSeats !== 0) writer.uint32(16).uint32(message.organisationSeats);
    if (message.regionShare !== "") writer.uint32(26).string(message.regionShare);
    if (message.powerCap !== "") writer.uint32(34).string(message.powerCap);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Params {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Params = { seatThreshold: "", organisationSeats: 0, regionShare: "", powerCap: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.seatThreshold = reader.string();
          break;
        case 2:
          message.organisationSeats = reader.uint32();
          break;
        case 3:
          message.regionShare = reader.string();
          break;
        case 4:
          message.powerCap = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Params>): Params {
    return {
      seatThreshold: object.seatThreshold ?? "",
      organisationSeats: object.organisationSeats ?? 0,
      regionShare: object.regionShare ?? "",
      powerCap: object.powerCap ?? "",
    };
  },
};

/** Declaration says whom a candidate belongs to and where it is at home. */
export interface Declaration {
  /** operator is the account address of the candidate's operator. */
  operator: string;
  /** organisation names who owns or controls the candidate: a domain name or a legal entity identifier, in lower case. */
  organisation: string;
  /** region is where that organisation is at home, in lower case, such as an ISO 3166 code. */
  region: string;
  /** height is that of the block in which this was declared or ruled. */
  height: bigint;
  /** ruled is true when the council decided this after a challenge: the operator cannot change it any more. */
  ruled: boolean;
  /** reason is what the council gave for its ruling. */
  reason: string;
}

export const Declaration: Codec<Declaration> = {
  typeUrl: "/echoin.council.v1.Declaration",
  encode(message: Declaration, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.operator !== "") writer.uint32(10).string(message.operator);
    if (message.organisation !== "") writer.uint32(18).string(message.organisation);
    if (message.region !== "") writer.uint32(26).string(message.region);
    if (message.height !== 0n) writer.uint32(32).int64(message.height);
    if (message.ruled !== false) writer.uint32(40).bool(message.ruled);
    if (message.reason !== "") writer.uint32(50).string(message.reason);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Declaration {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Declaration = { operator: "", organisation: "", region: "", height: 0n, ruled: false, reason: "" };
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
        case 4:
          message.height = reader.int64();
          break;
        case 5:
          message.ruled = reader.bool();
          break;
        case 6:
          message.reason = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Declaration>): Declaration {
    return {
      operator: object.operator ?? "",
      organisation: object.organisation ?? "",
      region: object.region ?? "",
      height: object.height ?? 0n,
      ruled: object.ruled ?? false,
      reason: object.reason ?? "",
    };
  },
};

/** Seat is one active validator's place in the council. */
export interface Seat {
  /** operator is the account address of the validator's operator, which votes for the seat. */
  operator: string;
  /** operator_address is the same address as staking writes it. */
  operatorAddress: string;
  /** power is the validator's voting power in consensus. */
  power: bigint;
  /** organisation and region as declared; empty when nothing was declared. */
  organisation: string;
  region: string;
}

export const Seat: Codec<Seat> = {
  typeUrl: "/echoin.council.v1.Seat",
  encode(message: Seat, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.operator !== "") writer.uint32(10).string(message.operator);
    if (message.operatorAddress !== "") writer.uint32(18).string(message.operatorAddress);
    if (message.power !== 0n) writer.uint32(24).int64(message.power);
    if (message.organisation !== "") writer.uint32(34).string(message.organisation);
    if (message.region !== "") writer.uint32(42).string(message.region);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Seat {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Seat = { operator: "", operatorAddress: "", power: 0n, organisation: "", region: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.operator = reader.string();
          break;
        case 2:
          message.operatorAddress = reader.string();
          break;
        case 3:
          message.power = reader.int64();
          break;
        case 4:
          message.organisation = reader.string();
          break;
        case 5:
          message.region = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Seat>): Seat {
    return {
      operator: object.operator ?? "",
      operatorAddress: object.operatorAddress ?? "",
      power: object.power ?? 0n,
      organisation: object.organisation ?? "",
      region: object.region ?? "",
    };
  },
};

/** SeatVote is a seat's vote on a proposal. */
export interface SeatVote {
  proposalId: bigint;
  /** operator is the account address of the operator that voted. */
  operator: string;
  option: SeatOption;
}

export const SeatVote: Codec<SeatVote> = {
  typeUrl: "/echoin.council.v1.SeatVote",
  encode(message: SeatVote, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.proposalId !== 0n) writer.uint32(8).uint64(message.proposalId);
    if (message.operator !== "") writer.uint32(18).string(message.operator);
    if (message.option !== 0) writer.uint32(24).int32(message.option);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): SeatVote {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: SeatVote = { proposalId: 0n, operator: "", option: 0 };
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
  fromPartial(object: Partial<SeatVote>): SeatVote {
    return {
      proposalId: object.proposalId ?? 0n,
      operator: object.operator ?? "",
      option: object.option ?? 0,
    };
  },
};

/** SeatTally counts the seats' votes on a proposal. Votes of operators that have no seat (any more) do not count. */
export interface SeatTally {
  seats: number;
  yes: number;
  no: number;
  abstain: number;
  /** needed is how many yes votes the council's approval takes. */
  needed: number;
}

export const SeatTally: Codec<SeatTally> = {
  typeUrl: "/echoin.council.v1.SeatTally",
  encode(message: SeatTally, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.seats !== 0) writer.uint32(8).uint32(message.seats);
    if (message.yes !== 0) writer.uint32(16).uint32(message.yes);
    if (message.no !== 0) writer.uint32(24).uint32(message.no);
    if (message.abstain !== 0) writer.uint32(32).uint32(message.abstain);
    if (message.needed !== 0) writer.uint32(40).uint32(message.needed);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): SeatTally {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: SeatTally = { seats: 0, yes: 0, no: 0, abstain: 0, needed: 0 };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.seats = reader.uint32();
          break;
        case 2:
          message.yes = reader.uint32();
          break;
        case 3:
          message.no = reader.uint32();
          break;
        case 4:
          message.abstain = reader.uint32();
          break;
        case 5:
          message.needed = reader.uint32();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<SeatTally>): SeatTally {
    return {
      seats: object.seats ?? 0,
      yes: object.yes ?? 0,
      no: object.no ?? 0,
      abstain: object.abstain ?? 0,
      needed: object.needed ?? 0,
    };
  },
};

/** SeatResult is how the council voted on a proposal that has ended. */
export interface SeatResult {
  proposalId: bigint;
  tally?: SeatTally | undefined;
}

export const SeatResult: Codec<SeatResult> = {
  typeUrl: "/echoin.council.v1.SeatResult",
  encode(message: SeatResult, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.proposalId !== 0n) writer.uint32(8).uint64(message.proposalId);
    if (message.tally !== undefined) SeatTally.encode(message.tally, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): SeatResult {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: SeatResult = { proposalId: 0n, tally: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.proposalId = reader.uint64();
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
  fromPartial(object: Partial<SeatResult>): SeatResult {
    return {
      proposalId: object.proposalId ?? 0n,
      tally: object.tally === undefined ? undefined : SeatTally.fromPartial(object.tally),
    };
  },
};

/** RoleHolder is an account that has a role. */
export interface RoleHolder {
  role: Role;
  address: string;
  /** granted_height is that of the block in which the role was granted. */
  grantedHeight: bigint;
}

export const RoleHolder: Codec<RoleHolder> = {
  typeUrl: "/echoin.council.v1.RoleHolder",
  encode(message: RoleHolder, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.role !== 0) writer.uint32(8).int32(message.role);
    if (message.address !== "") writer.uint32(18).string(message.address);
    if (message.grantedHeight !== 0n) writer.uint32(24).int64(message.grantedHeight);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): RoleHolder {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: RoleHolder = { role: 0, address: "", grantedHeight: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.role = reader.int32();
          break;
        case 2:
          message.address = reader.string();
          break;
        case 3:
          message.grantedHeight = reader.int64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<RoleHolder>): RoleHolder {
    return {
      role: object.role ?? 0,
      address: object.address ?? "",
      grantedHeight: object.grantedHeight ?? 0n,
    };
  },
};
