import { defineErrors } from "../../abci/state/errors.js";

/** Codes are consensus and are never reused; 1 is left to internal errors. */
export const errors = defineErrors("feemarket", {
  invalidParams: [2, (reason: string) => `invalid fee market parameters: ${reason}`],
  invalidGenesis: [3, (reason: string) => `invalid fee market genesis: ${reason}`],
});
