import { ADDRESS_LENGTH, type GasSponsors } from "./types.js";

const NOBODY = new Uint8Array(ADDRESS_LENGTH);

/** On a chain without sponsors, everybody pays for their own gas. */
export const NO_SPONSORS: GasSponsors = {
  account: NOBODY,
  charge: async () => undefined,
  settle: async () => undefined,
  isVoucherAddress: () => false,
  redeem: async () => undefined,
};
