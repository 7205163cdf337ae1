import type { Params } from "cosmjs-types/cosmos/distribution/v1beta1/distribution";
import { ONE, formatDecimal, parseDecimal } from "../../abci/state/decimals.js";
import { sdk } from "../../abci/state/errors.js";

/** Of the SDK: a community tax of 2 %, and delegators may have their rewards sent elsewhere. */
export const DEFAULT_PARAMS: Params = {
  communityTax: parseDecimal("0.02").toString(),
  baseProposerReward: "0",
  bonusProposerReward: "0",
  withdrawAddrEnabled: true,
};

/** @throws sdk.invalidRequest that names the parameter and its bounds */
export function validateParams({ communityTax, baseProposerReward, bonusProposerReward }: Params): void {
  const tax = decimalOf("community_tax", communityTax);
  if (tax < 0n || tax > ONE) {
    throw sdk.invalidRequest(`community_tax has to be 0 to 1, not ${formatDecimal(tax)}`);
  }
  const base = decimalOf("base_proposer_reward", baseProposerReward || "0");
  const bonus = decimalOf("bonus_proposer_reward", bonusProposerReward || "0");
  if (base !== 0n || bonus !== 0n) {
    throw sdk.invalidRequest("cannot update base or bonus proposer reward because these are deprecated fields");
  }
}

/** A decimal of a message: the integer of its 18 places. @throws sdk.invalidRequest */
function decimalOf(name: string, wire: string): bigint {
  if (!/^-?[0-9]{1,96}$/.test(wire)) throw sdk.invalidRequest(`${name} is not a decimal: ${wire.slice(0, 100)}`);
  return BigInt(wire);
}
