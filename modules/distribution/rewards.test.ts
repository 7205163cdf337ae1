import fc from "fast-check";
import { amountOf } from "../../abci/state/coins.js";
import type { WriteContext } from "../../abci/state/context.js";
import { ONE, parseDecimal } from "../../abci/state/decimals.js";
import { AppError } from "../../abci/state/errors.js";
import { testAddress } from "../../abci/state/testing/memory.js";
import { type Fixture, aec, dec, fixture } from "./testing/fixture.js";

const OPERATORS = [1, 2, 3];
const DELEGATORS = [11, 12, 13, 14];

/** A fraction of integers without rounding: how the model counts. */
interface Rational {
  readonly over: bigint;
  readonly under: bigint;
}

const zero: Rational = { over: 0n, under: 1n };
const plus = (a: Rational, b: Rational): Rational => reduced(a.over * b.under + b.over * a.under, a.under * b.under);
const times = (a: Rational, over: bigint, under: bigint): Rational => reduced(a.over * over, a.under * under);

function reduced(over: bigint, under: bigint): Rational {
  let [a, b] = [over, under];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? zero : { over: over / a, under: under / a };
}

type Step =
  | { readonly kind: "block"; readonly fees: bigint; readonly powers: readonly bigint[] }
  | { readonly kind: "delegate"; readonly who: number; readonly to: number; readonly tokens: bigint }
  | { readonly kind: "undelegate"; readonly who: number; readonly to: number; readonly percent: bigint }
  | { readonly kind: "redelegate"; readonly who: number; readonly from: number; readonly to: number }
  | { readonly kind: "withdraw"; readonly who: number; readonly to: number }
  | { readonly kind: "commission"; readonly to: number }
  | { readonly kind: "slash"; readonly to: number; readonly percent: bigint; readonly past: boolean };

const who = fc.constantFrom(...DELEGATORS);
const to = fc.constantFrom(...OPERATORS);
/** From dust to all that there is. */
const amount = fc.oneof(fc.bigInt(1n, 5n), fc.bigInt(1n, 10n ** 12n), fc.bigInt(10n ** 15n, 10n ** 17n));
const block = fc.record({
  kind: fc.constant("block" as const),
  fees: fc.oneof(fc.constant(0n), amount, fc.bigInt(10n ** 18n, 10n ** 27n)),
  powers: fc.array(fc.bigInt(0n, 1000n), { minLength: 3, maxLength: 3 }),
});
const steps = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    block,
    block,
    fc.record({ kind: fc.constant("delegate" as const), who, to, tokens: amount }),
    fc.record({
      kind: fc.constant("undelegate" as const),
      who,
      to,
      percent: fc.oneof(fc.constant(100n), fc.bigInt(1n, 99n)),
    }),
    fc.record({ kind: fc.constant("redelegate" as const), who, from: to, to }),
    fc.record({ kind: fc.constant("withdraw" as const), who, to }),
    fc.record({ kind: fc.constant("commission" as const), to }),
    fc.record({ kind: fc.constant("slash" as const), to, percent: fc.bigInt(0n, 99n), past: fc.boolean() }),
  ),
  { minLength: 5, maxLength: 40 },
);

/** What everybody has earned, counted block by block as the award's share of power, commission and stake. */
class Model {
  /** `operator delegator`, or `operator commission` → earned and not withdrawn. */
  private readonly earned = new Map<string, Rational>();

  block(
    fees: bigint,
    powers: readonly bigint[],
    staked: ReadonlyMap<number, { rate: bigint; shares: ReadonlyMap<number, bigint> }>,
  ): void {
    const total = powers.reduce((sum, power) => sum + power, 0n);
    if (total === 0n) return;
    for (const [index, operator] of OPERATORS.entries()) {
      const { rate, shares } = staked.get(operator)!;
      const award = times({ over: fees * 98n, under: 100n }, powers[index]!, total);
      this.credit(`${operator} commission`, times(award, rate, ONE));
      const all = [...shares.values()].reduce((sum, each) => sum + each, 0n);
      for (const [delegator, own] of shares) {
        this.credit(`${operator} ${delegator}`, times(times(award, ONE - rate, ONE), own, all));
      }
    }
  }

  credit(key: string, amount: Rational): void {
    this.earned.set(key, plus(this.earned.get(key) ?? zero, amount));
  }

  take(key: string): Rational {
    const all = this.earned.get(key) ?? zero;
    this.earned.delete(key);
    return all;
  }
}

/** Three validators, each with a pledge of its own. */
async function network() {
  const all = await fixture();
  const rates = ["0", "0.1", "0.333333333333333333"].map(parseDecimal);
  for (const [index, operator] of OPERATORS.entries()) {
    await all.stakes.create(all.ctx, testAddress(operator), rates[index]!);
    await all.stakes.delegate(all.ctx, testAddress(operator), testAddress(operator), 10n ** 15n);
  }
  const staked = async () => {
    const result = new Map<number, { rate: bigint; shares: Map<number, bigint> }>();
    for (const operator of OPERATORS) {
      const shares = new Map<number, bigint>();
      for (const delegator of [operator, ...DELEGATORS]) {
        shares.set(delegator, await all.stakes.sharesOf(all.ctx, testAddress(delegator), testAddress(operator)));
      }
      result.set(operator, { rate: (await all.stakes.at(all.ctx, testAddress(operator))).commission.rate, shares });
    }
    return result;
  };
  return { ...all, staked };
}

/** Does a step, all or nothing; one that staking or distribution refuses does nothing. */
async function run({ ctx, stakes, messages, name, operator }: Fixture, step: Exclude<Step, { kind: "block" }>) {
  const at = testAddress(step.to);
  const perform = async (inner: WriteContext): Promise<unknown> => {
    switch (step.kind) {
      case "delegate":
        return stakes.delegate(inner, testAddress(step.who), at, step.tokens);
      case "undelegate": {
        const shares = await stakes.sharesOf(inner, testAddress(step.who), at);
        return stakes.undelegate(inner, testAddress(step.who), at, (shares * step.percent) / 100n);
      }
      case "redelegate":
        return stakes.redelegate(inner, testAddress(step.who), testAddress(step.from), at);
      case "withdraw": {
        const claim = { delegatorAddress: name(step.who), validatorAddress: operator(step.to) };
        return messages.WithdrawDelegatorReward(inner, claim);
      }
      case "commission":
        return messages.WithdrawValidatorCommission(inner, { validatorAddress: operator(step.to) });
      case "slash":
        return stakes.slash(inner, at, (step.percent * ONE) / 100n, step.past ? 0n : inner.block.height);
    }
  };
  ctx.events.length = 0;
  await ctx.branch(perform).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
}

/** Whom the last step paid how much, by the model's keys. */
function payments({ ctx, name, operator }: Fixture, step: Step): [key: string, paid: bigint][] {
  return ctx.events.flatMap(({ type, attributes }): [string, bigint][] => {
    const of = (key: string): string => attributes.find((each) => each.key === key)?.value ?? "";
    const paid = BigInt(/^\d*/.exec(of("amount"))![0] || "0");
    if (type === "withdraw_commission" && step.kind === "commission") return [[`${step.to} commission`, paid]];
    if (type !== "withdraw_rewards") return [];
    const validator = OPERATORS.find((each) => operator(each) === of("validator"));
    const delegator = [...OPERATORS, ...DELEGATORS].find((each) => name(each) === of("delegator"));
    return [[`${validator} ${delegator}`, paid]];
  });
}

test("property: everybody gets what an exact count by block gives them, less rounding, and every unit is accounted for", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      const all = await network();
      const { ctx, bank, distribution } = all;
      const model = new Model();
      let paidIn = 0n;
      let paidOut = 0n;
      let mostShares = 0n;
      for (const step of plan) {
        if (step.kind === "block") {
          model.block(step.fees, step.powers, await all.staked());
          await all.block(
            aec(step.fees),
            Object.fromEntries(OPERATORS.map((each, index) => [each, step.powers[index]!])),
          );
          paidIn += step.fees;
          continue;
        }
        const before = await all.staked();
        for (const operator of OPERATORS) {
          const { shares } = await all.stakes.at(ctx, testAddress(operator));
          if (shares > mostShares) mostShares = shares;
        }
        await run(all, step);
        for (const [key, paid] of payments(all, step)) {
          const owed = model.take(key);
          paidOut += paid;
          expect(paid * owed.under).toBeLessThanOrEqual(owed.over);
          // A unit for the fraction, and in each period what the last place of the ratio makes.
          expect(owed.over / owed.under - paid).toBeLessThanOrEqual(
            1n + (BigInt(plan.length) * mostShares) / (ONE * ONE * ONE),
          );
          if (key.endsWith("commission")) model.credit(key, plus(owed, { over: -paid, under: 1n }));
        }
        // Whose shares changed was paid.
        const paidKeys = new Set(payments(all, step).map(([key]) => key));
        for (const [operator, { shares }] of await all.staked()) {
          for (const [delegator, own] of shares) {
            const had = before.get(operator)!.shares.get(delegator)!;
            if (had !== own && had > 0n) expect(paidKeys).toContain(`${operator} ${delegator}`);
          }
        }
        await all.holds();
      }
      expect(await bank.balance(ctx, distribution.account, "aec")).toBe(paidIn - paidOut);
    }),
    { numRuns: 60 },
  );
});

test("a validator's award goes to its commission first, and to its delegations by their shares", async () => {
  const { ctx, stakes, block, queries, name, operator, messages, holds } = await fixture();
  await stakes.create(ctx, testAddress(1), parseDecimal("0.1"));
  await stakes.delegate(ctx, testAddress(1), testAddress(1), 100n);
  await stakes.delegate(ctx, testAddress(11), testAddress(1), 300n);
  await block(aec(1000n), { 1: 7n });
  const rewards = async (byte: number) =>
    (await queries.DelegationRewards(ctx, { delegatorAddress: name(byte), validatorAddress: operator(1) })).rewards;
  expect(await rewards(1)).toEqual([{ denom: "aec", amount: dec("220.5") }]);
  expect(await rewards(11)).toEqual([{ denom: "aec", amount: dec("661.5") }]);
  const claim = { delegatorAddress: name(11), validatorAddress: operator(1) };
  expect(await messages.WithdrawDelegatorReward(ctx, claim)).toEqual({ amount: [{ denom: "aec", amount: "661" }] });
  expect(await rewards(11)).toEqual([]);
  expect(await messages.WithdrawDelegatorReward(ctx, claim)).toEqual({ amount: [{ denom: "aec", amount: "0" }] });
  const pool = (await queries.CommunityPool(ctx, {})).pool;
  expect(pool).toEqual([{ denom: "aec", amount: dec("20.5") }]);
  await holds();
});

test("a slash changes no reward that was earned, and later ones stay in proportion", async () => {
  const { ctx, stakes, block, queries, name, operator, holds } = await fixture();
  await stakes.create(ctx, testAddress(1), 0n);
  await stakes.delegate(ctx, testAddress(11), testAddress(1), 1000n);
  await block(aec(100n), { 1: 1n });
  await stakes.slash(ctx, testAddress(1), parseDecimal("0.5"));
  await stakes.slash(ctx, testAddress(1), parseDecimal("0.5"));
  await stakes.delegate(ctx, testAddress(12), testAddress(1), 250n);
  await block(aec(100n), { 1: 1n });
  const rewards = async (byte: number) =>
    (await queries.DelegationRewards(ctx, { delegatorAddress: name(byte), validatorAddress: operator(1) })).rewards;
  expect(await rewards(11)).toEqual([{ denom: "aec", amount: dec("147") }]);
  expect(await rewards(12)).toEqual([{ denom: "aec", amount: dec("49") }]);
  const range = { validatorAddress: operator(1), startingHeight: 0n, endingHeight: 100n };
  const { slashes } = await queries.ValidatorSlashes(ctx, range);
  expect(slashes.map(({ fraction }) => fraction)).toEqual([dec("0.5"), dec("0.5")]);
  await holds();
});

test("a coin with few decimals is shared among many shares, whoever withdraws in between", async () => {
  const all = await fixture();
  const { ctx, stakes, staking, messages, name, operator, distribution } = all;
  await staking.reduction.set(ctx, 10n ** 18n);
  await stakes.create(ctx, testAddress(1), 0n);
  for (const byte of [11, 12]) await stakes.delegate(ctx, testAddress(byte), testAddress(1), 10n ** 25n);
  const claim = (byte: number) => ({ delegatorAddress: name(byte), validatorAddress: operator(1) });
  for (let i = 0; i < 10; i++) {
    await all.block([{ denom: "uusd", amount: 100n }], { 1: 1n });
    await messages.WithdrawDelegatorReward(ctx, claim(11));
  }
  const { amount } = await messages.WithdrawDelegatorReward(ctx, claim(12));
  expect(amount).toEqual([{ denom: "uusd", amount: "490" }]);
  expect(amountOf(await distribution.communityPool(ctx), "uusd")).toBe(20n * ONE);
  await all.holds();
});

test("many withdrawals in one block end one period, and each reads as little as the first", async () => {
  const { ctx, stakes, block, distribution, messages, name, operator, holds } = await fixture();
  await stakes.create(ctx, testAddress(1), 0n);
  for (const byte of DELEGATORS) await stakes.delegate(ctx, testAddress(byte), testAddress(1), 10n ** 15n);
  for (let i = 0; i < 5; i++) {
    await block(aec(1_000_000n), { 1: 1n });
    await stakes.slash(ctx, testAddress(1), parseDecimal("0.01"));
  }
  await block(aec(1_000_000n), { 1: 1n });
  const gas: bigint[] = [];
  for (const byte of DELEGATORS) {
    const before = ctx.gas.consumed;
    await messages.WithdrawDelegatorReward(ctx, { delegatorAddress: name(byte), validatorAddress: operator(1) });
    gas.push(ctx.gas.consumed - before);
  }
  const periods: bigint[] = [];
  for await (const [[, period]] of distribution.historicalRewards.range(ctx)) periods.push(period);
  expect(periods).toHaveLength(1);
  expect(gas.slice(1).every((used) => used <= gas[0]!)).toBe(true);
  await holds();
});

test("a validator that nobody has a share in earns for the pool, not for whoever comes next", async () => {
  const { ctx, stakes, block, queries, name, operator, bank, distribution, holds } = await fixture();
  await stakes.create(ctx, testAddress(1), 0n);
  await stakes.delegate(ctx, testAddress(11), testAddress(1), 10n);
  await stakes.undelegate(ctx, testAddress(11), testAddress(1));
  await block(aec(100n), { 1: 1n });
  await stakes.delegate(ctx, testAddress(12), testAddress(1), 1n);
  const claim = { delegatorAddress: name(12), validatorAddress: operator(1) };
  expect(await queries.DelegationRewards(ctx, claim)).toEqual({ rewards: [] });
  expect(amountOf(await distribution.communityPool(ctx), "aec")).toBe(100n * ONE);
  expect(await bank.balance(ctx, distribution.account, "aec")).toBe(100n);
  await holds();
});

test("a validator that is removed is paid its commission, and leaves nothing behind but its slashes", async () => {
  const { ctx, stakes, block, bank, distribution, holds } = await fixture();
  await stakes.create(ctx, testAddress(1), parseDecimal("0.5"));
  await stakes.delegate(ctx, testAddress(11), testAddress(1), 3n);
  await block(aec(101n), { 1: 1n });
  await stakes.slash(ctx, testAddress(1), parseDecimal("0.1"));
  await stakes.retire(ctx, testAddress(1));
  await stakes.undelegate(ctx, testAddress(11), testAddress(1));
  expect(await bank.balance(ctx, testAddress(1), "aec")).toBe(49n);
  expect(await bank.balance(ctx, testAddress(11), "aec")).toBe(49n);
  expect(amountOf(await distribution.communityPool(ctx), "aec")).toBe(3n * ONE);
  for (const records of [distribution.outstanding, distribution.commissions, distribution.currentRewards]) {
    expect(await records.has(ctx, testAddress(1))).toBe(false);
  }
  await holds();
  await stakes.create(ctx, testAddress(1), 0n);
  await holds();
});
