import type { ModuleDefinition } from "../../abci/state/module.js";
import { beginBlock, endBlock } from "./blocks.js";
import { slashingGenesis } from "./genesis.js";
import { slashingInvariants } from "./invariants.js";
import type { SlashingKeeper } from "./keeper.js";
import { proposalMessages, slashingMessages } from "./messages.js";
import { proposalQueries, slashingQueries } from "./queries.js";
import { MODULE_NAME } from "./types.js";

/** The slashing module: who fails to sign or to propose pays for it. */
export function slashingModule(slashing: SlashingKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 4,
    messages: [
      { service: "cosmos.slashing.v1beta1.Msg", handlers: slashingMessages(slashing) },
      { service: "echoin.slashing.v1.Msg", handlers: proposalMessages(slashing) },
    ],
    queries: [
      { service: "cosmos.slashing.v1beta1.Query", handlers: slashingQueries(slashing) },
      { service: "echoin.slashing.v1.Query", handlers: proposalQueries(slashing) },
    ],
    genesis: slashingGenesis(slashing),
    invariants: slashingInvariants(slashing),
    beginBlock: (ctx) => beginBlock(ctx, slashing),
    endBlock: (ctx) => endBlock(ctx, slashing),
  };
}
