import type { Params } from "cosmjs-types/cosmos/gov/v1/gov";
import type { Duration } from "cosmjs-types/google/protobuf/duration";
import type { AddressCodec } from "../../abci/state/addresses.js";
import { type Coin, type WireCoin, amountOf, coinsToWire, formatCoins, parseCoins } from "../../abci/state/coins.js";
import { type Decimal, ONE, formatDecimal, parseDecimal } from "../../abci/state/decimals.js";
import { AppError, sdk } from "../../abci/state/errors.js";
import { NANOS_PER_SECOND, durationToNanos, nanosToDuration } from "../../abci/state/time.js";

const DAY_NANOS = 86_400n * NANOS_PER_SECOND;
const TEN_EC = 10n * 10n ** 18n;

/** What `init` writes: the SDK's rules, with deposits of 10 EC, and of 50 EC for expedited proposals. */
export const defaultParams = (): Params => ({
  minDeposit: coinsToWire([{ denom: "aec", amount: TEN_EC }]),
  maxDepositPeriod: nanosToDuration(2n * DAY_NANOS),
  votingPeriod: nanosToDuration(2n * DAY_NANOS),
  quorum: formatDecimal(parseDecimal("0.334")),
  threshold: formatDecimal(parseDecimal("0.5")),
  vetoThreshold: formatDecimal(parseDecimal("0.334")),
  minInitialDepositRatio: formatDecimal(0n),
  proposalCancelRatio: formatDecimal(parseDecimal("0.5")),
  proposalCancelDest: "",
  expeditedVotingPeriod: nanosToDuration(DAY_NANOS),
  expeditedThreshold: formatDecimal(parseDecimal("0.667")),
  expeditedMinDeposit: coinsToWire([{ denom: "aec", amount: 5n * TEN_EC }]),
  burnVoteQuorum: false,
  burnProposalDepositPrevote: false,
  burnVoteVeto: true,
  minDepositRatio: formatDecimal(parseDecimal("0.01")),
});

/** Checks parameters against each other. @throws sdk.invalidRequest that names the parameter, what it is and may be */
export function validateParams(params: Params, addresses: AddressCodec): void {
  const minimum = deposit("min_deposit", params.minDeposit);
  const expedited = deposit("expedited_min_deposit", params.expeditedMinDeposit);
  if (expedited.every(({ denom, amount }) => amount <= amountOf(minimum, denom))) {
    throw sdk.invalidRequest(
      `expedited minimum deposit must be greater than minimum deposit: ${formatCoins(expedited)} is not over ${formatCoins(minimum)}`,
    );
  }
  const voting = period("voting_period", params.votingPeriod);
  period("max_deposit_period", params.maxDepositPeriod);
  if (period("expedited_voting_period", params.expeditedVotingPeriod) >= voting) {
    throw sdk.invalidRequest("expedited_voting_period must be shorter than voting_period");
  }
  share("quorum", params.quorum, "zero allowed");
  share("veto_threshold", params.vetoThreshold, "positive");
  const threshold = share("threshold", params.threshold, "positive");
  if (share("expedited_threshold", params.expeditedThreshold, "positive") <= threshold) {
    throw sdk.invalidRequest(
      `expedited_threshold ${params.expeditedThreshold} must be greater than threshold ${params.threshold}`,
    );
  }
  share("min_initial_deposit_ratio", params.minInitialDepositRatio, "zero allowed");
  share("proposal_cancel_ratio", params.proposalCancelRatio, "zero allowed");
  share("min_deposit_ratio", params.minDepositRatio, "zero allowed");
  if (params.proposalCancelDest !== "") {
    named("proposal_cancel_dest", () => addresses.parse(params.proposalCancelDest));
  }
}

/** The coins that a proposal needs before it is voted on. */
export const minimumDeposit = (params: Params, expedited: boolean): Coin[] =>
  parseCoins(expedited ? params.expeditedMinDeposit : params.minDeposit);

/** How long a proposal is voted on, in nanoseconds. */
export const votingNanos = (params: Params, expedited: boolean): bigint =>
  spanNanos(expedited ? params.expeditedVotingPeriod : params.votingPeriod);

/** A period of valid parameters, in nanoseconds. */
export const spanNanos = (span: Duration | undefined): bigint => durationToNanos(span ?? { seconds: 0n, nanos: 0 });

function deposit(name: string, wire: readonly WireCoin[]): Coin[] {
  const coins = named(name, () => parseCoins(wire));
  if (coins.length === 0) throw sdk.invalidRequest(`${name} must have at least one coin`);
  return coins;
}

function period(name: string, span: Duration | undefined): bigint {
  const nanos = named(name, () => spanNanos(span));
  if (nanos <= 0n) throw sdk.invalidRequest(`${name} must be positive`);
  return nanos;
}

function share(name: string, text: string, least: "positive" | "zero allowed"): Decimal {
  const value = named(name, () => parseDecimal(text));
  if (value > ONE || value < 0n || (value === 0n && least === "positive")) {
    throw sdk.invalidRequest(
      `${name} must be ${least === "positive" ? "over 0" : "at least 0"} and at most 1: ${text}`,
    );
  }
  return value;
}

function named<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError || error instanceof RangeError) throw sdk.invalidRequest(`${name}: ${error.message}`);
    throw error;
  }
}
