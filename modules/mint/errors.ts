import { AppError } from "../../abci/state/errors.js";

/** As the SDK's gov module says it. */
export const invalidAuthority = (expected: string, got: string): AppError =>
  new AppError(
    "gov",
    13,
    `invalid authority; expected ${expected}, got ${got}: expected gov account as only signer for proposal message`,
  );
