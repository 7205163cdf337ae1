import { AppError } from "../../abci/state/errors.js";
import { parseInteger } from "../../abci/state/coins.js";
import type { Params } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { errors } from "./errors.js";

/** What `init` writes: a sponsorship brings one EC at least. */
export const DEFAULT_PARAMS: Params = { minDeposit: "1000000000000000000", paused: false };

/** @throws errors.invalidParams */
export function validateParams(params: Params | undefined): asserts params is Params {
  if (params === undefined) throw errors.invalidParams("params are missing");
  try {
    if (parseInteger(params.minDeposit) > 0n) return;
  } catch (error) {
    throw errors.invalidParams(`min_deposit: ${error instanceof AppError ? error.message : "malformed"}`);
  }
  throw errors.invalidParams(`min_deposit must be positive: ${params.minDeposit}`);
}
