import type { GenesisState } from "../../proto/generated/echoin/feemarket/v1/genesis.js";
import { BaseFeeUse, type Params } from "../../proto/generated/echoin/feemarket/v1/feemarket.js";
import { MsgUpdateParams } from "../../proto/generated/echoin/feemarket/v1/tx.js";
import { authority, type Generator, pack } from "./world.js";

/** Gas of one block: room for what a block of the simulation holds. */
export const SIM_BLOCK_GAS = 40_000_000n;

/** A target that blocks of the simulation are now under, now over. */
const params = (baseFeeUse: BaseFeeUse): Params => ({
  enabled: true,
  minBaseFee: "2",
  elasticityMultiplier: 100,
  baseFeeChangeDenominator: 8,
  baseFeeUse,
});

const USES = [
  BaseFeeUse.BASE_FEE_USE_BURN,
  BaseFeeUse.BASE_FEE_USE_COMMUNITY_POOL,
  BaseFeeUse.BASE_FEE_USE_AWARDS,
] as const;

/** The market of one run: each use of the base fee has its seeds. Accounts are poor in the simulation, and so is the price. */
export const simFeeMarket = (seed: number): GenesisState => ({
  params: params(USES[seed % USES.length]!),
  baseFee: "30",
});

/** The message by itself, where it has no authority. */
export const feeMarketGenerators: Readonly<Record<string, Generator>> = {
  [MsgUpdateParams.typeUrl]: (world) => update(authority(world))(world),
};

/** The market off and on again, with another use of the base fee: by governance. */
export const feeMarketProposal: Generator = (world) => update(world.gov)(world);

const update =
  (by: string): Generator =>
  ({ random }) =>
    pack(MsgUpdateParams, { authority: by, params: { ...params(random.pick(USES)), enabled: !random.oneIn(4) } });
