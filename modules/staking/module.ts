import type { ModuleDefinition } from "../../abci/state/module.js";
import { beginBlock, endBlock } from "./blocks.js";
import { stakingGenesis } from "./genesis.js";
import { stakingInvariants } from "./invariants.js";
import type { StakingKeeper } from "./keeper.js";
import { stakingMessages } from "./messages.js";
import { stakingQueries } from "./queries.js";
import { stakingReadAhead } from "./read-ahead.js";
import { MODULE_NAME } from "./types.js";

/** The staking module: candidates, delegations, and who validates. */
export function stakingModule(staking: StakingKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 5,
    messages: [{ service: "cosmos.staking.v1beta1.Msg", handlers: stakingMessages(staking) }],
    queries: [{ service: "cosmos.staking.v1beta1.Query", handlers: stakingQueries(staking) }],
    genesis: stakingGenesis(staking),
    invariants: stakingInvariants(staking),
    readAhead: stakingReadAhead(staking),
    beginBlock: (ctx) => beginBlock(ctx, staking),
    endBlock: (ctx) => endBlock(ctx, staking),
  };
}
