import { GenesisState } from "cosmjs-types/cosmos/mint/v1beta1/genesis";
import type { GenesisHandler } from "../../abci/state/module.js";
import type { MintKeeper } from "./keeper.js";
import { DEFAULT_MINTER, defaultParams, minterToWire, paramsToWire, parseMinter, parseParams } from "./params.js";

/** Genesis of mint: the parameters, and the inflation to begin with. */
export const mintGenesis = (mint: MintKeeper, defaultDenom: string): GenesisHandler<GenesisState> => ({
  codec: GenesisState,
  defaults: () => ({ minter: minterToWire(DEFAULT_MINTER), params: paramsToWire(defaultParams(defaultDenom)) }),

  validate(state) {
    parseParams(state.params);
    parseMinter(state.minter);
  },

  async init(ctx, state) {
    await mint.parameters.set(ctx, parseParams(state.params));
    await mint.minter.set(ctx, parseMinter(state.minter));
  },

  async export(ctx) {
    return { minter: minterToWire(await mint.minter.getSet(ctx)), params: paramsToWire(await mint.params(ctx)) };
  },
});
