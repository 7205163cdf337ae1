import type { ModuleDefinition } from "../../abci/state/module.js";
import { checkConservation } from "./conservation.js";
import { bankGenesis } from "./genesis.js";
import { bankInvariants } from "./invariants.js";
import type { BankKeeper } from "./keeper.js";
import { bankMessages, bankReadAhead } from "./messages.js";
import { bankQueries } from "./queries.js";
import { MODULE_NAME } from "./types.js";

/** The bank module: balances, supply, sends. */
export function bankModule(bank: BankKeeper): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 4,
    messages: [{ service: "cosmos.bank.v1beta1.Msg", handlers: bankMessages(bank) }],
    queries: [{ service: "cosmos.bank.v1beta1.Query", handlers: bankQueries(bank) }],
    genesis: bankGenesis(bank),
    invariants: bankInvariants(bank),
    readAhead: bankReadAhead(bank),
    checkWrites: (writes, committed) => checkConservation(bank, writes.get(MODULE_NAME) ?? [], committed),
  };
}
