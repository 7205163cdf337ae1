import { AppError, sdk } from "../../abci/state/errors.js";

/** As the SDK's gov module says it; the auth module has no codes of its own. */
export const invalidAuthority = (expected: string, got: string): AppError =>
  new AppError(
    "gov",
    13,
    `invalid authority; expected ${expected}, got ${got}: expected gov account as only signer for proposal message`,
  );

/** A genesis account that cannot be; `entry` says which. */
export const invalidAccount = (entry: string, reason: string): AppError =>
  sdk.invalidRequest(`invalid account found in genesis state; ${entry}: ${reason}`);
