import type { AppError } from "../../abci/state/errors.js";
import { sdk } from "../../abci/state/errors.js";

/** A genesis account that cannot be; `entry` says which. */
export const invalidAccount = (entry: string, reason: string): AppError =>
  sdk.invalidRequest(`invalid account found in genesis state; ${entry}: ${reason}`);
