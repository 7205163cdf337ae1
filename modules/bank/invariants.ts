import { MAX_AMOUNT } from "../../abci/state/coins.js";
import type { ReadContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import type { BankKeeper } from "./keeper.js";

/** BANK-1, BANK-2 and BANK-3 of the README; BANK-4 and BANK-5 are assertions in the keeper. */
export const bankInvariants = (bank: BankKeeper): readonly Invariant[] => [
  {
    id: "BANK-1",
    says: "the supply of each denomination is the sum of its balances",
    cheap: false,
    check: (ctx) => checkSupply(ctx, bank),
  },
  {
    id: "BANK-2",
    says: "balances and supplies are positive and fit 256 bits",
    cheap: false,
    check: (ctx) => checkAmounts(ctx, bank),
  },
  {
    id: "BANK-3",
    says: "the index by denomination holds each balance once, and nothing else",
    cheap: false,
    check: (ctx) => checkOwners(ctx, bank),
  },
];

async function checkSupply(ctx: ReadContext, bank: BankKeeper): Promise<void> {
  const sums = new Map<string, bigint>();
  for await (const [[, denom], amount] of bank.balances.range(ctx)) sums.set(denom, (sums.get(denom) ?? 0n) + amount);
  for await (const [denom, supply] of bank.supplies.range(ctx)) {
    const sum = sums.get(denom) ?? 0n;
    assert(sum === supply, `BANK-1: the supply of ${denom} is ${supply}, but its balances add up to ${sum}`);
    sums.delete(denom);
  }
  const [unknown] = sums;
  assert(unknown === undefined, `BANK-1: there are balances of ${unknown?.[0]}, which has no supply`);
}

async function checkAmounts(ctx: ReadContext, bank: BankKeeper): Promise<void> {
  const fits = (amount: bigint): boolean => amount > 0n && amount <= MAX_AMOUNT;
  for await (const [[owner, denom], amount] of bank.balances.range(ctx)) {
    assert(fits(amount), `BANK-2: the balance ${amount}${denom} of ${ctx.addresses.format(owner)} is in range`);
  }
  for await (const [denom, amount] of bank.supplies.range(ctx)) {
    assert(fits(amount), `BANK-2: the supply ${amount}${denom} is in range`);
  }
}

async function checkOwners(ctx: ReadContext, bank: BankKeeper): Promise<void> {
  let indexed = 0;
  for await (const [denom, owner] of bank.owners.range(ctx)) {
    const has = await bank.balances.has(ctx, [owner, denom]);
    assert(has, `BANK-3: ${ctx.addresses.format(owner)}, an owner of ${denom} by the index, has a balance of it`);
    indexed++;
  }
  let balances = 0;
  for await (const _ of bank.balances.range(ctx)) balances++;
  assert(indexed === balances, `BANK-3: there are ${balances} balances, but ${indexed} in the index`);
}
