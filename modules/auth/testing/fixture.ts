import { ModuleStore } from "../../../abci/state/collections.js";
import type { StateContext } from "../../../abci/state/context.js";
import { memoryContext } from "../../../abci/state/testing/memory.js";
import { authGenesis } from "../genesis.js";
import { authInvariants } from "../invariants.js";
import { AccountKeeper } from "../keeper.js";
import { authMessages } from "../messages.js";
import { addressOfModule } from "../pubkey-addresses.js";
import { authQueries } from "../queries.js";

export const MODULES = { fee_collector: [], gov: ["burner"], mint: ["minter"] } as const;

export function newKeeper(): AccountKeeper {
  return new AccountKeeper(new ModuleStore("acc"), { authority: addressOfModule("gov"), modules: MODULES });
}

/** The keeper on an empty store, after genesis: module accounts have the numbers 0 to 2. */
export async function authFixture() {
  const ctx = memoryContext({ mode: "genesis" });
  const accounts = newKeeper();
  const genesis = authGenesis(accounts);
  await genesis.init(ctx, genesis.defaults());
  return { ctx, accounts, genesis, messages: authMessages(accounts), queries: authQueries(accounts) };
}

export async function holds(ctx: StateContext, accounts: AccountKeeper): Promise<void> {
  for (const invariant of authInvariants(accounts)) await invariant.check(ctx);
}
