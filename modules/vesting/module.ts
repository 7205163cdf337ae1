import type { ModuleDefinition } from "../../abci/state/module.js";
import { vestingMessages } from "./messages.js";
import { MODULE_NAME, type VestingAccounts, type VestingBank } from "./types.js";

/** The vesting module: it has no state of its own, since vesting accounts are accounts. */
export function vestingModule(accounts: VestingAccounts, bank: VestingBank): ModuleDefinition {
  return {
    name: MODULE_NAME,
    stores: [],
    consensusVersion: 1,
    messages: [{ service: "cosmos.vesting.v1beta1.Msg", handlers: vestingMessages(accounts, bank) }],
  };
}
