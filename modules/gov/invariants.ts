import { ProposalStatus } from "cosmjs-types/cosmos/gov/v1/gov";
import { addCoins, formatCoins, parseCoins } from "../../abci/state/coins.js";
import type { ReadContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import { timestampToNanos } from "../../abci/state/time.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import type { GovKeeper } from "./keeper.js";
import { NOTHING, mapSplit, weightsOf } from "./split.js";
import { isOpen } from "./status.js";
import type { Split } from "./types.js";

/** GOV-1 to GOV-5 of the README. */
export const govInvariants = (gov: GovKeeper): readonly Invariant[] => [
  {
    id: "GOV-1",
    says: "gov's account holds what it owes depositors",
    cheap: true,
    check: (ctx) => checkEscrow(ctx, gov),
  },
  {
    id: "GOV-2",
    says: "each open proposal is queued once, for its own end, and those that are voted on are marked",
    cheap: false,
    check: (ctx) => checkQueues(ctx, gov),
  },
  {
    id: "GOV-3",
    says: "what is counted of each validator is what its voters have delegated, by their votes",
    cheap: false,
    check: (ctx) => checkCounted(ctx, gov),
  },
  {
    id: "GOV-4",
    says: "the index by voter holds each vote once, and nothing else",
    cheap: false,
    check: (ctx) => checkIndex(ctx, gov),
  },
  {
    id: "GOV-5",
    says: "deposits add up to what is owed, and those of an open proposal to its total",
    cheap: false,
    check: (ctx) => checkDeposits(ctx, gov),
  },
];

async function checkEscrow(ctx: ReadContext, gov: GovKeeper): Promise<void> {
  for (const { denom, amount } of await gov.owed(ctx)) {
    const held = await gov.bank.balance(ctx, gov.address, denom);
    assert(held >= amount, `GOV-1: gov owes ${amount}${denom} and holds ${held}`);
  }
}

async function checkQueues(ctx: ReadContext, gov: GovKeeper): Promise<void> {
  const queued = { active: 0, inactive: 0 };
  for await (const [id, proposal] of gov.proposals.range(ctx)) {
    const { status, depositEndTime, votingEndTime } = proposal;
    const voting = status === ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD;
    assert((await gov.voting.has(ctx, id)) === voting, `GOV-2: proposal ${id} is marked while it is voted on`);
    if (voting) {
      const found = votingEndTime && (await gov.activeQueue.has(ctx, [timestampToNanos(votingEndTime), id]));
      assert(found === true, `GOV-2: proposal ${id} is queued for the end of its vote`);
      queued.active++;
    }
    if (status === ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD) {
      const found = depositEndTime && (await gov.inactiveQueue.has(ctx, [timestampToNanos(depositEndTime), id]));
      assert(found === true, `GOV-2: proposal ${id} is queued for the end of its deposits`);
      queued.inactive++;
    }
    const settled = await gov.settling.has(ctx, id);
    assert(!isOpen(proposal) || !settled, `GOV-2: proposal ${id} is open, and not being settled`);
  }
  assert((await size(gov.activeQueue.range(ctx))) === queued.active, "GOV-2: nothing else is queued to be counted");
  assert((await size(gov.inactiveQueue.range(ctx))) === queued.inactive, "GOV-2: nothing else is queued to be dropped");
  assert((await size(gov.voting.range(ctx))) === queued.active, "GOV-2: nothing else is marked as voted on");
}

async function checkCounted(ctx: ReadContext, gov: GovKeeper): Promise<void> {
  const expected = new Map<string, Split>();
  for await (const [[id, voter], { options }] of gov.votes.range(ctx)) {
    if (!(await gov.voting.has(ctx, id))) continue;
    const weights = weightsOf(options);
    for await (const { operator, shares } of gov.staking.delegationsOf(ctx, voter)) {
      const key = `${id}/${keyFromBytes(operator)}`;
      const before = expected.get(key) ?? NOTHING;
      expected.set(
        key,
        mapSplit(before, (amount, option) => amount + shares * weights[option]),
      );
    }
  }
  let counted = 0;
  for await (const [[id, operator], split] of gov.counted.range(ctx)) {
    if (!(await gov.voting.has(ctx, id))) continue;
    counted++;
    const right = expected.get(`${id}/${keyFromBytes(operator)}`) ?? NOTHING;
    for (const option of ["yes", "abstain", "no", "veto"] as const) {
      const here = `proposal ${id}, ${ctx.addresses.formatOperator(operator)}, ${option}`;
      assert(split[option] === right[option], `GOV-3: ${here}: ${split[option]}, and ${right[option]} is right`);
    }
  }
  assert(counted === expected.size, `GOV-3: ${expected.size} are to be counted, and ${counted} are`);
}

async function checkIndex(ctx: ReadContext, gov: GovKeeper): Promise<void> {
  let indexed = 0;
  for await (const [voter, id] of gov.votesByVoter.range(ctx)) {
    assert(await gov.votes.has(ctx, [id, voter]), "GOV-4: the index leads to a vote");
    indexed++;
  }
  const votes = await size(gov.votes.range(ctx));
  assert(votes === indexed, `GOV-4: there are ${votes} votes, but ${indexed} in the index`);
}

async function checkDeposits(ctx: ReadContext, gov: GovKeeper): Promise<void> {
  let all = addCoins();
  const byProposal = new Map<bigint, ReturnType<typeof addCoins>>();
  for await (const [[id], { amount }] of gov.deposits.range(ctx)) {
    const coins = parseCoins(amount);
    all = addCoins(all, coins);
    byProposal.set(id, addCoins(byProposal.get(id) ?? [], coins));
  }
  const owed = formatCoins(await gov.owed(ctx));
  assert(formatCoins(all) === owed, `GOV-5: deposits are ${formatCoins(all)}, and ${owed} is owed`);
  for await (const [id, proposal] of gov.proposals.range(ctx)) {
    if (!isOpen(proposal)) continue;
    const total = formatCoins(parseCoins(proposal.totalDeposit));
    const sum = formatCoins(byProposal.get(id) ?? []);
    assert(sum === total, `GOV-5: deposits on proposal ${id} are ${sum}, not ${total}`);
  }
}

async function size(entries: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of entries) count++;
  return count;
}
