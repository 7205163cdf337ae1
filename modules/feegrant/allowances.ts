import { AllowedMsgAllowance, BasicAllowance, PeriodicAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { type Coin, coinsToWire, parseCoins, subtractCoins } from "../../abci/state/coins.js";
import type { ReadContext } from "../../abci/state/context.js";
import { sdk } from "../../abci/state/errors.js";
import { durationToNanos, nanosToTimestamp, timestampToNanos } from "../../abci/state/time.js";
import { DecodeError, decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { errors } from "./errors.js";
import { type FeeUse, LIST_GAS, MAX_ALLOWANCE_DEPTH, type Remainder } from "./types.js";

/** An allowance, unpacked all the way down. */
export type Allowance =
  | { readonly kind: "basic"; readonly value: BasicAllowance }
  | { readonly kind: "periodic"; readonly value: PeriodicAllowance }
  | { readonly kind: "filtered"; readonly value: AllowedMsgAllowance; readonly inner: Allowance };

/**
 * @throws errors.noAllowance when it is missing or of no known type, sdk.unpackAny when its bytes are malformed,
 * sdk.invalidRequest when it is nested too deep
 */
export function unpackAllowance(packed: Any | undefined, depth = 1): Allowance {
  if (packed === undefined) throw errors.noAllowance("allowance should not be empty");
  if (depth > MAX_ALLOWANCE_DEPTH) {
    throw sdk.invalidRequest(`allowances are nested more than ${MAX_ALLOWANCE_DEPTH} deep`);
  }
  try {
    switch (packed.typeUrl) {
      case BasicAllowance.typeUrl:
        return { kind: "basic", value: decodeMessage(BasicAllowance, packed.value) };
      case PeriodicAllowance.typeUrl:
        return { kind: "periodic", value: decodeMessage(PeriodicAllowance, packed.value) };
      case AllowedMsgAllowance.typeUrl: {
        const value = decodeMessage(AllowedMsgAllowance, packed.value);
        return { kind: "filtered", value, inner: unpackAllowance(value.allowance, depth + 1) };
      }
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw sdk.unpackAny(`${packed.typeUrl}: ${error.message}`);
  }
  const known = [BasicAllowance, PeriodicAllowance, AllowedMsgAllowance].map(({ typeUrl }) => typeUrl).join(", ");
  throw errors.noAllowance(`${JSON.stringify(packed.typeUrl)} is no allowance; there are ${known}`);
}

export function packAllowance(allowance: Allowance): Any {
  switch (allowance.kind) {
    case "basic":
      return { typeUrl: BasicAllowance.typeUrl, value: encodeMessage(BasicAllowance, allowance.value) };
    case "periodic":
      return { typeUrl: PeriodicAllowance.typeUrl, value: encodeMessage(PeriodicAllowance, allowance.value) };
    case "filtered": {
      const value = { ...allowance.value, allowance: packAllowance(allowance.inner) };
      return { typeUrl: AllowedMsgAllowance.typeUrl, value: encodeMessage(AllowedMsgAllowance, value) };
    }
  }
}

/** When it expires, or undefined when it does not. */
export function expiryOf(allowance: Allowance): bigint | undefined {
  switch (allowance.kind) {
    case "basic":
      return expirationOf(allowance.value);
    case "periodic":
      return expirationOf(allowance.value.basic);
    case "filtered":
      return expiryOf(allowance.inner);
  }
}

/**
 * Checks an allowance without state. One that is in use may have spent a denomination to the end of which its period
 * still has a limit; a new one may not begin so.
 * @throws AppError
 */
export function validateAllowance(allowance: Allowance, age: "new" | "used"): void {
  switch (allowance.kind) {
    case "basic":
      return validateBasic(allowance.value);
    case "periodic":
      validatePeriodic(allowance.value);
      return age === "new" ? assertPeriodWithinLimit(allowance.value) : undefined;
    case "filtered":
      if (allowance.value.allowedMessages.length === 0) throw errors.noMessages("allowed messages shouldn't be empty");
      return validateAllowance(allowance.inner, age);
  }
}

/** Takes the fee out of the allowance. @throws errors.limitExpired, errors.limitExceeded, errors.messageNotAllowed */
export function useAllowance(ctx: ReadContext, allowance: Allowance, use: FeeUse): Remainder<Allowance> {
  switch (allowance.kind) {
    case "basic": {
      const result = useBasic(allowance.value, use.fee, ctx.block.timeNanos);
      return result === "exhausted" ? result : { left: { kind: "basic", value: result.left } };
    }
    case "periodic": {
      const result = usePeriodic(allowance.value, use.fee, ctx.block.timeNanos);
      return result === "exhausted" ? result : { left: { kind: "periodic", value: result.left } };
    }
    case "filtered": {
      assertAllowed(ctx, allowance.value.allowedMessages, use.messages);
      const result = useAllowance(ctx, allowance.inner, use);
      return result === "exhausted" ? result : { left: { ...allowance, inner: result.left } };
    }
  }
}

function expirationOf({ expiration }: BasicAllowance): bigint | undefined {
  return expiration === undefined ? undefined : timestampToNanos(expiration);
}

function validateBasic(basic: BasicAllowance): void {
  parseCoins(basic.spendLimit);
  const expiry = expirationOf(basic);
  if (expiry !== undefined && expiry < 0n) throw errors.invalidDuration("expiration time cannot be negative");
}

function validatePeriodic({ basic, period, periodSpendLimit, periodCanSpend, periodReset }: PeriodicAllowance): void {
  validateBasic(basic);
  const limit = parseCoins(periodSpendLimit);
  if (limit.length === 0) throw sdk.invalidCoins("spend limit must be positive");
  parseCoins(periodCanSpend);
  if (durationToNanos(period) < 0n) throw errors.invalidDuration("negative clock step");
  timestampToNanos(periodReset);
}

function assertPeriodWithinLimit({ basic, periodSpendLimit }: PeriodicAllowance): void {
  const spendable = new Set(basic.spendLimit.map(({ denom }) => denom));
  if (spendable.size > 0 && !periodSpendLimit.every(({ denom }) => spendable.has(denom))) {
    throw sdk.invalidCoins("period spend limit has different currency than basic spend limit");
  }
}

function useBasic(basic: BasicAllowance, fee: readonly Coin[], now: bigint): Remainder<BasicAllowance> {
  const expiry = expirationOf(basic);
  if (expiry !== undefined && expiry < now) throw errors.limitExpired("basic allowance");
  // No limit is written as an empty one.
  if (basic.spendLimit.length === 0) return { left: basic };
  const left = spend(basic.spendLimit, fee, "basic allowance");
  return left.length === 0 ? "exhausted" : { left: { ...basic, spendLimit: coinsToWire(left) } };
}

function usePeriodic(stored: PeriodicAllowance, fee: readonly Coin[], now: bigint): Remainder<PeriodicAllowance> {
  const expiry = expirationOf(stored.basic);
  if (expiry !== undefined && expiry < now) throw errors.limitExpired("absolute limit");
  const periodic = afterReset(stored, now);
  const periodCanSpend = coinsToWire(spend(periodic.periodCanSpend, fee, "period limit"));
  if (periodic.basic.spendLimit.length === 0) return { left: { ...periodic, periodCanSpend } };
  const left = spend(periodic.basic.spendLimit, fee, "absolute limit");
  if (left.length === 0) return "exhausted";
  return { left: { ...periodic, periodCanSpend, basic: { ...periodic.basic, spendLimit: coinsToWire(left) } } };
}

/**
 * Starts the next period when it is due: what can be spent is the period's limit again, or the whole limit when that is
 * less. A period follows its predecessor; after more than one without use, it starts now.
 */
function afterReset(periodic: PeriodicAllowance, now: bigint): PeriodicAllowance {
  const reset = timestampToNanos(periodic.periodReset);
  if (now < reset) return periodic;
  const { spendLimit } = periodic.basic;
  const isLess =
    spendLimit.length > 0 && subtractCoins(parseCoins(spendLimit), parseCoins(periodic.periodSpendLimit)) === undefined;
  const periodNanos = durationToNanos(periodic.period);
  const next = reset + periodNanos;
  return {
    ...periodic,
    periodCanSpend: isLess ? spendLimit : periodic.periodSpendLimit,
    periodReset: nanosToTimestamp(now > next ? now + periodNanos : next),
  };
}

function spend(limit: BasicAllowance["spendLimit"], fee: readonly Coin[], which: string): Coin[] {
  const left = subtractCoins(parseCoins(limit), fee);
  if (left === undefined) throw errors.limitExceeded(which);
  return left;
}

function assertAllowed(ctx: ReadContext, allowed: readonly string[], messages: FeeUse["messages"]): void {
  ctx.gas.consume(LIST_GAS * allowed.length, "check msg");
  const types = new Set(allowed);
  for (const { typeUrl } of messages) {
    ctx.gas.consume(LIST_GAS, "check msg");
    if (!types.has(typeUrl)) throw errors.messageNotAllowed("message does not exist in allowed messages");
  }
}
