import type { Params } from "../../proto/generated/echoin/evm/v1/evm.js";
import { errors } from "./errors.js";
import { type Fork, FORKS } from "./vm.js";

/** Numbers up to here are exact in JSON, which wallets read the chain's number from. */
const MAX_CHAIN_ID = BigInt(Number.MAX_SAFE_INTEGER);

/** What a chain has whose genesis does not say otherwise. */
export const DEFAULT_PARAMS: Params = { chainId: 3_264n, fork: "osaka" };

/** @throws errors.invalidParams that names the fault */
export function validateParams({ chainId, fork }: Params): void {
  if (chainId < 1n || chainId > MAX_CHAIN_ID) {
    throw errors.invalidParams(`chain_id lies between 1 and ${MAX_CHAIN_ID}, not at ${chainId}`);
  }
  if (!FORKS.includes(fork as Fork)) {
    throw errors.invalidParams(`fork is one of ${FORKS.join(", ")}, not ${JSON.stringify(fork.slice(0, 40))}`);
  }
}
