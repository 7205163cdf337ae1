// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Duration } from "cosmjs-types/google/protobuf/duration";

/** Sink is where slashed coins go. */
export const Sink = {
  SINK_BURN: 0,
  SINK_COMMUNITY_POOL: 1,
} as const;
/** One of the numbers above, or another that a later version may know. */
export type Sink = number;

/** ProposalParams of what Echoin punishes beyond the Cosmos SDK's slashing, and of where slashed coins go. */
export interface ProposalParams {
  sink: Sink;
  /**
   * turns_window is the number of a validator's last turns to propose that are looked at: 1 to 64, or 0 to punish no
   * delays.
   */
  turnsWindow: number;
  /** max_missed_turns of the window are forgiven; one more is punished. */
  maxMissedTurns: number;
  slashFractionDelay: string;
  delayJailDuration: Duration;
  slashFractionInvalidProposal: string;
  invalidProposalJailDuration: Duration;
}

export const ProposalParams: Codec<ProposalParams> = {
  typeUrl: "/echoin.slashing.v1.ProposalParams",
  encode(message: ProposalParams, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sink !== 0) writer.uint32(8).int32(message.sink);
    if (message.turnsWindow !== 0) writer.uint32(16).uint32(message.turnsWindow);
    if (message.maxMissedTurns !== 0) writer.uint32(24).uint32(message.maxMissedTurns);
    if (message.slashFractionDelay !== "") writer.uint32(34).string(message.slashFractionDelay);
    if (message.delayJailDuration !== undefined) Duration.encode(message.delayJailDuration, writer.uint32(42).fork()).ldelim();
    if (message.slashFractionInvalidProposal !== "") writer.uint32(50).string(message.slashFractionInvalidProposal);
    if (message.invalidProposalJailDuration !== undefined) Duration.encode(message.invalidProposalJailDuration, writer.uint32(58).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ProposalParams {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ProposalParams = { sink: 0, turnsWindow: 0, maxMissedTurns: 0, slashFractionDelay: "", delayJailDuration: Duration.fromPartial({}), slashFractionInvalidProposal: "", invalidProposalJailDuration: Duration.fromPartial({}) };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sink = reader.int32();
          break;
        case 2:
          message.turnsWindow = reader.uint32();
          break;
        case 3:
          message.maxMissedTurns = reader.uint32();
          break;
        case 4:
          message.slashFractionDelay = reader.string();
          break;
        case 5:
          message.delayJailDuration = Duration.decode(reader, reader.uint32());
          break;
        case 6:
          message.slashFractionInvalidProposal = reader.string();
          break;
        case 7:
          message.invalidProposalJailDuration = Duration.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ProposalParams>): ProposalParams {
    return {
      sink: object.sink ?? 0,
      turnsWindow: object.turnsWindow ?? 0,
      maxMissedTurns: object.maxMissedTurns ?? 0,
      slashFractionDelay: object.slashFractionDelay ?? "",
      delayJailDuration: Duration.fromPartial(object.delayJailDuration ?? {}),
      slashFractionInvalidProposal: object.slashFractionInvalidProposal ?? "",
      invalidProposalJailDuration: Duration.fromPartial(object.invalidProposalJailDuration ?? {}),
    };
  },
};

/** ValidatorTurns tells how a validator used its last turns to propose a block. */
export interface ValidatorTurns {
  address: string;
  turns?: Turns | undefined;
}

export const ValidatorTurns: Codec<ValidatorTurns> = {
  typeUrl: "/echoin.slashing.v1.ValidatorTurns",
  encode(message: ValidatorTurns, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.address !== "") writer.uint32(10).string(message.address);
    if (message.turns !== undefined) Turns.encode(message.turns, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ValidatorTurns {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ValidatorTurns = { address: "", turns: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.address = reader.string();
          break;
        case 2:
          message.turns = Turns.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ValidatorTurns>): ValidatorTurns {
    return {
      address: object.address ?? "",
      turns: object.turns === undefined ? undefined : Turns.fromPartial(object.turns),
    };
  },
};

/** Turns is a history of at most 64 turns. */
export interface Turns {
  /** missed has a bit for each turn, the last turn in the lowest: set when the turn passed without a block. */
  missed: bigint;
  /** count of turns that are remembered. */
  count: number;
}

export const Turns: Codec<Turns> = {
  typeUrl: "/echoin.slashing.v1.Turns",
  encode(message: Turns, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.missed !== 0n) writer.uint32(8).uint64(message.missed);
    if (message.count !== 0) writer.uint32(16).uint32(message.count);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Turns {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Turns = { missed: 0n, count: 0 };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.missed = reader.uint64();
          break;
        case 2:
          message.count = reader.uint32();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Turns>): Turns {
    return {
      missed: object.missed ?? 0n,
      count: object.count ?? 0,
    };
  },
};

/** FailedRounds are the rounds of one height before the one that decided it. */
export interface FailedRounds {
  height: bigint;
  /** rounds in order, from round 0 on. */
  rounds: FailedRound[];
}

export const FailedRounds: Codec<FailedRounds> = {
  typeUrl: "/echoin.slashing.v1.FailedRounds",
  encode(message: FailedRounds, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.height !== 0n) writer.uint32(8).int64(message.height);
    for (const value of message.rounds) FailedRound.encode(value, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): FailedRounds {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: FailedRounds = { height: 0n, rounds: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.height = reader.int64();
          break;
        case 2:
          message.rounds.push(FailedRound.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<FailedRounds>): FailedRounds {
    return {
      height: object.height ?? 0n,
      rounds: (object.rounds ?? []).map((value) => FailedRound.fromPartial(value)),
    };
  },
};

/** FailedRound names whose turn a round was. */
export interface FailedRound {
  proposer: Uint8Array;
  /** power of the proposer at that height. */
  power: bigint;
  /** punished tells that its proposal was found invalid, and the proposer slashed for it. */
  punished: boolean;
}

export const FailedRound: Codec<FailedRound> = {
  typeUrl: "/echoin.slashing.v1.FailedRound",
  encode(message: FailedRound, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.proposer.length > 0) writer.uint32(10).bytes(message.proposer);
    if (message.power !== 0n) writer.uint32(16).int64(message.power);
    if (message.punished !== false) writer.uint32(24).bool(message.punished);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): FailedRound {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: FailedRound = { proposer: new Uint8Array(), power: 0n, punished: false };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.proposer = reader.bytes();
          break;
        case 2:
          message.power = reader.int64();
          break;
        case 3:
          message.punished = reader.bool();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<FailedRound>): FailedRound {
    return {
      proposer: object.proposer ?? new Uint8Array(),
      power: object.power ?? 0n,
      punished: object.punished ?? false,
    };
  },
};
