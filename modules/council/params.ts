import { type Decimal, ONE, parseDecimal } from "../../abci/state/decimals.js";
import type { Params } from "../../proto/generated/echoin/council/v1/council.js";
import { errors } from "./errors.js";

/**
 * What `init` writes. Two thirds are rounded down and a region's third up in the last digit, so that both are exact with
 * any number of seats; the cap's third is rounded down, so that nobody has so much that the others are no more than two
 * thirds, which is what CometBFT stops at.
 */
export const DEFAULT_PARAMS: Params = {
  seatThreshold: "0.666666666666666666",
  organisationSeats: 1,
  regionShare: "0.333333333333333334",
  powerCap: "0.333333333333333333",
};

/** The rules as numbers. */
export interface Rules {
  readonly seatThreshold: Decimal;
  readonly organisationSeats: number;
  readonly regionShare: Decimal;
  readonly powerCap: Decimal;
}

/** Parameters as numbers. @throws errors.invalidParams that names the parameter, what it is and may be */
export function readParams(params: Params | undefined): Rules {
  if (params === undefined) throw errors.invalidParams("params are missing");
  const { organisationSeats } = params;
  if (organisationSeats === 0) throw errors.invalidParams("organisation_seats must be at least 1");
  const seatThreshold = share("seat_threshold", params.seatThreshold);
  // Two halves of the council must never both have decided.
  if (seatThreshold * 2n <= ONE) {
    throw errors.invalidParams(`seat_threshold must be over 0.5: ${params.seatThreshold}`);
  }
  return {
    seatThreshold,
    organisationSeats,
    regionShare: share("region_share", params.regionShare),
    powerCap: share("power_cap", params.powerCap),
  };
}

function share(name: string, text: string): Decimal {
  let value: Decimal;
  try {
    value = parseDecimal(text);
  } catch (error) {
    throw errors.invalidParams(`${name}: ${error instanceof RangeError ? error.message : "malformed"}`);
  }
  if (value <= 0n || value > ONE) throw errors.invalidParams(`${name} must be over 0 and at most 1: ${text}`);
  return value;
}
