import { assert } from "./errors.js";

/**
 * A decimal with 18 places, as the integer of its 18-digit form: 10n ** 18n is one. On the wire it is a `cosmos.Dec`.
 * Rounding is that of the Cosmos SDK's LegacyDec (`cosmossdk.io/math`), since clients recompute shares and rewards.
 */
export type Decimal = bigint;

export const DECIMAL_PLACES = 18;
export const ONE: Decimal = 10n ** 18n;

/** How many bits a LegacyDec's integer may have: 256 and those of the 18 places. */
const MAX_BITS = 315;
const MAX_DECIMAL = 1n << BigInt(MAX_BITS);

type Rounding = "floor" | "ceil" | "even";

/** a / b, rounded. `b` is positive; a negative `a` rounds as its absolute value does, away from or to zero. */
function divide(a: bigint, b: bigint, rounding: Rounding): bigint {
  assert(b > 0n, "a divisor is positive");
  if (a < 0n) return -divide(-a, b, rounding);
  const quotient = a / b;
  const twice = (a - quotient * b) * 2n;
  if (twice === 0n || rounding === "floor") return quotient;
  if (rounding === "ceil") return quotient + 1n;
  return twice > b || (twice === b && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

function bounded(value: bigint): Decimal {
  if (value >= MAX_DECIMAL || value <= -MAX_DECIMAL) throw new RangeError("a decimal is over 315 bits");
  return value;
}

/** a × b / c with one rounding, and no loss in between. `c` is positive. */
export const mulDiv = (a: bigint, b: bigint, c: bigint, rounding: "floor" | "ceil"): bigint =>
  divide(a * b, c, rounding);

/** An integer as a decimal. @throws RangeError over 315 bits */
export const toDecimal = (integer: bigint): Decimal => bounded(integer * ONE);

/** Half to even. @throws RangeError over 315 bits, as all below */
export const mul = (a: Decimal, b: Decimal): Decimal => bounded(divide(a * b, ONE, "even"));
export const mulTruncate = (a: Decimal, b: Decimal): Decimal => bounded(divide(a * b, ONE, "floor"));
export const mulRoundUp = (a: Decimal, b: Decimal): Decimal => bounded(divide(a * b, ONE, "ceil"));

/** Half to even, of the quotient cut after 36 places: the SDK rounds so. `b` is positive. */
export const quo = (a: Decimal, b: Decimal): Decimal => bounded(divide(divide(a * ONE * ONE, b, "floor"), ONE, "even"));
export const quoTruncate = (a: Decimal, b: Decimal): Decimal => bounded(divide(a * ONE, b, "floor"));
export const quoRoundUp = (a: Decimal, b: Decimal): Decimal => bounded(divide(a * ONE, b, "ceil"));

/** The integer part. */
export const truncate = (a: Decimal): bigint => divide(a, ONE, "floor");
/** The nearest integer, half to even. */
export const round = (a: Decimal): bigint => divide(a, ONE, "even");
/** The next integer away from zero, for what is not one. */
export const roundUp = (a: Decimal): bigint => divide(a, ONE, "ceil");

/** The decimal of a text such as "0.05", with at most 18 places. @throws RangeError that says what is wrong with it */
export function parseDecimal(text: string): Decimal {
  const match = /^(-?)(\d{1,96})(?:\.(\d{1,18}))?$/.exec(text);
  if (match === null) throw new RangeError(`"${text}" is not a decimal with at most ${DECIMAL_PLACES} places`);
  const [, sign = "", whole = "", places = ""] = match;
  const value = bounded(BigInt(whole + places.padEnd(DECIMAL_PLACES, "0")));
  return sign === "" ? value : -value;
}

/** With all 18 places, as the SDK writes it: "0.050000000000000000". */
export function formatDecimal(value: Decimal): string {
  const digits = (value < 0n ? -value : value).toString().padStart(DECIMAL_PLACES + 1, "0");
  const cut = digits.length - DECIMAL_PLACES;
  return `${value < 0n ? "-" : ""}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}
