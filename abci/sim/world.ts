import type { Any } from "cosmjs-types/google/protobuf/any";
import type { Codec } from "../../proto/codecs.js";
import { encodeMessage } from "../../proto/writer.js";
import type { WireCoin } from "../state/coins.js";
import type { Random } from "./random.js";

/** How large a simulated network is. */
export interface SimSize {
  /** Validators that are active at once, at most. */
  readonly seats: number;
  /** The first so many accounts are operators of validators from genesis on. */
  readonly founders: number;
  readonly accounts: number;
  /** Few enough that some are drawn twice. */
  readonly consensusKeys: number;
}

/** Few seats, on which much happens, and as many as the chain has by default. */
export const FEW_SEATS: SimSize = { seats: 5, founders: 4, accounts: 12, consensusKeys: 24 };
export const ALL_SEATS: SimSize = { seats: 25, founders: 25, accounts: 40, consensusKeys: 60 };

/** What the generators may draw on. */
export interface MessageWorld {
  readonly random: Random;
  readonly size: SimSize;
  /** Who sends the message: its signer. */
  readonly sender: string;
  /** Accounts that the simulation holds keys of. */
  readonly accounts: readonly string[];
  /** The same accounts as operators of validators, at the same places. */
  readonly operators: readonly string[];
  /** The account in whose name passed proposals act. */
  readonly gov: string;
  /** Numbers of the proposals that wait for deposits or votes. */
  readonly proposals: readonly bigint[];
  /** An address that no one used before, about once in eight draws; else one of the accounts. */
  anyone(): string;
  /** More than any account holds, so that some transfers fail. */
  readonly wealth: bigint;
  readonly denoms: readonly string[];
  readonly timeSeconds: bigint;
  readonly height: bigint;
}

export type Generator = (world: MessageWorld) => Any;

export function pack<T>(codec: Codec<T>, message: T): Any {
  return { typeUrl: codec.typeUrl, value: encodeMessage(codec, message) };
}

/** The operator of a validator, mostly; now and then one that none may be known of. */
export const validator = ({ random, operators, size }: MessageWorld): string =>
  random.pick(random.oneIn(4) ? operators : operators.slice(0, size.founders));

/** Who signs messages of authority here: somebody who has none. */
export const authority = (world: MessageWorld): string => world.sender;

/** A coin set of a size that most accounts have. */
export const coins = ({ random, denoms, wealth }: MessageWorld): WireCoin[] =>
  denoms
    .filter((_, index) => index === 0 || random.oneIn(3))
    .map((denom) => ({ denom, amount: random.amount(wealth / 50n).toString() }))
    .sort((a, b) => (a.denom < b.denom ? -1 : 1));
