// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";

/** ProposalFault is the reason for which a proposal was refused. */
export const ProposalFault = {
  PROPOSAL_FAULT_UNSPECIFIED: 0,
  PROPOSAL_FAULT_ILLEGAL_TRANSACTION: 1,
  PROPOSAL_FAULT_TOO_MUCH_GAS: 2,
  PROPOSAL_FAULT_FALSE_VOTES: 3,
} as const;
/** One of the numbers above, or another that a later version may know. */
export type ProposalFault = number;

/**
 * VoteExtension is what a validator adds to its precommit. On the wire a byte with the version, 1, comes before it; an
 * empty extension says nothing.
 */
export interface VoteExtension {
  /** reports tell of proposals that the validator refused. */
  reports: ProposalReport[];
}

export const VoteExtension: Codec<VoteExtension> = {
  typeUrl: "/echoin.votes.v1.VoteExtension",
  encode(message: VoteExtension, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.reports) ProposalReport.encode(value, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): VoteExtension {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: VoteExtension = { reports: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.reports.push(ProposalReport.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<VoteExtension>): VoteExtension {
    return {
      reports: (object.reports ?? []).map((value) => ProposalReport.fromPartial(value)),
    };
  },
};

/** ProposalReport says that a validator refused a proposal: what the round's proposer signed was no valid block. */
export interface ProposalReport {
  /** height at which the proposal was made; the chain has decided on another block since. */
  height: bigint;
  /** round in which it was made: one that passed without a decision. */
  round: number;
  /** proposer is the consensus address of the validator whose turn the round was. */
  proposer: Uint8Array;
  fault: ProposalFault;
}

export const ProposalReport: Codec<ProposalReport> = {
  typeUrl: "/echoin.votes.v1.ProposalReport",
  encode(message: ProposalReport, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.height !== 0n) writer.uint32(8).int64(message.height);
    if (message.round !== 0) writer.uint32(16).uint32(message.round);
    if (message.proposer.length > 0) writer.uint32(26).bytes(message.proposer);
    if (message.fault !== 0) writer.uint32(32).int32(message.fault);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ProposalReport {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ProposalReport = { height: 0n, round: 0, proposer: new Uint8Array(), fault: 0 };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.height = reader.int64();
          break;
        case 2:
          message.round = reader.uint32();
          break;
        case 3:
          message.proposer = reader.bytes();
          break;
        case 4:
          message.fault = reader.int32();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ProposalReport>): ProposalReport {
    return {
      height: object.height ?? 0n,
      round: object.round ?? 0,
      proposer: object.proposer ?? new Uint8Array(),
      fault: object.fault ?? 0,
    };
  },
};

/**
 * MsgVoteExtensions carries vote extensions into a block: the first transaction of a block may be one, which nobody
 * signs. Only the block's proposer can put it there; anywhere else it is refused.
 */
export interface MsgVoteExtensions {
  /** height of the block that the votes are for: the one before. */
  height: bigint;
  /** votes in the order of the validator set; those that add nothing are left out. */
  votes: ExtendedVote[];
}

export const MsgVoteExtensions: Codec<MsgVoteExtensions> = {
  typeUrl: "/echoin.votes.v1.MsgVoteExtensions",
  encode(message: MsgVoteExtensions, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.height !== 0n) writer.uint32(8).int64(message.height);
    for (const value of message.votes) ExtendedVote.encode(value, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgVoteExtensions {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgVoteExtensions = { height: 0n, votes: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.height = reader.int64();
          break;
        case 2:
          message.votes.push(ExtendedVote.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgVoteExtensions>): MsgVoteExtensions {
    return {
      height: object.height ?? 0n,
      votes: (object.votes ?? []).map((value) => ExtendedVote.fromPartial(value)),
    };
  },
};

/** ExtendedVote is one validator's extension with its signature. */
export interface ExtendedVote {
  validator: string;
  extension: Uint8Array;
  /** signature of the extension: ed25519 over CometBFT's CanonicalVoteExtension. */
  signature: Uint8Array;
}

export const ExtendedVote: Codec<ExtendedVote> = {
  typeUrl: "/echoin.votes.v1.ExtendedVote",
  encode(message: ExtendedVote, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.validator !== "") writer.uint32(10).string(message.validator);
    if (message.extension.length > 0) writer.uint32(18).bytes(message.extension);
    if (message.signature.length > 0) writer.uint32(26).bytes(message.signature);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ExtendedVote {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ExtendedVote = { validator: "", extension: new Uint8Array(), signature: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.validator = reader.string();
          break;
        case 2:
          message.extension = reader.bytes();
          break;
        case 3:
          message.signature = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ExtendedVote>): ExtendedVote {
    return {
      validator: object.validator ?? "",
      extension: object.extension ?? new Uint8Array(),
      signature: object.signature ?? new Uint8Array(),
    };
  },
};
