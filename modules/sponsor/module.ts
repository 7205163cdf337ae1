import type { ModuleDefinition } from "../../abci/state/module.js";
import { endBlock } from "./blocks.js";
import { sponsorGenesis } from "./genesis.js";
import { checkDeposits, sponsorInvariants } from "./invariants.js";
import type { SponsorKeeper } from "./keeper.js";
import { sponsorMessages } from "./messages.js";
import { sponsorQueries } from "./queries.js";
import { MODULE_NAME, type SponsorFees } from "./types.js";

/** The sponsor module: companies pay for the gas of their users' calls. */
export function sponsorModule(keeper: SponsorKeeper, fees: SponsorFees): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 1,
    messages: [{ service: "echoin.sponsor.v1.Msg", handlers: sponsorMessages(keeper) }],
    queries: [{ service: "echoin.sponsor.v1.Query", handlers: sponsorQueries(keeper, fees) }],
    genesis: sponsorGenesis(keeper),
    invariants: sponsorInvariants(keeper),
    endBlock: (ctx) => endBlock(ctx, keeper),
    async checkWrites(writes, committed) {
      const own = writes.get(MODULE_NAME);
      if (own !== undefined) await checkDeposits(keeper, own, committed);
    },
  };
}
