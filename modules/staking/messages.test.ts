import { type ErrorFactory, sdk } from "../../abci/state/errors.js";
import { inBlock, memoryContext } from "../../abci/state/testing/memory.js";
import { linesOf, fails } from "../bank/testing/fixture.js";
import { errors } from "./errors.js";
import {
  address,
  AUTHORITY,
  consensusKey,
  SECOND,
  type StakingFixture,
  stakingFixture,
  UNBONDING_NANOS,
} from "./testing/fixture.js";
import { MAX_TOTAL_POWER } from "./types.js";

const HUNDREDTH = 10n ** 16n;
const DAY = 86_400n;

/** Two active validators, 1 and 2, with 1000 of their own each, in block 2. */
async function chain(options: Parameters<typeof stakingFixture>[0] = {}) {
  const fixture = await stakingFixture(options);
  for (const byte of [1, 2]) await fixture.messages.CreateValidator(fixture.ctx, fixture.entry(byte, 1000n));
  return { ...fixture, ctx: await fixture.next(fixture.ctx) };
}

const between = ({ name, operator, coin }: StakingFixture, delegator: number, validator: number, amount: bigint) => ({
  delegatorAddress: name(delegator),
  validatorAddress: operator(validator),
  amount: coin(amount),
});

test("delegating takes coins, makes shares and tells it as the SDK does", async () => {
  const fixture = await chain();
  const { ctx, messages, name, operator } = fixture;
  ctx.events.length = 0;
  await messages.Delegate(ctx, between(fixture, 3, 1, 500n));
  expect(linesOf(ctx).at(-1)).toBe(
    `delegate validator=${operator(1)} delegator=${name(3)} amount=500aec new_shares=500.000000000000000000`,
  );
  expect(await fixture.held(ctx, 3)).toBe(999_500n);
  const { delegationResponse } = await fixture.queries.Delegation(ctx, {
    delegatorAddr: name(3),
    validatorAddr: operator(1),
  });
  expect(delegationResponse).toEqual({
    delegation: { delegatorAddress: name(3), validatorAddress: operator(1), shares: (500n * 10n ** 18n).toString() },
    balance: fixture.coin(500n),
  });
  await fixture.holds(ctx);
});

test("undelegating pays after the unbonding time; entries of one block are one", async () => {
  const fixture = await chain();
  const { messages, name, operator } = fixture;
  let { ctx } = fixture;
  await messages.Delegate(ctx, between(fixture, 3, 1, 500n));
  const first = await messages.Undelegate(ctx, between(fixture, 3, 1, 100n));
  await messages.Undelegate(ctx, between(fixture, 3, 1, 50n));
  expect(first).toEqual({
    amount: fixture.coin(100n),
    completionTime: { seconds: (ctx.block.timeNanos + UNBONDING_NANOS) / SECOND, nanos: 0 },
  });
  const { unbond } = await fixture.queries.UnbondingDelegation(ctx, {
    delegatorAddr: name(3),
    validatorAddr: operator(1),
  });
  expect(unbond.entries).toMatchObject([
    { initialBalance: "150", balance: "150", creationHeight: 2n, unbondingId: 1n },
  ]);
  ctx = await fixture.next(ctx, 99n);
  ctx = await fixture.next(ctx);
  expect(await fixture.held(ctx, 3)).toBe(999_500n);
  ctx.events.length = 0;
  const paid = await fixture.next(ctx);
  expect(linesOf(ctx).at(-1)).toBe(`complete_unbonding amount=150aec validator=${operator(1)} delegator=${name(3)}`);
  expect(await fixture.held(paid, 3)).toBe(999_650n);
  await fixture.holds(paid);
});

test("a cancelled unbonding is a delegation again, whole or in part", async () => {
  const fixture = await chain();
  const { ctx, messages, name, operator } = fixture;
  await messages.Delegate(ctx, between(fixture, 3, 1, 500n));
  await messages.Undelegate(ctx, between(fixture, 3, 1, 100n));
  await messages.CancelUnbondingDelegation(ctx, { ...between(fixture, 3, 1, 30n), creationHeight: 2n });
  expect((await fixture.staking.unbonding(ctx, address(3), address(1))).entries).toMatchObject([
    { initialBalance: 70n, balance: 70n },
  ]);
  ctx.events.length = 0;
  await messages.CancelUnbondingDelegation(ctx, { ...between(fixture, 3, 1, 70n), creationHeight: 2n });
  expect(linesOf(ctx).at(-1)).toBe(
    `cancel_unbonding_delegation amount=70aec validator=${operator(1)} delegator=${name(3)} creation_height=2`,
  );
  expect((await fixture.staking.delegation(ctx, address(3), address(1)))!.shares).toBe(500n * 10n ** 18n);
  await fixture.holds(ctx);
  // What is left in the queue finds nothing to pay.
  const later = await fixture.next(await fixture.next(ctx, 100n));
  expect(await fixture.held(later, 3)).toBe(999_500n);
  await fixture.holds(later);
});

test("a redelegation moves stake at once, is remembered for the unbonding time, and cannot hop on", async () => {
  const fixture = await chain();
  const { messages, name, operator, coin } = fixture;
  let { ctx } = fixture;
  await messages.CreateValidator(ctx, fixture.entry(4, 1000n));
  await messages.Delegate(ctx, between(fixture, 3, 1, 500n));
  const move = (from: number, to: number, amount: bigint) => ({
    delegatorAddress: name(3),
    validatorSrcAddress: operator(from),
    validatorDstAddress: operator(to),
    amount: coin(amount),
  });
  await messages.BeginRedelegate(ctx, move(1, 2, 200n));
  expect((await fixture.validator(ctx, 2)).tokens).toBe(1200n);
  const asked = { delegatorAddr: name(3), srcValidatorAddr: "", dstValidatorAddr: "", pagination: undefined };
  const { redelegationResponses } = await fixture.queries.Redelegations(ctx, asked);
  expect(redelegationResponses[0]!.entries).toMatchObject([
    { balance: "200", redelegationEntry: { initialBalance: "200", creationHeight: 2n } },
  ]);
  for (const to of [4, 1]) await fails(messages.BeginRedelegate(ctx, move(2, to, 1n)), errors.transitiveRedelegation);
  await fixture.holds(ctx);

  ctx = await fixture.next(await fixture.next(ctx, 100n));
  await messages.BeginRedelegate(ctx, move(2, 4, 1n));
  await fixture.holds(ctx);
});

test("stake that leaves a candidate which never validated is remembered by nobody", async () => {
  const fixture = await chain();
  const { ctx, messages, name, operator, coin } = fixture;
  await messages.CreateValidator(ctx, fixture.entry(4, 1000n));
  const { completionTime } = await messages.BeginRedelegate(ctx, {
    delegatorAddress: name(4),
    validatorSrcAddress: operator(4),
    validatorDstAddress: operator(1),
    amount: coin(1000n),
  });
  expect(completionTime).toEqual({ seconds: 0n, nanos: 0 });
  expect((await fixture.staking.redelegation(ctx, [address(4), address(4), address(1)])).entries).toEqual([]);
  // It had no other stake, so it is gone.
  expect(await fixture.staking.validator(ctx, address(4))).toBeUndefined();
  await fixture.holds(ctx);
});

test("an operator that keeps less than its pledge is jailed", async () => {
  const fixture = await chain();
  const { ctx, messages } = fixture;
  await messages.CreateValidator(ctx, fixture.entry(4, 1000n, { minSelfDelegation: "600" }));
  await messages.Undelegate(ctx, between(fixture, 4, 4, 400n));
  expect((await fixture.validator(ctx, 4)).jailed).toBe(false);
  await messages.Undelegate(ctx, between(fixture, 4, 4, 1n));
  expect((await fixture.validator(ctx, 4)).jailed).toBe(true);
  await fails(
    messages.CancelUnbondingDelegation(ctx, { ...between(fixture, 4, 4, 1n), creationHeight: 2n }),
    errors.jailed,
  );
  await fixture.holds(ctx);
});

test("a jailed validator takes stake, gives it back and is edited like any other, and has no seat by it", async () => {
  const fixture = await chain();
  const { messages, name, operator, coin, staking } = fixture;
  let { ctx } = fixture;
  const { consAddress } = await fixture.validator(ctx, 1);
  await staking.jail(ctx, consAddress);
  await messages.Delegate(ctx, between(fixture, 3, 1, 5000n));
  await messages.Undelegate(ctx, between(fixture, 3, 1, 10n));
  const move = { validatorSrcAddress: operator(1), validatorDstAddress: operator(2) };
  await messages.BeginRedelegate(ctx, { delegatorAddress: name(3), ...move, amount: coin(10n) });
  const edit = { validatorAddress: operator(1), commissionRate: "", minSelfDelegation: "" };
  const description = { moniker: "jailed", identity: "", website: "", securityContact: "", details: "" };
  await messages.EditValidator(ctx, { ...edit, description });
  ctx = await fixture.next(ctx);
  expect((await staking.activeSet(ctx)).map((each) => each.operator)).toEqual([address(2)]);
  expect(await fixture.validator(ctx, 1)).toMatchObject({ tokens: 5980n, jailed: true, status: "unbonding" });
  await fixture.holds(ctx);
});

test("an edit changes what it names: texts, the rate within its limits once a day, the pledge upwards", async () => {
  const fixture = await chain();
  const { messages, operator } = fixture;
  const same = "[do-not-modify]";
  const keep = { moniker: same, identity: same, website: same, securityContact: same, details: same };
  const edit = (commissionRate: bigint | "", minSelfDelegation = "") => ({
    validatorAddress: operator(1),
    description: keep,
    commissionRate: commissionRate.toString(),
    minSelfDelegation,
  });
  const { ctx } = fixture;
  await fails(messages.EditValidator(ctx, edit(HUNDREDTH)), errors.commissionUpdateTime);
  const later = inBlock(ctx, { timeNanos: ctx.block.timeNanos + DAY * SECOND });
  await fails(messages.EditValidator(later, edit(2n * HUNDREDTH)), errors.commissionOverMaxChangeRate);
  await messages.EditValidator(later, { ...edit(HUNDREDTH, "5"), description: { ...keep, details: "new" } });
  expect(linesOf(later)).toEqual([
    'edit_validator commission_rate=commission_rates:<rate:"10000000000000000" max_rate:"1000000000000000000" ' +
      `max_change_rate:"10000000000000000" > update_time:<seconds:${later.block.timeNanos / SECOND} >  min_self_delegation=5`,
  ]);
  expect(await fixture.validator(later, 1)).toMatchObject({
    description: { moniker: "v1", details: "new" },
    commission: { rate: HUNDREDTH },
    minSelfDelegation: 5n,
  });
  await fails(messages.EditValidator(later, edit("", "5")), errors.minSelfDelegationDecreased);
  await fails(messages.EditValidator(later, edit("", "1001")), errors.selfDelegationBelowMinimum);
  await fails(messages.EditValidator(later, edit(HUNDREDTH)), errors.commissionUpdateTime);
});

type Attempt = (fixture: StakingFixture) => Promise<unknown>;
const create =
  (change: object, byte = 4): Attempt =>
  ({ ctx, messages, entry }) =>
    messages.CreateValidator(ctx, entry(byte, 1000n, change));
const rates = (rate: bigint, maxRate: bigint, maxChangeRate: bigint) => ({
  commission: { rate: `${rate}`, maxRate: `${maxRate}`, maxChangeRate: `${maxChangeRate}` },
});
const longText = { moniker: "m".repeat(71), identity: "", website: "", securityContact: "", details: "" };
const key = (typeUrl: string, bytes: number[]) => ({ pubkey: { typeUrl, value: Uint8Array.from(bytes) } });
const ED25519 = "/cosmos.crypto.ed25519.PubKey";

test.each<[string, Attempt, ErrorFactory<never>]>([
  ["an operator that has a validator", create({}, 1), errors.operatorExists],
  ["a key that another validator has", create({ pubkey: consensusKey(2) }), errors.pubkeyExists],
  ["no key", create({ pubkey: undefined }), errors.emptyPubkey],
  ["a key of another type", create(key("/cosmos.crypto.secp256k1.PubKey", [10, 1, 1])), errors.pubkeyTypeNotSupported],
  ["a key that is too short", create(key(ED25519, [10, 1, 1])), sdk.invalidPubKey],
  ["a key that is no message", create(key(ED25519, [10, 200])), sdk.invalidPubKey],
  ["a commission over its maximum", create(rates(2n * HUNDREDTH, HUNDREDTH, 0n)), errors.commissionOverMaxRate],
  ["a negative commission", create(rates(-1n, HUNDREDTH, 0n)), errors.commissionNegative],
  ["a maximum over one", create(rates(0n, 101n * HUNDREDTH, 0n)), errors.commissionHuge],
  ["a negative maximum", create(rates(0n, -1n, 0n)), errors.commissionNegative],
  ["a change over the maximum", create(rates(0n, HUNDREDTH, 2n * HUNDREDTH)), errors.changeRateOverMaxRate],
  ["a negative change", create(rates(0n, HUNDREDTH, -1n)), errors.changeRateNegative],
  ["no commission", create({ commission: { rate: "", maxRate: "", maxChangeRate: "" } }), sdk.invalidRequest],
  [
    "a commission that is no number",
    create({ commission: { rate: "x", maxRate: "1", maxChangeRate: "1" } }),
    sdk.invalidRequest,
  ],
  ["a pledge over what is staked", create({ minSelfDelegation: "1001" }), errors.selfDelegationBelowMinimum],
  ["a pledge of nothing", create({ minSelfDelegation: "0" }), sdk.invalidRequest],
  ["a pledge that is no number", create({ minSelfDelegation: "-1" }), sdk.invalidRequest],
  ["another denomination", create({ value: { denom: "uusd", amount: "1000" } }), sdk.invalidRequest],
  ["nothing staked", create({ value: { denom: "aec", amount: "0" } }), sdk.invalidRequest],
  ["more than the operator has", create({ value: { denom: "aec", amount: "1000001" } }), sdk.insufficientFunds],
  ["a name that is too long", create({ description: longText }), sdk.invalidRequest],
  ["no description", create({ description: { ...longText, moniker: "" } }), sdk.invalidRequest],
  [
    "an account instead of an operator",
    create({ validatorAddress: "echo1qyqszqgpqyqszqgpqyqszqgpqyqszqgp" }),
    sdk.invalidAddress,
  ],
])("no validator with %s", async (_name, attempt, kind) => {
  const fixture = await chain();
  await fails(
    fixture.ctx.branch((inner) => attempt({ ...fixture, ctx: inner as StakingFixture["ctx"] })),
    kind,
  );
  await fixture.holds(fixture.ctx);
});

const moving =
  (from: number, to: number, amount = 1n): Attempt =>
  ({ ctx, messages, name, operator, coin }) =>
    messages.BeginRedelegate(ctx, {
      delegatorAddress: name(1),
      validatorSrcAddress: operator(from),
      validatorDstAddress: operator(to),
      amount: coin(amount),
    });
const cancelling =
  (amount: bigint, creationHeight: bigint): Attempt =>
  async (fixture) => {
    await fixture.messages.Undelegate(fixture.ctx, between(fixture, 1, 1, 100n));
    const request = { ...between(fixture, 1, 1, amount), creationHeight };
    await fixture.messages.CancelUnbondingDelegation(fixture.ctx, request);
  };

test.each<[string, Attempt, ErrorFactory<never>]>([
  ["to an unknown validator", (f) => f.messages.Delegate(f.ctx, between(f, 3, 9, 1n)), errors.noValidator],
  ["of nothing", (f) => f.messages.Delegate(f.ctx, between(f, 3, 1, 0n)), sdk.invalidRequest],
  ["of a negative amount", (f) => f.messages.Delegate(f.ctx, between(f, 3, 1, -1n)), sdk.invalidCoins],
  ["of more than there is", (f) => f.messages.Delegate(f.ctx, between(f, 3, 1, 1_000_001n)), sdk.insufficientFunds],
  [
    "of another coin",
    (f) => f.messages.Delegate(f.ctx, { ...between(f, 3, 1, 1n), amount: { denom: "uusd", amount: "1" } }),
    sdk.invalidRequest,
  ],
  ["out of an unknown validator", (f) => f.messages.Undelegate(f.ctx, between(f, 3, 9, 1n)), errors.noValidator],
  ["out of nothing", (f) => f.messages.Undelegate(f.ctx, between(f, 3, 1, 1n)), errors.noDelegation],
  ["out of less", (f) => f.messages.Undelegate(f.ctx, between(f, 1, 1, 1001n)), sdk.invalidRequest],
  ["from a validator to itself", moving(1, 1), errors.selfRedelegation],
  ["to an unknown destination", moving(1, 9), errors.badRedelegationDst],
  ["from an unknown source", moving(9, 1), errors.noValidator],
  ["of more than is there", moving(1, 2, 1001n), sdk.invalidRequest],
  ["back, of an entry at another height", cancelling(1n, 1n), sdk.notFound],
  ["back, at no height", cancelling(1n, 0n), sdk.invalidRequest],
  ["back, of more than the entry has", cancelling(101n, 2n), sdk.invalidRequest],
  [
    "back, of nothing that is unbonding",
    (f) => f.messages.CancelUnbondingDelegation(f.ctx, { ...between(f, 1, 1, 1n), creationHeight: 2n }),
    errors.noUnbonding,
  ],
])("no stake goes %s", async (_name, attempt, kind) => {
  const fixture = await chain();
  await fails(
    fixture.ctx.branch((inner) => attempt({ ...fixture, ctx: inner as StakingFixture["ctx"] })),
    kind,
  );
  await fixture.holds(fixture.ctx);
});

test("dust: what makes no share, is worth no unit, or goes to a validator slashed to nothing", async () => {
  const fixture = await chain();
  const { ctx, messages, staking } = fixture;
  const before = await fixture.validator(ctx, 1);
  // A share that is worth far more than a token, as rounding could make it in very long.
  await staking.setValidator(ctx, before, { ...before, tokens: 10n ** 20n, shares: 1n });
  await fails(messages.Delegate(ctx, between(fixture, 3, 1, 1n)), errors.tinyDelegation);
  // One that is worth less than half a token: a unit of it is none.
  await staking.setValidator(ctx, { ...before, tokens: 10n ** 20n }, { ...before, tokens: 400n });
  await fails(
    ctx.branch((inner) => staking.undelegate(inner, { delegator: address(1), operator: address(1), shares: 1n })),
    errors.tinyUndelegation,
  );
  const redelegation = { delegator: address(1), from: address(1), to: address(2), shares: 1n };
  await fails(
    ctx.branch((inner) => staking.redelegate(inner, redelegation)),
    errors.tinyRedelegation,
  );
  await staking.setValidator(ctx, { ...before, tokens: 400n }, { ...before, tokens: 0n });
  await fails(messages.Delegate(ctx, between(fixture, 3, 1, 1n)), errors.invalidExchangeRate);
  await fails(messages.Undelegate(ctx, between(fixture, 1, 1, 1n)), errors.insufficientShares);
});

test("nobody stakes more power than CometBFT can count", async () => {
  const most = MAX_TOTAL_POWER * 10n;
  const fixture = await stakingFixture({ holders: { 1: most, 3: 100n } });
  const { ctx, messages } = fixture;
  await messages.CreateValidator(ctx, fixture.entry(1, most));
  await messages.Delegate(ctx, between(fixture, 3, 1, 9n));
  await fails(messages.Delegate(ctx, between(fixture, 3, 1, 1n)), errors.powerOverflow);
  const next = await fixture.next(ctx);
  expect((await fixture.staking.activeSet(next))[0]!.power).toBe(MAX_TOTAL_POWER);
});

test("entries of one pair are limited, for unbonding and redelegation alike", async () => {
  const fixture = await chain({ params: { maxEntries: 2 } });
  let { ctx } = fixture;
  for (let block = 0; block < 2; block++) {
    await fixture.messages.Undelegate(ctx, between(fixture, 1, 1, 1n));
    await moving(1, 2)({ ...fixture, ctx });
    ctx = await fixture.next(ctx);
  }
  await fails(fixture.messages.Undelegate(ctx, between(fixture, 1, 1, 1n)), errors.maxUnbondingEntries);
  await fails(moving(1, 2)({ ...fixture, ctx }), errors.maxRedelegationEntries);
});

test("a commission under the chain's minimum is refused, at the start and in an edit", async () => {
  const fixture = await chain({ params: { minCommissionRate: 0n } });
  const { ctx, staking, messages, operator } = fixture;
  await staking.setParams(ctx, { ...(await staking.params(ctx)), minCommissionRate: 5n * HUNDREDTH });
  await fails(create({})(fixture), errors.commissionUnderMinRate);
  const edit = { validatorAddress: operator(1), description: { ...longText, moniker: "x" }, minSelfDelegation: "" };
  await fails(messages.EditValidator(ctx, { ...edit, commissionRate: "1" }), sdk.invalidRequest);
});

test("parameters are governance's, within limits, and the denomination stays", async () => {
  const { ctx, messages, queries } = await chain();
  const { params } = await queries.Params(ctx, {});
  const update = (change: Partial<typeof params>, authority = AUTHORITY) =>
    messages.UpdateParams(ctx, { authority: ctx.addresses.format(authority), params: { ...params, ...change } });
  await update({ maxValidators: 7 });
  expect((await queries.Params(ctx, {})).params.maxValidators).toBe(7);
  await expect(update({}, address(1))).rejects.toMatchObject({ codespace: "gov", code: 13 });
  for (const change of [
    { maxValidators: 0 },
    { maxValidators: 1001 },
    { maxEntries: 0 },
    { unbondingTime: { seconds: 0n, nanos: 0 } },
    { bondDenom: "uusd" },
    { bondDenom: "" },
    { minCommissionRate: (10n ** 18n + 1n).toString() },
    { minCommissionRate: "-1" },
  ]) {
    await fails(update(change), sdk.invalidRequest);
  }
});

test("coins that still vest can be delegated, and come back vesting", async () => {
  const fixture = await chain();
  const { ctx, accounts, bank, messages } = fixture;
  const locked = [{ denom: "aec", amount: 300n }];
  await accounts.createVesting(ctx, address(0x20), { kind: "permanentLocked", original: locked });
  await bank.move(ctx, { from: address(3), to: address(0x20), coins: locked });
  await messages.Delegate(ctx, between(fixture, 0x20, 1, 300n));
  await messages.Undelegate(ctx, between(fixture, 0x20, 1, 300n));
  const later = await fixture.next(await fixture.next(ctx, 100n));
  expect([await fixture.held(later, 0x20), await bank.spendable(later, address(0x20), "aec")]).toEqual([300n, 0n]);
  await fixture.holds(later);
});

test("hints name what a message touches", async () => {
  const fixture = await chain();
  const { ctx, modules, staking } = fixture;
  const hint = modules.staking.readAhead!["/cosmos.staking.v1beta1.MsgUndelegate"]!;
  const keys = hint(
    between(fixture, 1, 2, 1n),
    (text) => ctx.addresses.parse(text),
    (text) => ctx.addresses.parseOperator(text),
  );
  expect(keys).toContainEqual(staking.records.locate(address(2)));
  expect(keys).toContainEqual(staking.delegations.locate([address(1), address(2)]));
  expect(keys).toContainEqual(staking.unbondings.locate([address(1), address(2)]));
});

test("keys lie as the SDK's do", async () => {
  const { staking } = await chain();
  const hex = ({ key: raw }: { readonly key: string }) => Buffer.from(raw, "latin1").toString("hex");
  const [one, two, three] = [1, 2, 3].map((byte) => `14${`0${byte}`.repeat(20)}`) as [string, string, string];
  const turned = `14${"fe".repeat(20)}`;
  expect(hex(staking.records.locate(address(1)))).toBe(`21${one}`);
  expect(hex(staking.lastPowers.locate(address(1)))).toBe(`11${one}`);
  expect(hex(staking.byPower.locate([258n, address(1)]))).toBe(`230000000000000102${turned}`);
  expect(hex(staking.delegations.locate([address(1), address(2)]))).toBe(`31${one}${two}`);
  expect(hex(staking.unbondings.locate([address(1), address(2)]))).toBe(`32${one}${two}`);
  expect(hex(staking.unbondingsByOperator.locate([address(2), address(1)]))).toBe(`33${two}${one}`);
  expect(hex(staking.redelegations.locate([address(1), address(2), address(3)]))).toBe(`34${one}${two}${three}`);
  expect(hex(staking.redelegationsBySource.locate([address(2), address(1), address(3)]))).toBe(
    `35${two}${one}${three}`,
  );
  expect(hex(staking.redelegationsByDestination.locate([[address(3), address(1)], address(2)]))).toBe(
    `36${three}${one}${two}`,
  );
  expect(hex(staking.delegationsByOperator.locate([address(2), address(1)]))).toBe(`71${two}${"01".repeat(20)}`);
  expect(hex(staking.history.locate(258n))).toBe("500000000000000102");
  expect(memoryContext().addresses.formatOperator(address(1))).toMatch(/^echovaloper1/);
});
