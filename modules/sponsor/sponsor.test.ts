import type { StateContext } from "../../abci/state/context.js";
import { hexOf } from "../../abci/state/hex.js";
import { inBlock, testAddress } from "../../abci/state/testing/memory.js";
import { NANOS_PER_SECOND } from "../../abci/state/time.js";
import { UserScope } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { fails } from "../bank/testing/fixture.js";
import { endBlock } from "./blocks.js";
import { errors } from "./errors.js";
import { sponsorInvariants } from "./invariants.js";
import { callOf, contract, DENOM, EC, SELECTOR, sponsorFixture } from "./testing/fixture.js";
import { MAX_RIVALS, MAX_SELECTORS, MAX_USERS, PRUNED_COUNTERS, PRUNED_MEMBERS, VOUCHER_ADDRESS } from "./types.js";

const DAY = 86_400n * NANOS_PER_SECOND;
const { USER_SCOPE_ALL: ALL, USER_SCOPE_MEMBERS: MEMBERS } = UserScope;
const user = (byte: number): string => hexOf(testAddress(byte));
const later = (ctx: StateContext, nanos: bigint): StateContext =>
  inBlock(ctx, { height: ctx.block.height + 1n, timeNanos: ctx.block.timeNanos + nanos });
const ec = (amount: bigint) => ({ denom: DENOM, amount: amount.toString() });

describe("deposits", () => {
  test("are opened, added to by anybody, withdrawn by the sponsor, and paid back at the end", async () => {
    const test = await sponsorFixture();
    const { ctx, keeper, messages, company, name } = test;
    const id = await test.open(ctx, { deposit: 5n * EC });
    expect(id).toBe(1n);
    await messages.Deposit(ctx, { depositor: name(2), id, amount: ec(EC) });
    await messages.Withdraw(ctx, { sponsor: company, id, amount: ec(2n * EC) });
    expect(await keeper.deposit(ctx, id)).toBe(4n * EC);
    expect(await test.balance(ctx)).toBe(997n * EC);
    await test.holds(ctx);

    await fails(messages.Withdraw(ctx, { sponsor: company, id, amount: ec(5n * EC) }), errors.invalidDeposit);
    await fails(messages.Withdraw(ctx, { sponsor: name(2), id, amount: ec(1n) }), errors.notSponsor);
    await fails(messages.Deposit(ctx, { depositor: name(2), id: 7n, amount: ec(1n) }), errors.unknown);
    const other = { denom: "uusd", amount: "1" };
    await fails(messages.Deposit(ctx, { depositor: name(2), id, amount: other }), errors.invalidDeposit);

    expect(await messages.CloseSponsorship(ctx, { sponsor: company, id })).toEqual({ returned: (4n * EC).toString() });
    expect(await test.balance(ctx)).toBe(1001n * EC);
    expect(await test.pay(ctx, callOf(9))).toBeUndefined();
    await test.holds(ctx);
    await fails(messages.CloseSponsorship(ctx, { sponsor: company, id }), errors.unknown);
  });

  test("begin with the least that the parameters say", async () => {
    const { ctx, open } = await sponsorFixture();
    await fails(open(ctx, { deposit: EC - 1n }), errors.invalidDeposit);
  });

  test("what a call did not use comes back to the deposit, exactly", async () => {
    const test = await sponsorFixture();
    const { ctx, keeper } = test;
    const id = await test.open(ctx, { terms: { tip: "3", limits: { dailyFee: "2000", userDailyFee: "2000" } } });
    expect(await test.pay(ctx, callOf(9), 60n)).toBe(60n * 13n);
    expect(await keeper.deposit(ctx, id)).toBe(EC - 60n * 13n);
    const allowance = await test.queries.Allowance(ctx, { id, user: user(9) });
    expect(allowance).toEqual({ fee: (2000n - 780n).toString(), calls: undefined, refusal: "" });
    await test.holds(ctx);
  });

  test("an empty deposit pays for nothing", async () => {
    const test = await sponsorFixture();
    const { ctx, messages, company } = test;
    const id = await test.open(ctx);
    await messages.Withdraw(ctx, { sponsor: company, id, amount: ec(EC - 999n) });
    const error = await fails(test.pay(ctx, callOf(9)), errors.deposit);
    expect(error.message).toBe("sponsorship 1: the call may cost 1000, over what is left of the deposit, 999");
    expect(await test.pay(ctx, callOf(9, { gasLimit: 99n }))).toBe(990n);
  });
});

describe("limits", () => {
  const limited = async (limits: object, more: object = {}) => {
    const test = await sponsorFixture();
    const id = await test.open(test.ctx, { terms: { limits, ...more } });
    return { ...test, id };
  };

  test("gas: what a transaction may ask for", async () => {
    const { ctx, pay } = await limited({ gas: 99n });
    expect((await fails(pay(ctx, callOf(9)), errors.gas)).message).toMatch(
      "the gas limit 100 is over its limit gas, 99",
    );
    expect(await pay(ctx, callOf(9, { gasLimit: 99n }))).toBe(990n);
  });

  test("price: the base fee is paid up to it, the tip as far as it reaches", async () => {
    const cheap = await limited({ price: "9" });
    await fails(cheap.pay(cheap.ctx, callOf(9)), errors.price);
    const enough = await limited({ price: "12" }, { tip: "5" });
    expect(await enough.pay(enough.ctx, callOf(9))).toBe(1200n);
  });

  test("user_daily_calls: of one user, until the UTC day is over", async () => {
    const { ctx, pay } = await limited({ userDailyCalls: 2n });
    await pay(ctx, callOf(8));
    await pay(ctx, callOf(8));
    expect((await fails(pay(ctx, callOf(8)), errors.userDailyCalls)).message).toMatch("user_daily_calls");
    expect(await pay(ctx, callOf(9))).toBe(1000n);
    const midnight = inBlock(ctx, { timeNanos: (ctx.block.timeNanos / DAY + 1n) * DAY });
    await fails(pay(inBlock(midnight, { timeNanos: midnight.block.timeNanos - 1n }), callOf(8)), errors.userDailyCalls);
    expect(await pay(midnight, callOf(8))).toBe(1000n);
  });

  test("user_daily_fee and daily_fee: what is used counts, what comes back does not", async () => {
    const { ctx, pay } = await limited({ userDailyFee: "1500", dailyFee: "2600" });
    await pay(ctx, callOf(8), 50n);
    await pay(ctx, callOf(8), 50n);
    await fails(pay(ctx, callOf(8)), errors.userDailyFee);
    await pay(ctx, callOf(9));
    expect((await fails(pay(ctx, callOf(7)), errors.dailyFee)).message).toBe(
      "sponsorship 1: its users would cost 3000 today, over its limit daily_fee, 2600",
    );
    expect(await pay(later(ctx, DAY), callOf(7))).toBe(1000n);
  });

  test("block_gas: of all users in one block, and in the mempool of the next", async () => {
    const { ctx, pay } = await limited({ blockGas: 150n });
    await pay(ctx, callOf(8));
    await fails(pay(ctx, callOf(9)), errors.blockGas);
    expect(await pay(ctx, callOf(9, { gasLimit: 50n }))).toBe(500n);
    const pool = inBlock(ctx, {}, { mode: "check" });
    expect(await pay(pool, callOf(9))).toBe(1000n);
    await fails(pay(pool, callOf(7)), errors.blockGas);
    expect(await pay(later(ctx, 1n), callOf(9, { gasLimit: 50n }))).toBe(500n);
  });

  test("a refused call counts for nothing", async () => {
    const { ctx, pay, keeper, id } = await limited({ gas: 99n, userDailyCalls: 1n });
    await fails(pay(ctx, callOf(9)), errors.gas);
    expect(await keeper.deposit(ctx, id)).toBe(EC);
    expect(await pay(ctx, callOf(9, { gasLimit: 10n }))).toBe(100n);
  });

  test("an expired, a paused sponsorship and a paused chain pay for nothing", async () => {
    const test = await sponsorFixture();
    const { ctx, messages, pay, company, keeper } = test;
    const seconds = ctx.block.timeNanos / NANOS_PER_SECOND + 10n;
    const id = await test.open(ctx, { terms: { expiration: { seconds, nanos: 0 } } });
    expect(await pay(later(ctx, 10n * NANOS_PER_SECOND - 1n), callOf(9))).toBe(1000n);
    await fails(pay(later(ctx, 10n * NANOS_PER_SECOND), callOf(9)), errors.expired);
    const { terms } = await keeper.get(ctx, id);
    await messages.UpdateSponsorship(ctx, { sponsor: company, id, terms: { ...terms!, paused: true } });
    await fails(pay(ctx, callOf(9)), errors.paused);
    await messages.UpdateSponsorship(ctx, { sponsor: company, id, terms: { ...terms!, paused: false } });
    const authority = ctx.addresses.format(keeper.authority);
    await messages.UpdateParams(ctx, { authority, params: { minDeposit: "1", paused: true } });
    await fails(pay(ctx, callOf(9)), errors.paused);
  });
});

describe("which calls", () => {
  test("only those with a listed selector", async () => {
    const { ctx, open, pay } = await sponsorFixture();
    await open(ctx, { terms: { selectors: [SELECTOR] } });
    expect(await pay(ctx, callOf(9, { data: Buffer.concat([SELECTOR, Buffer.alloc(64)]) }))).toBe(1000n);
    for (const data of [new Uint8Array(0), SELECTOR.subarray(0, 3), Uint8Array.of(1, 2, 3, 4)]) {
      const error = await fails(pay(ctx, callOf(9, { data })), errors.selector);
      expect(error.message).toMatch(hexOf(data));
    }
  });

  test("no authorizations, no new contracts, no other contracts", async () => {
    const { ctx, open, pay } = await sponsorFixture();
    await open(ctx);
    await fails(pay(ctx, callOf(9, { type: 4 })), errors.kind);
    expect(await pay(ctx, callOf(9, { to: undefined }))).toBeUndefined();
    expect(await pay(ctx, callOf(9, { to: testAddress(0xc1) }))).toBeUndefined();
  });

  test("terms that cannot be are refused", async () => {
    const { ctx, open } = await sponsorFixture();
    const wrong = [
      { selectors: [Uint8Array.of(1, 2, 3)] },
      { selectors: [SELECTOR, SELECTOR] },
      { selectors: Array.from({ length: MAX_SELECTORS + 1 }, (_, index) => Uint8Array.of(0, 0, 0, index)) },
      { limits: { price: "0" } },
      { limits: { dailyFee: "1.5" } },
      { tip: "-1" },
      { voucherSigner: user(5) },
      { expiration: { seconds: -1n, nanos: -1 } },
    ];
    for (const terms of wrong) await fails(open(ctx, { scope: ALL, terms }), errors.invalidTerms);
    await fails(open(ctx, { scope: MEMBERS, terms: { voucherSigner: "0x12" } }), errors.invalidTerms);
    await fails(open(ctx, { scope: UserScope.USER_SCOPE_UNSPECIFIED }), errors.invalidTerms);
  });
});

describe("who pays when several may", () => {
  test("those that know the user before those for everybody, each by number; who refuses is passed over", async () => {
    const { ctx, open, messages, company, keeper } = await sponsorFixture();
    const everybody = await open(ctx);
    const full = await open(ctx, { scope: MEMBERS, terms: { limits: { gas: 1n } } });
    const members = await open(ctx, { scope: MEMBERS });
    await open(ctx, { scope: MEMBERS });
    for (const id of [members, full]) await messages.AddUsers(ctx, { sponsor: company, id, users: [user(8)] });
    expect((await keeper.charge(ctx, callOf(8), 10n))?.sponsorshipId).toBe(members);
    expect((await keeper.charge(ctx, callOf(9), 10n))?.sponsorshipId).toBe(everybody);
  });

  test("when all refuse, each says why", async () => {
    const { ctx, open, pay } = await sponsorFixture();
    await open(ctx, { terms: { limits: { gas: 1n } } });
    await open(ctx, { terms: { paused: true } });
    const error = await fails(pay(ctx, callOf(9)), errors.gas);
    expect(error.message).toBe("sponsorship 1: the gas limit 100 is over its limit gas, 1; sponsorship 2 is paused");
  });

  test("a contract has so many for everybody; a larger deposit takes the place of the least", async () => {
    const test = await sponsorFixture();
    const { ctx, open, keeper, name } = test;
    for (let i = 0; i < MAX_RIVALS; i++) await open(ctx, { deposit: EC + BigInt(i), sponsor: name(2) });
    await fails(open(ctx, { deposit: EC }), errors.crowded);
    const id = await open(ctx, { deposit: EC + 1n });
    expect(await keeper.sponsorships.has(ctx, 1n)).toBe(false);
    expect(await keeper.sponsorships.has(ctx, id)).toBe(true);
    expect(await test.balance(ctx, testAddress(2))).toBe(1000n * EC - 7n * EC - 28n);
    await test.holds(ctx);
  });

  test("one user is listed by so many sponsorships of a contract", async () => {
    const { ctx, open, messages, company } = await sponsorFixture();
    for (let i = 0; i <= MAX_RIVALS; i++) {
      const id = await open(ctx, { scope: MEMBERS });
      const adding = messages.AddUsers(ctx, { sponsor: company, id, users: [user(8)] });
      if (i < MAX_RIVALS) await adding;
      else await fails(adding, errors.crowded);
    }
  });
});

describe("members", () => {
  test("are listed, in either spelling, and removed", async () => {
    const test = await sponsorFixture();
    const { ctx, messages, company, pay, name } = test;
    const id = await test.open(ctx, { scope: MEMBERS });
    expect(await pay(ctx, callOf(8))).toBeUndefined();
    await messages.AddUsers(ctx, { sponsor: company, id, users: [user(8), name(9), user(8)] });
    expect(await pay(ctx, callOf(8))).toBe(1000n);
    expect(await pay(ctx, callOf(9))).toBe(1000n);
    await messages.RemoveUsers(ctx, { sponsor: company, id, users: [name(8), user(7)] });
    expect(await pay(ctx, callOf(8))).toBeUndefined();
    expect(await test.queries.Members(ctx, { id })).toMatchObject({ members: [{ user: user(9) }] });
    await test.holds(ctx);
  });

  test("lists are refused from others, for everybody, empty, too long, and with what is no address", async () => {
    const { ctx, open, messages, company, name } = await sponsorFixture();
    const id = await open(ctx, { scope: MEMBERS });
    const add = (users: string[], sponsor = company, of = id) => messages.AddUsers(ctx, { sponsor, id: of, users });
    await fails(add([user(8)], name(2)), errors.notSponsor);
    await fails(add([]), errors.noMembers);
    await fails(add(Array.from({ length: MAX_USERS + 1 }, () => user(8))), errors.noMembers);
    await fails(add(["0x1234"]), errors.invalidAddress);
    const everybody = await open(ctx);
    await fails(add([user(8)], company, everybody), errors.noMembers);
  });

  test("of a closed sponsorship are removed in batches, and count for nothing meanwhile", async () => {
    const test = await sponsorFixture();
    const { ctx, messages, company, keeper } = test;
    const id = await test.open(ctx, { scope: MEMBERS });
    const users = Array.from({ length: PRUNED_MEMBERS + 10 }, (_, i) => `0x${i.toString(16).padStart(40, "0")}`);
    await messages.AddUsers(ctx, { sponsor: company, id, users });
    await messages.CloseSponsorship(ctx, { sponsor: company, id });
    await test.holds(ctx);
    await endBlock(ctx, keeper);
    expect(await count(keeper.members.range(ctx))).toBe(10);
    await test.holds(ctx);
    await endBlock(ctx, keeper);
    expect(await count(keeper.members.range(ctx))).toBe(0);
    expect(await count(keeper.closed.range(ctx))).toBe(0);
    await test.holds(ctx);
  });
});

test("counters of days that are over are removed in batches", async () => {
  const test = await sponsorFixture();
  const { ctx, keeper } = test;
  await test.open(ctx, { terms: { limits: { userDailyCalls: 9n } } });
  for (let i = 0; i < PRUNED_COUNTERS + 5; i++) {
    const sender = Uint8Array.from(Buffer.from(i.toString(16).padStart(40, "0"), "hex"));
    await test.pay(ctx, callOf(0, { sender }));
  }
  await endBlock(ctx, keeper);
  expect(await count(keeper.userUsages.range(ctx))).toBe(PRUNED_COUNTERS + 5);
  const tomorrow = later(ctx, DAY);
  await test.pay(tomorrow, callOf(9));
  await endBlock(tomorrow, keeper);
  expect(await count(keeper.userUsages.range(tomorrow))).toBe(6);
  await endBlock(tomorrow, keeper);
  expect(await count(keeper.userUsages.range(tomorrow))).toBe(1);
});

test("queries: by contract, by sponsor, all; and what a call would be paid by", async () => {
  const { ctx, open, queries, company, name } = await sponsorFixture();
  await open(ctx, { terms: { selectors: [SELECTOR] } });
  await open(ctx, { sponsor: name(2), scope: MEMBERS });
  const numbers = async (request: object) =>
    (await queries.Sponsorships(ctx, { contract: "", sponsor: "", ...request })).sponsorships.map(
      ({ sponsorship }) => sponsorship!.id,
    );
  expect(await numbers({})).toEqual([1n, 2n]);
  expect(await numbers({ sponsor: company })).toEqual([1n]);
  expect(await numbers({ contract: hexOf(contract) })).toEqual([1n, 2n]);
  const ask = { contract: hexOf(contract), user: user(9), gas: 100n };
  expect(await queries.WouldPay(ctx, { ...ask, data: SELECTOR })).toMatchObject({
    paid: true,
    payer: { sponsorshipId: 1n, gasPrice: "10" },
  });
  expect(await queries.WouldPay(ctx, { ...ask, data: new Uint8Array(0) })).toMatchObject({
    paid: false,
    refusal: "sponsorship 1: it does not pay for calls with the selector 0x",
  });
  expect(await queries.Params(ctx, {})).toMatchObject({ voucherAddress: hexOf(VOUCHER_ADDRESS) });
  await expect(queries.Sponsorship(ctx, { id: 9n })).rejects.toThrow("there is no sponsorship 9");
});

test("each invariant fails when it is broken", async () => {
  const broken: Record<string, (test: Awaited<ReturnType<typeof sponsorFixture>>) => Promise<void>> = {
    "SPONSOR-1": ({ ctx, keeper }) => keeper.total.set(ctx, 1n),
    "SPONSOR-2": ({ ctx, keeper }) => keeper.deposits.set(ctx, 9n, 1n),
    "SPONSOR-3": ({ ctx, keeper }) => keeper.byContract.delete(ctx, [contract, 1n]),
    "SPONSOR-4": ({ ctx, keeper }) => keeper.candidates.add(ctx, [contract, testAddress(9), 1n]),
  };
  for (const [id, change] of Object.entries(broken)) {
    const test = await sponsorFixture();
    await test.open(test.ctx);
    await test.holds(test.ctx);
    await change(test);
    const invariant = sponsorInvariants(test.keeper).find((each) => each.id === id)!;
    await expect(invariant.check(test.ctx)).rejects.toThrow(id);
  }
});

async function count(entries: AsyncIterable<unknown>): Promise<number> {
  let total = 0;
  for await (const _ of entries) total++;
  return total;
}
