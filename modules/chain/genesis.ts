import type { GenesisHandler } from "../../abci/state/module.js";
import { GenesisState } from "../../proto/generated/echoin/chain/v1/genesis.js";
import { type ChainKeeper, validateInfo } from "./keeper.js";
import { DEFAULT_INFO } from "./types.js";

/** Genesis of the chain module; it comes first, since all addresses of the file depend on the prefix. */
export const chainGenesis = (chain: ChainKeeper): GenesisHandler<GenesisState> => ({
  codec: GenesisState,
  defaults: () => ({ ...DEFAULT_INFO }),
  validate: (state) => validateInfo(state),
  init: (ctx, state) => chain.setInfo(ctx, state),
  export: async (ctx) => chain.info(ctx),
});
