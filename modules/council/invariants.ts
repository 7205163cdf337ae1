import type { ReadContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import { requireHome } from "./declarations.js";
import { type CouncilKeeper, isOption, requireRole } from "./keeper.js";
import { readParams } from "./params.js";

/** COUNCIL-1 and COUNCIL-2 of the README. */
export const councilInvariants = (council: CouncilKeeper): readonly Invariant[] => [
  {
    id: "COUNCIL-1",
    says: "the rules are valid",
    cheap: true,
    async check(ctx) {
      readParams(await council.params(ctx));
    },
  },
  {
    id: "COUNCIL-2",
    says: "declarations, votes and roles are valid, and stand under the names that they hold",
    cheap: false,
    check: (ctx) => checkEntries(ctx, council),
  },
];

async function checkEntries(ctx: ReadContext, council: CouncilKeeper): Promise<void> {
  const name = (address: Uint8Array): string => ctx.addresses.format(address);
  for await (const [operator, declaration] of council.declarations.range(ctx)) {
    requireHome(declaration);
    assert(declaration.operator === name(operator), "COUNCIL-2: a declaration stands under its operator");
  }
  for await (const [[id, operator], vote] of council.votes.range(ctx)) {
    const own = vote.proposalId === id && vote.operator === name(operator);
    assert(own && isOption(vote.option), "COUNCIL-2: a vote stands under its proposal and operator");
  }
  for await (const [[role, account], holder] of council.roles.range(ctx)) {
    requireRole(holder.role);
    const own = BigInt(holder.role) === role && holder.address === name(account);
    assert(own, "COUNCIL-2: a role stands under its number and account");
  }
}
