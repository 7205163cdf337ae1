import { hexOf } from "../../abci/state/hex.js";
import { testAddress } from "../../abci/state/testing/memory.js";
import { NANOS_PER_SECOND } from "../../abci/state/time.js";
import type { GenesisState } from "../../proto/generated/echoin/sponsor/v1/genesis.js";
import { UserScope } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { callOf, EC, sign, signer, sponsorFixture } from "./testing/fixture.js";

const { USER_SCOPE_MEMBERS: MEMBERS } = UserScope;

/** A chain with a sponsorship for everybody, one with members of each kind, and a closed one. */
async function lived() {
  const test = await sponsorFixture();
  const { ctx, messages, company, keeper } = test;
  await test.open(ctx, { terms: { limits: { userDailyCalls: 3n } } });
  await test.pay(ctx, callOf(5), 40n);
  const id = await test.open(ctx, { scope: MEMBERS, terms: { voucherSigner: hexOf(signer.address) } });
  await messages.AddUsers(ctx, { sponsor: company, id, users: [hexOf(testAddress(6))] });
  await messages.RemoveUsers(ctx, { sponsor: company, id, users: [hexOf(testAddress(7))] });
  const expires = ctx.block.timeNanos / NANOS_PER_SECOND + 100n;
  const voucher = sign({ sponsorship: id, user: testAddress(3), expires });
  await messages.RedeemVoucher(ctx, { user: test.name(3), id, expires, signature: voucher.signature });
  const closed = await test.open(ctx, { scope: MEMBERS });
  await messages.AddUsers(ctx, { sponsor: company, id: closed, users: [hexOf(testAddress(6))] });
  await messages.CloseSponsorship(ctx, { sponsor: company, id: closed });
  return { ...test, exported: await test.genesis.export(ctx), total: await keeper.totalDeposit(ctx) };
}

test("what is exported is valid, and imports to the same state", async () => {
  const { exported, total } = await lived();
  const fresh = await sponsorFixture();
  const { ctx, genesis, keeper, bank } = fresh;
  genesis.validate(exported, "echo");
  await bank.move(ctx, { from: testAddress(2), to: keeper.account, coins: [{ denom: "aec", amount: total }] });
  await genesis.init(ctx, exported);
  await fresh.holds(ctx);
  expect(await genesis.export(ctx)).toEqual(exported);
  expect(exported).toMatchObject({ nextId: 4n, sponsorships: [{ users: [{ usage: { calls: 1n, fee: "400" } }] }, {}] });
  expect(await keeper.deposit(ctx, 1n)).toBe(EC - 400n);
});

test("a genesis that cannot be is refused, and says what is wrong with it", async () => {
  const { genesis, exported } = await lived();
  const [first, second] = exported.sponsorships;
  const wrong: [Partial<GenesisState>, RegExp][] = [
    [{ params: undefined }, /params are missing/],
    [{ params: { minDeposit: "0", paused: false } }, /min_deposit must be positive/],
    [{ nextId: 0n }, /next_id begins with 1/],
    [{ nextId: 2n }, /sponsorship 1: .*2 is not below next_id/],
    [{ sponsorships: [first!, first!] }, /sponsorship 1: .*1 is there twice/],
    [{ sponsorships: [{ ...first!, deposit: "-1" }] }, /deposit is negative/],
    [{ sponsorships: [{ ...first!, sponsorship: undefined }] }, /it is missing/],
    [{ sponsorships: [{ ...first!, members: second!.members }] }, /it takes no members/],
    [{ sponsorships: [{ ...second!, members: [...second!.members, ...second!.members] }] }, /is there twice/],
    [
      { sponsorships: [{ ...second!, members: [{ user: hexOf(testAddress(1)), member: undefined }] }] },
      /member 0x01.* is empty/,
    ],
    [
      {
        sponsorships: [
          {
            ...second!,
            members: [{ user: hexOf(testAddress(1)), member: { byVoucher: false, expires: 5n, removed: false } }],
          },
        ],
      },
      /has expires 5/,
    ],
  ];
  for (const [change, words] of wrong)
    expect(() => genesis.validate({ ...exported, ...change }, "echo")).toThrow(words);
});
