// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";

/** BaseFeeUse is what becomes of the base fee that a block's transactions paid. */
export const BaseFeeUse = {
  BASE_FEE_USE_UNSPECIFIED: 0,
  BASE_FEE_USE_BURN: 1,
  BASE_FEE_USE_COMMUNITY_POOL: 2,
  BASE_FEE_USE_AWARDS: 3,
} as const;
/** One of the numbers above, or another that a later version may know. */
export type BaseFeeUse = number;

/** Params of the fee market; governance changes them. */
export interface Params {
  /**
   * enabled says whether the base fee moves, and whether what is paid above it goes to the block's proposer. When it is
   * false, the base fee is min_base_fee, and all fees are shared out as in the Cosmos SDK.
   */
  enabled: boolean;
  /** min_base_fee is what the base fee never falls below: base units of the chain's coin for a unit of gas. */
  minBaseFee: string;
  /** elasticity_multiplier: a block's gas limit is so many times the gas that the market aims at. */
  elasticityMultiplier: number;
  /** base_fee_change_denominator: a block that uses twice the gas aimed at raises the base fee by one part in so many. */
  baseFeeChangeDenominator: number;
  /** base_fee_use is what becomes of the base fee. */
  baseFeeUse: BaseFeeUse;
}

export const Params: Codec<Params> = {
  typeUrl: "/echoin.feemarket.v1.Params",
  encode(message: Params, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.enabled !== false) writer.uint32(8).bool(message.enabled);
    if (message.minBaseFee !== "") writer.uint32(18).string(message.minBaseFee);
    if (message.elasticityMultiplier !== 0) writer.uint32(24).uint32(message.elasticityMultiplier);
    if (message.baseFeeChangeDenominator !== 0) writer.uint32(32).uint32(message.baseFeeChangeDenominator);
    if (message.baseFeeUse !== 0) writer.uint32(40).int32(message.baseFeeUse);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Params {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Params = { enabled: false, minBaseFee: "", elasticityMultiplier: 0, baseFeeChangeDenominator: 0, baseFeeUse: 0 };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.enabled = reader.bool();
          break;
        case 2:
          message.minBaseFee = reader.string();
          break;
        case 3:
          message.elasticityMultiplier = reader.uint32();
          break;
        case 4:
          message.baseFeeChangeDenominator = reader.uint32();
          break;
        case 5:
          message.baseFeeUse = reader.int32();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Params>): Params {
    return {
      enabled: object.enabled ?? false,
      minBaseFee: object.minBaseFee ?? "",
      elasticityMultiplier: object.elasticityMultiplier ?? 0,
      baseFeeChangeDenominator: object.baseFeeChangeDenominator ?? 0,
      baseFeeUse: object.baseFeeUse ?? 0,
    };
  },
};
