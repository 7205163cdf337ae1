import type { Metadata } from "cosmjs-types/cosmos/bank/v1beta1/bank";
import type { Info } from "../../proto/generated/echoin/chain/v1/chain.js";

export const MODULE_NAME = "chain";

/** What a chain calls itself when its genesis does not say otherwise. */
export const DEFAULT_INFO: Info = { bech32Prefix: "echo", baseDenom: "aec", coinType: 118 };

/**
 * Bech32 allows 83 characters in front of an address; the longest word that is put behind the prefix there is
 * `valoperpub`.
 */
export const MAX_PREFIX_LENGTH = 83 - "valoperpub".length;

/** Derivation paths are hardened at the coin type, which leaves 31 bits (BIP-32). */
export const MAX_COIN_TYPE = 2 ** 31 - 1;

/** A coin in the words of people: its base unit, the unit people use, and the power of ten between the two. */
export interface DenomNames {
  readonly base: string;
  readonly display: string;
  readonly exponent: number;
  readonly name?: string;
  readonly description?: string;
}

/** EC, counted in aec. */
export const DEFAULT_DENOM: DenomNames = {
  base: DEFAULT_INFO.baseDenom,
  display: "EC",
  exponent: 18,
  name: "Echoin",
  description: "The coin of Echoin: it pays for gas, is pledged, and governs.",
};

/** The bank's metadata of a coin, for a new genesis file. */
export function denomMetadata({ base, display, exponent, name = display, description = "" }: DenomNames): Metadata {
  const units = [{ denom: base, exponent: 0, aliases: [] }];
  if (display !== base) units.push({ denom: display, exponent, aliases: [] });
  return { description, denomUnits: units, base, display, name, symbol: display, uri: "", uriHash: "" };
}
