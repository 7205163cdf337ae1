import type { ReadContext } from "../../abci/state/context.js";
import type { Params } from "../../proto/generated/echoin/evm/v1/evm.js";
import { ADDRESS_LENGTH, type FeeMarket, type GasSponsors } from "./types.js";

const NOBODY = new Uint8Array(ADDRESS_LENGTH);

/** A base fee that does not move: the least price of the parameters. Both it and tips go to the fee collector. */
export function floorPrice(parts: {
  readonly params: (ctx: ReadContext) => Promise<Params>;
  readonly collector: Uint8Array;
}): FeeMarket {
  const collector = async (): Promise<Uint8Array> => parts.collector;
  return {
    baseFee: async (ctx) => BigInt((await parts.params(ctx)).minGasPrice),
    coinbase: async ({ block }) => (block.proposer.length === ADDRESS_LENGTH ? block.proposer : NOBODY),
    tipRecipient: collector,
    baseFeeRecipient: collector,
  };
}

/** On a chain without sponsors, everybody pays for their own gas. */
export const NO_SPONSORS: GasSponsors = {
  account: NOBODY,
  charge: async () => undefined,
  settle: async () => undefined,
  isVoucherAddress: () => false,
  redeem: async () => undefined,
};
