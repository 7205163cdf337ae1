import { formatCoins } from "../../abci/state/coins.js";
import { ONE } from "../../abci/state/decimals.js";
import { AppError, sdk } from "../../abci/state/errors.js";
import { testAddress } from "../../abci/state/testing/memory.js";
import { addressOfModule } from "../auth/pubkey-addresses.js";
import { formatDecCoins, toDecCoins } from "./dec-coins.js";
import { errors } from "./errors.js";
import { DEFAULT_PARAMS } from "./params.js";
import { AUTHORITY, aec, dec, fixture, type Fixture } from "./testing/fixture.js";
import { MAX_DENOMS } from "./types.js";

const coin = (amount: string, denom = "aec") => ({ denom, amount });

/** The codespace and code that `work` fails with, and its words. */
async function failure(all: Fixture, work: (messages: Fixture["messages"]) => Promise<unknown>): Promise<string> {
  const error: unknown = await all.ctx
    .branch(() => work(all.messages))
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  if (!(error instanceof AppError)) throw new Error("expected an AppError", { cause: error });
  return `${error.codespace}/${error.code}: ${error.message}`;
}

/** Validator 1 with a delegation of 11, and an award of 100aec. */
async function rewarded(commission = "0.1"): Promise<Fixture> {
  const all = await fixture({ 11: aec(1000n), 12: [...aec(10n), { denom: "uusd", amount: 10n }] });
  await all.stakes.create(all.ctx, testAddress(1), BigInt(dec(commission)));
  await all.stakes.delegate(all.ctx, testAddress(11), testAddress(1), 10n);
  await all.block(aec(100n), { 1: 1n });
  all.ctx.events.length = 0;
  return all;
}

const lines = (all: Fixture): string[] =>
  all.ctx.events.map(({ type, attributes }) =>
    [type, ...attributes.map(({ key, value }) => `${key}=${value}`)].join(" "),
  );

describe("withdraw addresses", () => {
  test("rewards and commission go where their owner wants them, from then on", async () => {
    const all = await rewarded();
    for (const [who, to] of [
      [11, 12],
      [1, 13],
    ] as const) {
      const message = { delegatorAddress: all.name(who), withdrawAddress: all.name(to) };
      await all.messages.SetWithdrawAddress(all.ctx, message);
      expect(await all.queries.DelegatorWithdrawAddress(all.ctx, message)).toEqual({ withdrawAddress: all.name(to) });
    }
    expect(lines(all)).toEqual([
      `set_withdraw_address withdraw_address=${all.name(12)}`,
      `set_withdraw_address withdraw_address=${all.name(13)}`,
    ]);
    const claim = { delegatorAddress: all.name(11), validatorAddress: all.operator(1) };
    await all.messages.WithdrawDelegatorReward(all.ctx, claim);
    await all.messages.WithdrawValidatorCommission(all.ctx, claim);
    expect(await all.bank.balance(all.ctx, testAddress(12), "aec")).toBe(98n);
    expect(await all.bank.balance(all.ctx, testAddress(13), "aec")).toBe(9n);
    expect(await all.bank.balance(all.ctx, testAddress(11), "aec")).toBe(1000n);
    await all.holds();
  });

  test("module accounts, wrong texts and a parameter that forbids it are refused", async () => {
    const all = await rewarded();
    const set = (delegatorAddress: string, withdrawAddress: string) =>
      failure(all, (messages) => messages.SetWithdrawAddress(all.ctx, { delegatorAddress, withdrawAddress }));
    const module = all.ctx.addresses.format(addressOfModule("distribution"));
    expect(await set(all.name(11), module)).toBe(
      `sdk/4: ${module} is not allowed to receive external funds: unauthorized`,
    );
    expect(await set("", all.name(12))).toContain("sdk/7");
    expect(await set(all.name(11), all.operator(1))).toContain("sdk/7: invalid Bech32 prefix");
    await all.distribution.parameters.set(all.ctx, { ...DEFAULT_PARAMS, withdrawAddrEnabled: false });
    expect(await set(all.name(11), all.name(12))).toBe("distribution/8: set withdraw address disabled");
  });
});

describe("withdrawing", () => {
  test("tells it in the SDK's events and order", async () => {
    const all = await rewarded();
    const { ctx, name, operator } = all;
    await all.messages.WithdrawDelegatorReward(ctx, { delegatorAddress: name(11), validatorAddress: operator(1) });
    const module = ctx.addresses.format(all.distribution.account);
    expect(lines(all)).toEqual([
      `coin_spent spender=${module} amount=88aec`,
      `coin_received receiver=${name(11)} amount=88aec`,
      `transfer recipient=${name(11)} sender=${module} amount=88aec`,
      `message sender=${module}`,
      `withdraw_rewards amount=88aec validator=${operator(1)} delegator=${name(11)}`,
    ]);
    ctx.events.length = 0;
    await all.messages.WithdrawDelegatorReward(ctx, { delegatorAddress: name(11), validatorAddress: operator(1) });
    expect(lines(all)).toEqual([`withdraw_rewards amount=0aec validator=${operator(1)} delegator=${name(11)}`]);
    ctx.events.length = 0;
    await all.messages.WithdrawValidatorCommission(ctx, { validatorAddress: operator(1) });
    expect(lines(all).at(-1)).toBe("withdraw_commission amount=9aec");
  });

  test("unknown validators, no delegation and no commission are refused", async () => {
    const all = await rewarded("0");
    const withdraw = (who: number, validatorAddress: string) =>
      failure(all, (messages) =>
        messages.WithdrawDelegatorReward(all.ctx, { delegatorAddress: all.name(who), validatorAddress }),
      );
    expect(await withdraw(11, all.operator(2))).toBe(
      `distribution/6: ${all.operator(2)}: no validator distribution info`,
    );
    expect(await withdraw(12, all.operator(1))).toBe(
      `distribution/5: ${all.name(12)} has no delegation to ${all.operator(1)}: no delegation distribution info`,
    );
    expect(await withdraw(11, all.name(1))).toContain("sdk/7");
    for (const byte of [1, 2]) {
      const validatorAddress = all.operator(byte);
      const commission = failure(all, (messages) =>
        messages.WithdrawValidatorCommission(all.ctx, { validatorAddress }),
      );
      expect(await commission).toBe(`distribution/7: ${validatorAddress}: no validator commission to withdraw`);
    }
  });
});

describe("the community pool", () => {
  test("takes gifts, and gives what the authority spends", async () => {
    const all = await rewarded();
    const { ctx, messages, name } = all;
    await messages.FundCommunityPool(ctx, { depositor: name(12), amount: [coin("7"), coin("5", "uusd")] });
    expect(await all.queries.CommunityPool(ctx, {})).toEqual({
      pool: [coin(dec("9")), coin(dec("5"), "uusd")],
    });
    const authority = ctx.addresses.format(AUTHORITY);
    await messages.CommunityPoolSpend(ctx, { authority, recipient: name(13), amount: [coin("9"), coin("1", "uusd")] });
    expect(formatCoins(await all.bank.allBalances(ctx, testAddress(13)))).toBe("9aec,1uusd");
    expect(await all.queries.CommunityPool(ctx, {})).toEqual({ pool: [coin(dec("4"), "uusd")] });
    await all.holds();
  });

  test("wrong amounts, wrong authority, blocked recipients and more than it has are refused", async () => {
    const all = await rewarded();
    const authority = all.ctx.addresses.format(AUTHORITY);
    const spend = (change: object) =>
      failure(all, (messages) =>
        messages.CommunityPoolSpend(all.ctx, { authority, recipient: all.name(13), amount: [coin("1")], ...change }),
      );
    expect(await spend({ amount: [coin("3")] })).toBe(
      "distribution/9: the community pool holds 2.000000000000000000aec, and 3aec is asked for: " +
        "community pool does not have sufficient coins to distribute",
    );
    expect(await spend({ amount: [] })).toContain("sdk/10: amount is empty");
    expect(await spend({ amount: [coin("-1")] })).toContain("sdk/10: amount -1aec is negative");
    expect(await spend({ amount: [coin("1"), coin("1")] })).toContain("sdk/10: duplicate denomination");
    expect(await spend({ authority: all.name(11) })).toContain("gov/13: invalid authority; expected");
    expect(await spend({ authority: "gov" })).toContain("sdk/7");
    expect(await spend({ recipient: authority })).toContain("sdk/4");
    expect(await spend({ recipient: "" })).toContain("sdk/7");

    const fund = (amount: ReturnType<typeof coin>[]) =>
      failure(all, (messages) => messages.FundCommunityPool(all.ctx, { depositor: all.name(12), amount }));
    expect(await fund([coin("11")])).toContain(`sdk/${sdk.insufficientFunds.code}`);
    expect(await fund([])).toContain("sdk/10");
    expect(await fund([coin("0")])).toContain("sdk/10");
  });

  test("holds a bounded number of denominations, and has always room for the coin that is staked", async () => {
    const denoms = Array.from({ length: MAX_DENOMS + 1 }, (_, index) => `junk${100 + index}`);
    const junk = denoms.map((denom) => ({ denom, amount: 9n }));
    const all = await fixture({ 12: [...aec(10n), ...junk] });
    const fund = (amount: ReturnType<typeof coin>[]) => ({ depositor: all.name(12), amount });
    await all.messages.FundCommunityPool(all.ctx, fund(denoms.slice(1).map((denom) => coin("1", denom))));
    const over = failure(all, (messages) => messages.FundCommunityPool(all.ctx, fund([coin("1", denoms[0])])));
    expect(await over).toBe(
      "sdk/18: the community pool holds 64 denominations, and has room for 64: junk100 cannot be added: invalid request",
    );
    await all.messages.FundCommunityPool(all.ctx, fund([coin("1", denoms[5])]));
    await all.messages.FundCommunityPool(all.ctx, fund([coin("1")]));
    await all.holds();
  });
});

describe("the rewards pool of a validator", () => {
  test("a deposit is shared like an award", async () => {
    const all = await rewarded();
    const { ctx, messages, name, operator } = all;
    const deposit = { depositor: name(12), validatorAddress: operator(1), amount: [coin("10", "uusd")] };
    await messages.DepositValidatorRewardsPool(ctx, deposit);
    expect(lines(all).slice(-2)).toEqual([
      `commission amount=1.000000000000000000uusd validator=${operator(1)}`,
      `rewards amount=10.000000000000000000uusd validator=${operator(1)}`,
    ]);
    const claim = { delegatorAddress: name(11), validatorAddress: operator(1) };
    expect(await messages.WithdrawDelegatorReward(ctx, claim)).toEqual({ amount: [coin("88"), coin("9", "uusd")] });
    await all.holds();
  });

  test("of an unknown validator, or of one without delegations, takes nothing", async () => {
    const all = await rewarded();
    const deposit = (byte: number, amount = [coin("1")]) =>
      failure(all, (messages) =>
        messages.DepositValidatorRewardsPool(all.ctx, {
          depositor: all.name(12),
          validatorAddress: all.operator(byte),
          amount,
        }),
      );
    expect(await deposit(2)).toBe(`distribution/12: ${all.operator(2)}: validator does not exist`);
    await all.stakes.create(all.ctx, testAddress(2), 0n);
    expect(await deposit(2)).toContain("sdk/18");
    expect(await deposit(1, [])).toContain("sdk/10");
    expect(await deposit(1, [coin("11")])).toContain("sdk/5");
    await all.holds();
  });
});

describe("parameters", () => {
  test("are changed by the authority alone, within their bounds", async () => {
    const all = await rewarded();
    const authority = all.ctx.addresses.format(AUTHORITY);
    const params = { ...DEFAULT_PARAMS, communityTax: dec("0.5") };
    await all.messages.UpdateParams(all.ctx, { authority, params });
    expect(await all.queries.Params(all.ctx, {})).toEqual({ params });
    await all.block(aec(100n), { 1: 1n });
    expect(formatDecCoins(await all.distribution.communityPool(all.ctx))).toBe("52.000000000000000000aec");

    const update = (change: object, by = authority) =>
      failure(all, (messages) =>
        messages.UpdateParams(all.ctx, { authority: by, params: { ...DEFAULT_PARAMS, ...change } }),
      );
    expect(await update({}, all.name(11))).toContain("gov/13");
    expect(await update({ communityTax: dec("1.000000000000000001") })).toContain(
      "sdk/18: community_tax has to be 0 to 1, not 1.000000000000000001",
    );
    expect(await update({ communityTax: dec("-0.1") })).toContain("sdk/18");
    expect(await update({ communityTax: "" })).toContain("sdk/18: community_tax is not a decimal");
    expect(await update({ bonusProposerReward: "1" })).toContain("sdk/18: cannot update base or bonus");
  });

  test.each(["0", "1"])("a community tax of %s leaves nothing out", async (tax) => {
    const all = await rewarded();
    await all.distribution.parameters.set(all.ctx, { ...DEFAULT_PARAMS, communityTax: dec(tax) });
    await all.block(aec(50n), { 1: 1n });
    const pool = 2n * ONE + (tax === "1" ? 50n * ONE : 0n);
    expect(await all.distribution.communityPool(all.ctx)).toEqual([{ denom: "aec", amount: pool }]);
    expect(toDecCoins(aec(150n))).toEqual([{ denom: "aec", amount: 150n * ONE }]);
    await all.holds();
  });
});

test("a withdrawal's records are named before it runs", async () => {
  const { ctx, module, distribution, name, operator } = await rewarded();
  const [eleven, one, two] = [testAddress(11), testAddress(1), testAddress(2)];
  const hint = (message: string, value: object) =>
    module.readAhead![message]!(
      value,
      (text) => ctx.addresses.parse(text),
      (text) => ctx.addresses.parseOperator(text),
    );
  const parties = { delegatorAddress: name(11), validatorAddress: operator(1) };
  const keys = (validator: Uint8Array) => [
    distribution.startingInfos.locate([validator, eleven]),
    distribution.currentRewards.locate(validator),
    distribution.outstanding.locate(validator),
    distribution.withdrawAddresses.locate(eleven),
  ];
  expect(hint("/cosmos.distribution.v1beta1.MsgWithdrawDelegatorReward", parties)).toEqual(keys(one));
  const move = {
    delegatorAddress: name(11),
    validatorSrcAddress: operator(1),
    validatorDstAddress: operator(2),
  };
  expect(hint("/cosmos.staking.v1beta1.MsgBeginRedelegate", move)).toEqual([...keys(one), ...keys(two)]);
});

test("errors have the SDK's codes", () => {
  const codes = Object.values(errors).map(({ codespace, code }) => `${codespace}/${code}`);
  expect(codes).toEqual(Array.from({ length: 12 }, (_, index) => `distribution/${index + 2}`));
});
