import type { ModuleDefinition } from "../../abci/state/module.js";
import { endBlock } from "./blocks.js";
import { feeMarketGenesis } from "./genesis.js";
import { feeMarketInvariants } from "./invariants.js";
import type { FeeMarketKeeper } from "./keeper.js";
import { feeMarketMessages } from "./messages.js";
import { feeMarketQueries, gasPricesQueries } from "./queries.js";
import { MODULE_NAME } from "./types.js";

/** The fee market: a price of gas that follows demand. */
export function feeMarketModule(market: FeeMarketKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 1,
    messages: [{ service: "echoin.feemarket.v1.Msg", handlers: feeMarketMessages(market) }],
    queries: [
      { service: "echoin.feemarket.v1.Query", handlers: feeMarketQueries(market) },
      { service: "feemarket.feemarket.v1.Query", handlers: gasPricesQueries(market) },
    ],
    genesis: feeMarketGenesis(market),
    invariants: feeMarketInvariants(market),
    endBlock: (ctx) => endBlock(ctx, market),
  };
}
