import type { Any } from "cosmjs-types/google/protobuf/any";
import { type Coin, type WireCoin, isValidDenom, parseCoin, parseInteger } from "../../abci/state/coins.js";
import { type Decimal, ONE, formatDecimal } from "../../abci/state/decimals.js";
import { sdk } from "../../abci/state/errors.js";
import { NANOS_PER_SECOND } from "../../abci/state/time.js";
import type { CommissionRates, Description } from "../../proto/generated/cosmos/staking/v1beta1/staking.js";
import { errors } from "./errors.js";
import { keyBytes } from "./records.js";
import type { Commission, StakingParams } from "./types.js";

const ED25519 = { typeUrl: "/cosmos.crypto.ed25519.PubKey", name: "ed25519", bytes: 32 };

/** Says in an edit that a text is to stay as it is. */
const UNCHANGED = "[do-not-modify]";

/** Bytes that each text of a description may have. */
const MAX_DESCRIPTION_BYTES = {
  moniker: 70,
  identity: 3000,
  website: 140,
  securityContact: 140,
  details: 280,
} as const;

const WORDS: Readonly<Record<keyof Description, string>> = {
  moniker: "moniker",
  identity: "identity",
  website: "website",
  securityContact: "security contact",
  details: "details",
};

const DESCRIPTION_FIELDS = Object.keys(MAX_DESCRIPTION_BYTES) as (keyof Description)[];

/** CometBFT takes no larger set in practice, and each end of a block walks it. */
const MAX_VALIDATORS = 1000;

/** A pair's entries are one record, which is read and written whole. */
const MAX_ENTRIES = 100;

/** Each kept block holds the whole set. */
const MAX_HISTORICAL_ENTRIES = 100_000;

const DAY_NANOS = 24n * 3600n * NANOS_PER_SECOND;

/** A positive amount of a valid denomination. @throws sdk.invalidRequest that says which amount is meant */
export function parseAmount(coin: WireCoin, what: string): Coin {
  const parsed = parseCoin(coin);
  if (parsed.amount === 0n) throw sdk.invalidRequest(`invalid ${what}`);
  return parsed;
}

/** @throws sdk.invalidRequest */
export function requireBondDenom({ denom }: Coin, expected: string): void {
  if (denom !== expected) throw sdk.invalidRequest(`invalid coin denomination: got ${denom}, expected ${expected}`);
}

/** A decimal as it stands in a message: the integer of its 18-digit form. @throws sdk.invalidRequest */
export function parseWireDecimal(text: string, what: string): Decimal {
  if (!/^-?\d{1,60}$/.test(text)) throw sdk.invalidRequest(`${what} is not a decimal of 18 places`);
  return BigInt(text);
}

/** @throws errors.commission… for rates that contradict each other; sdk.invalidRequest when all are empty */
export function parseCommission({
  rate,
  maxRate,
  maxChangeRate,
}: CommissionRates): Omit<Commission, "updateTimeNanos"> {
  if (rate === "" && maxRate === "" && maxChangeRate === "") throw sdk.invalidRequest("empty commission");
  const rates = {
    rate: parseWireDecimal(rate, "the commission rate"),
    maxRate: parseWireDecimal(maxRate, "the maximum commission rate"),
    maxChangeRate: parseWireDecimal(maxChangeRate, "the maximum commission change rate"),
  };
  if (rates.maxRate < 0n) throw errors.commissionNegative(undefined);
  if (rates.maxRate > ONE) throw errors.commissionHuge(undefined);
  if (rates.rate < 0n) throw errors.commissionNegative(undefined);
  if (rates.rate > rates.maxRate) throw errors.commissionOverMaxRate(undefined);
  if (rates.maxChangeRate < 0n) throw errors.changeRateNegative(undefined);
  if (rates.maxChangeRate > rates.maxRate) throw errors.changeRateOverMaxRate(undefined);
  return rates;
}

/** The commission with a new rate, if it may change now and so far. @throws errors.commission… */
export function changeRate(commission: Commission, rate: Decimal, timeNanos: bigint): Commission {
  if (timeNanos - commission.updateTimeNanos < DAY_NANOS) throw errors.commissionUpdateTime(undefined);
  if (rate < 0n) throw errors.commissionNegative(undefined);
  if (rate > commission.maxRate) throw errors.commissionOverMaxRate(undefined);
  if (rate - commission.rate > commission.maxChangeRate) throw errors.commissionOverMaxChangeRate(undefined);
  return { ...commission, rate, updateTimeNanos: timeNanos };
}

/** @throws sdk.invalidRequest when a text is too long, or all are empty */
export function requireDescription(description: Description): void {
  if (DESCRIPTION_FIELDS.every((field) => description[field] === "")) throw sdk.invalidRequest("empty description");
  for (const field of DESCRIPTION_FIELDS) {
    const got = Buffer.byteLength(description[field]);
    const max = MAX_DESCRIPTION_BYTES[field];
    if (got > max) throw sdk.invalidRequest(`invalid ${WORDS[field]} length; got: ${got}, max: ${max}`);
  }
}

/** The description with the texts that are not to stay. @throws sdk.invalidRequest */
export function editDescription(before: Description, change: Description): Description {
  if (DESCRIPTION_FIELDS.every((field) => change[field] === "")) throw sdk.invalidRequest("empty description");
  const after = { ...before };
  for (const field of DESCRIPTION_FIELDS) if (change[field] !== UNCHANGED) after[field] = change[field];
  if (DESCRIPTION_FIELDS.some((field) => after[field] !== "")) requireDescription(after);
  return after;
}

/** A positive whole number of base units. @throws sdk.invalidRequest */
export function parseMinSelfDelegation(text: string): bigint {
  const amount = parseInteger(text);
  if (amount <= 0n) throw sdk.invalidRequest("minimum self delegation must be a positive integer");
  return amount;
}

/**
 * A consensus key that CometBFT takes: ed25519, 32 bytes.
 * @param allowed key types of the consensus parameters, when they are known
 * @throws errors.emptyPubkey, errors.pubkeyTypeNotSupported, sdk.invalidPubKey
 */
export function requireConsensusKey(key: Any | undefined, allowed: readonly string[] | undefined): Any {
  if (key === undefined) throw errors.emptyPubkey(undefined);
  const expected = (allowed ?? [ED25519.name]).filter((name) => name === ED25519.name);
  if (key.typeUrl !== ED25519.typeUrl || expected.length === 0) {
    throw errors.pubkeyTypeNotSupported({ got: key.typeUrl, expected });
  }
  let bytes: Uint8Array;
  try {
    bytes = keyBytes(key);
  } catch {
    throw sdk.invalidPubKey("the consensus key is no ed25519 key message");
  }
  if (bytes.length !== ED25519.bytes) {
    throw sdk.invalidPubKey(`an ed25519 key has ${ED25519.bytes} bytes, not ${bytes.length}`);
  }
  return key;
}

/** @throws sdk.invalidRequest that names the parameter and its limits */
export function requireParams(params: StakingParams): void {
  const { unbondingNanos, maxValidators, maxEntries, historicalEntries, bondDenom, minCommissionRate } = params;
  if (unbondingNanos <= 0n) throw sdk.invalidRequest(`unbonding time must be positive: ${unbondingNanos} ns`);
  requireWithin("max validators", maxValidators, { min: 1, max: MAX_VALIDATORS });
  requireWithin("max entries", maxEntries, { min: 1, max: MAX_ENTRIES });
  requireWithin("historical entries", historicalEntries, { min: 0, max: MAX_HISTORICAL_ENTRIES });
  if (!isValidDenom(bondDenom)) throw sdk.invalidRequest(`invalid bond denom: ${bondDenom.slice(0, 140)}`);
  if (minCommissionRate < 0n || minCommissionRate > ONE) {
    const rate = formatDecimal(minCommissionRate);
    throw sdk.invalidRequest(`minimum commission rate must be between 0 and 1 (inclusive): ${rate}`);
  }
}

function requireWithin(what: string, value: number, { min, max }: { min: number; max: number }): void {
  if (value < min || value > max) throw sdk.invalidRequest(`${what} must be from ${min} to ${max}: ${value}`);
}
