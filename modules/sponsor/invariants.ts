import type { ReadContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import { hexOf } from "../../abci/state/hex.js";
import type { Invariant } from "../../abci/state/module.js";
import type { StateReader } from "../../abci/state/overlay.js";
import { integerValue } from "../../abci/state/values.js";
import type { StoreWrites } from "../../abci/store/types.js";
import { UserScope } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { parseAddress } from "./addresses.js";
import type { SponsorKeeper } from "./keeper.js";
import { isActive } from "./members.js";
import { acceptTerms } from "./terms.js";
import { MODULE_NAME } from "./types.js";

/** SPONSOR-1 to SPONSOR-4 of the README. */
export const sponsorInvariants = (keeper: SponsorKeeper): readonly Invariant[] => [
  {
    id: "SPONSOR-1",
    says: "the sum of all deposits is what the module account holds",
    cheap: true,
    check: (ctx) => checkTotal(ctx, keeper),
  },
  {
    id: "SPONSOR-2",
    says: "deposits are positive, those of sponsorships that are there, and add up to the stored sum",
    cheap: false,
    check: (ctx) => checkSum(ctx, keeper),
  },
  {
    id: "SPONSOR-3",
    says: "sponsorships have valid terms, and are once in each index",
    cheap: false,
    check: (ctx) => checkSponsorships(ctx, keeper),
  },
  {
    id: "SPONSOR-4",
    says: "members are those of sponsorships with members, or of closed ones, and their indexes hold each once",
    cheap: false,
    check: (ctx) => checkMembers(ctx, keeper),
  },
];

async function checkTotal(ctx: ReadContext, keeper: SponsorKeeper): Promise<void> {
  const { baseDenom } = await keeper.chain.info(ctx);
  const held = await keeper.bank.balance(ctx, keeper.account, baseDenom);
  const total = await keeper.totalDeposit(ctx);
  assert(held === total, `SPONSOR-1: deposits are ${total}, the module account holds ${held}`);
}

async function checkSum(ctx: ReadContext, keeper: SponsorKeeper): Promise<void> {
  let sum = 0n;
  for await (const [id, amount] of keeper.deposits.range(ctx)) {
    assert(amount > 0n, `SPONSOR-2: the deposit of ${id} is positive`);
    assert(await keeper.sponsorships.has(ctx, id), `SPONSOR-2: the deposit of ${id} is that of a sponsorship`);
    sum += amount;
  }
  const total = await keeper.totalDeposit(ctx);
  assert(sum === total, `SPONSOR-2: deposits are ${sum} together, the stored sum is ${total}`);
}

/**
 * SPONSOR-2 from block to block: the stored sum changes as the deposits do. Costs one read for each deposit that the block
 * wrote.
 * @param writes what the block writes to the module's store
 * @param committed the state before the block
 */
export async function checkDeposits(keeper: SponsorKeeper, writes: StoreWrites, committed: StateReader): Promise<void> {
  const { prefix } = keeper.deposits.pages();
  const total = keeper.total.locate().key;
  let difference = 0n;
  for (const [key, after] of writes) {
    if (key !== total && !key.startsWith(prefix)) continue;
    const change = amountOf(after) - amountOf(await committed.get(MODULE_NAME, key));
    difference += key === total ? -change : change;
  }
  assert(difference === 0n, `SPONSOR-2: in this block, deposits grew by ${difference} more than their sum`);
}

const amountOf = (stored: Uint8Array | undefined): bigint => (stored === undefined ? 0n : integerValue.decode(stored));

async function checkSponsorships(ctx: ReadContext, keeper: SponsorKeeper): Promise<void> {
  let count = 0;
  let open = 0;
  const next = await keeper.nextId.peek(ctx);
  for await (const [id, sponsorship] of keeper.sponsorships.range(ctx)) {
    const { scope, terms } = sponsorship;
    const contract = parseAddress(ctx.addresses, sponsorship.contract);
    const isNamed = sponsorship.id === id && id < next && sponsorship.contract === hexOf(contract);
    assert(isNamed, `SPONSOR-3: sponsorship ${id} has its number, and its contract in lower case`);
    acceptTerms(ctx.addresses, scope, terms);
    const indexed =
      (await keeper.byContract.has(ctx, [contract, id])) &&
      (await keeper.bySponsor.has(ctx, [ctx.addresses.parse(sponsorship.sponsor), id]));
    assert(indexed, `SPONSOR-3: sponsorship ${id} is in the indexes`);
    const isOpen = await keeper.candidates.has(ctx, [contract, new Uint8Array(0), id]);
    assert(isOpen === (scope === UserScope.USER_SCOPE_ALL), `SPONSOR-3: ${id} is for everybody as its scope says`);
    count++;
    if (isOpen) open++;
  }
  const sizes = [await size(keeper.byContract.range(ctx)), await size(keeper.bySponsor.range(ctx))];
  assert(
    sizes.every((each) => each === count),
    `SPONSOR-3: there are ${count} sponsorships, in indexes ${sizes.join()}`,
  );
  let forEverybody = 0;
  for await (const [, user] of keeper.candidates.range(ctx)) if (user.length === 0) forEverybody++;
  assert(forEverybody === open, `SPONSOR-3: ${open} sponsorships are for everybody, but ${forEverybody} in the index`);
}

async function checkMembers(ctx: ReadContext, keeper: SponsorKeeper): Promise<void> {
  let active = 0;
  let expiring = 0;
  for await (const [[id, user], member] of keeper.members.range(ctx)) {
    const contract = await contractOf(ctx, keeper, id);
    assert(
      contract !== undefined,
      `SPONSOR-4: a member is one of a sponsorship with members, or of a closed one: ${id}`,
    );
    const indexed = await keeper.candidates.has(ctx, [contract, user, id]);
    assert(
      indexed === isActive(member),
      `SPONSOR-4: ${hexOf(user)} of ${id} is in the index as long as it is a member`,
    );
    if (indexed) active++;
    if (member.expires === 0n) continue;
    expiring++;
    assert(await keeper.expiries.has(ctx, [member.expires, id, user]), `SPONSOR-4: ${hexOf(user)} of ${id} expires`);
  }
  let known = 0;
  for await (const [, user] of keeper.candidates.range(ctx)) if (user.length > 0) known++;
  const due = await size(keeper.expiries.range(ctx));
  assert(known === active && due === expiring, "SPONSOR-4: the indexes of members hold nothing else");
}

/** The contract of a sponsorship that has members, closed or not. */
async function contractOf(ctx: ReadContext, keeper: SponsorKeeper, id: bigint): Promise<Uint8Array | undefined> {
  const sponsorship = await keeper.sponsorships.get(ctx, id);
  if (sponsorship === undefined) return keeper.closed.get(ctx, id);
  if (sponsorship.scope === UserScope.USER_SCOPE_ALL) return undefined;
  return parseAddress(ctx.addresses, sponsorship.contract);
}

async function size(entries: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of entries) count++;
  return count;
}
