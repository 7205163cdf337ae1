import type { Params } from "cosmjs-types/cosmos/auth/v1beta1/auth";
import { sdk } from "../../abci/state/errors.js";

/** The SDK's defaults: a memo of 256 characters, 7 signatures, 10 gas a byte, 590 and 1000 gas a signature. */
export const defaultParams = (): Params => ({
  maxMemoCharacters: 256n,
  txSigLimit: 7n,
  txSizeCostPerByte: 10n,
  sigVerifyCostEd25519: 590n,
  sigVerifyCostSecp256k1: 1000n,
});

/**
 * Gas is counted in JavaScript integers: with costs up to this, no transaction's bytes and signatures can leave them.
 * It is far over what any limit of a block allows.
 */
const MAX_COST = 1_000_000_000n;

/** @throws sdk.invalidRequest for a limit or cost of zero, or a cost over a billion */
export function validateParams(params: Params): void {
  const { maxMemoCharacters, txSigLimit, txSizeCostPerByte, sigVerifyCostEd25519, sigVerifyCostSecp256k1 } = params;
  const limits = { max_memo_characters: maxMemoCharacters, tx_sig_limit: txSigLimit };
  const costs = {
    tx_size_cost_per_byte: txSizeCostPerByte,
    sig_verify_cost_ed25519: sigVerifyCostEd25519,
    sig_verify_cost_secp256k1: sigVerifyCostSecp256k1,
  };
  for (const [name, value] of Object.entries({ ...limits, ...costs })) {
    if (value === 0n) throw sdk.invalidRequest(`${name} must be positive, not 0`);
  }
  for (const [name, value] of Object.entries(costs)) {
    if (value > MAX_COST) throw sdk.invalidRequest(`${name} must be at most ${MAX_COST}, not ${value}`);
  }
}
