import type { Params } from "cosmjs-types/cosmos/slashing/v1beta1/slashing";
import { type Decimal, formatDecimal, ONE } from "../../abci/state/decimals.js";
import { durationToNanos, NANOS_PER_SECOND, nanosToDuration } from "../../abci/state/time.js";
import { type ProposalParams, Sink } from "../../proto/generated/echoin/slashing/v1/slashing.js";
import { errors } from "./errors.js";
import { MAX_TURNS, MAX_WINDOW, MIN_DOWNTIME_JAIL_IN_GENESIS_NANOS, MIN_WINDOW_IN_GENESIS } from "./types.js";

const MINUTE_NANOS = 60n * NANOS_PER_SECOND;

/** A decimal as a `bytes` field carries it: the digits of its integer. */
export const decimalBytes = (value: Decimal): Uint8Array => Buffer.from(value.toString(), "ascii");

/** A parameter as a decimal. @throws errors.invalidParams when it is none */
export function decimalOf(field: string, digits: Uint8Array | string): Decimal {
  const text = typeof digits === "string" ? digits : Buffer.from(digits).toString("latin1");
  if (!/^-?\d{1,95}$/.test(text)) throw errors.invalidParams(`${field} has to be a decimal`);
  return BigInt(text);
}

/** The SDK's own defaults. */
export const DEFAULT_PARAMS: Params = {
  signedBlocksWindow: 100n,
  minSignedPerWindow: decimalBytes(ONE / 2n),
  downtimeJailDuration: nanosToDuration(10n * MINUTE_NANOS),
  slashFractionDoubleSign: decimalBytes(ONE / 20n),
  slashFractionDowntime: decimalBytes(ONE / 100n),
};

/** Of 20 turns a quarter is forgiven; a delay costs little, a proposal that is no valid block as much as downtime. */
export const DEFAULT_PROPOSAL_PARAMS: ProposalParams = {
  sink: Sink.SINK_BURN,
  turnsWindow: 20,
  maxMissedTurns: 5,
  slashFractionDelay: (ONE / 10_000n).toString(),
  delayJailDuration: nanosToDuration(10n * MINUTE_NANOS),
  slashFractionInvalidProposal: (ONE / 100n).toString(),
  invalidProposalJailDuration: nanosToDuration(60n * MINUTE_NANOS),
};

/** @throws errors.invalidParams */
export function validateParams(params: Params): void {
  const { signedBlocksWindow } = params;
  if (signedBlocksWindow < 1n || signedBlocksWindow > MAX_WINDOW) {
    throw errors.invalidParams(`signed_blocks_window has to be 1 to ${MAX_WINDOW}, not ${signedBlocksWindow}`);
  }
  requireFraction("min_signed_per_window", params.minSignedPerWindow);
  requireFraction("slash_fraction_double_sign", params.slashFractionDoubleSign);
  requireFraction("slash_fraction_downtime", params.slashFractionDowntime);
  const jail = durationToNanos(params.downtimeJailDuration);
  if (jail <= 0n) throw errors.invalidParams(`downtime_jail_duration has to be positive, not ${jail} ns`);
}

/** Genesis is held to more than later changes are, as in the SDK. @throws errors.invalidParams */
export function validateGenesisParams(params: Params): void {
  validateParams(params);
  if (params.signedBlocksWindow < MIN_WINDOW_IN_GENESIS) {
    throw errors.invalidParams(
      `signed_blocks_window has to be at least ${MIN_WINDOW_IN_GENESIS} in genesis, not ${params.signedBlocksWindow}`,
    );
  }
  const jail = durationToNanos(params.downtimeJailDuration);
  if (jail < MIN_DOWNTIME_JAIL_IN_GENESIS_NANOS) {
    throw errors.invalidParams(`downtime_jail_duration has to be at least one minute in genesis, not ${jail} ns`);
  }
}

/** @throws errors.invalidParams */
export function validateProposalParams(params: ProposalParams): void {
  const { sink, turnsWindow, maxMissedTurns } = params;
  if (sink !== Sink.SINK_BURN && sink !== Sink.SINK_COMMUNITY_POOL) {
    throw errors.invalidParams(`sink has to be SINK_BURN or SINK_COMMUNITY_POOL, not ${sink}`);
  }
  if (turnsWindow > MAX_TURNS) {
    throw errors.invalidParams(`turns_window has to be 0 to ${MAX_TURNS}, not ${turnsWindow}`);
  }
  if (turnsWindow > 0 && maxMissedTurns >= turnsWindow) {
    throw errors.invalidParams(`max_missed_turns has to be below turns_window (${turnsWindow}), not ${maxMissedTurns}`);
  }
  requireFraction("slash_fraction_delay", params.slashFractionDelay);
  requireFraction("slash_fraction_invalid_proposal", params.slashFractionInvalidProposal);
  requirePositive("delay_jail_duration", durationToNanos(params.delayJailDuration));
  requirePositive("invalid_proposal_jail_duration", durationToNanos(params.invalidProposalJailDuration));
}

function requireFraction(field: string, digits: Uint8Array | string): void {
  const value = decimalOf(field, digits);
  if (value < 0n || value > ONE) throw errors.invalidParams(`${field} has to be 0 to 1, not ${formatDecimal(value)}`);
}

function requirePositive(field: string, nanos: bigint): void {
  if (nanos <= 0n) throw errors.invalidParams(`${field} has to be positive, not ${nanos} ns`);
}
