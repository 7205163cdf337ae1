import type { ModuleDefinition } from "../../abci/state/module.js";
import { beginBlock } from "./blocks.js";
import { evidenceGenesis } from "./genesis.js";
import { evidenceInvariants } from "./invariants.js";
import type { EvidenceKeeper } from "./keeper.js";
import { evidenceMessages } from "./messages.js";
import { evidenceQueries } from "./queries.js";
import { MODULE_NAME } from "./types.js";

/** The evidence module: who signs two blocks of one height never validates again. */
export function evidenceModule(evidence: EvidenceKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 1,
    messages: [{ service: "cosmos.evidence.v1beta1.Msg", handlers: evidenceMessages(evidence) }],
    queries: [{ service: "cosmos.evidence.v1beta1.Query", handlers: evidenceQueries(evidence) }],
    genesis: evidenceGenesis(evidence),
    invariants: evidenceInvariants(evidence),
    beginBlock: (ctx) => beginBlock(ctx, evidence),
  };
}
