import fc from "fast-check";
import { amountOf } from "../../abci/state/coins.js";
import { ONE, parseDecimal } from "../../abci/state/decimals.js";
import { testAddress } from "../../abci/state/testing/memory.js";
import { errors } from "./errors.js";
import { aec, dec, fixture } from "./testing/fixture.js";

const OPERATORS = [1, 2, 3];
const DELEGATORS = [11, 12, 13, 14];
const WEALTH = 10n ** 30n;

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
  | { readonly kind: "slash"; readonly to: number; readonly percent: bigint };

const who = fc.constantFrom(...DELEGATORS);
const to = fc.constantFrom(...OPERATORS);
/** From dust to all that there is. */
const amount = fc.oneof(fc.bigInt(1n, 5n), fc.bigInt(1n, 10n ** 12n), fc.bigInt(10n ** 18n, 10n ** 27n));
const percent = fc.oneof(fc.constant(100n), fc.bigInt(1n, 99n));
const block = fc.record({
  kind: fc.constant("block" as const),
  fees: fc.oneof(fc.constant(0n), amount),
  powers: fc.array(fc.bigInt(0n, 1000n), { minLength: 3, maxLength: 3 }),
});
const steps = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    block,
    block,
    fc.record({ kind: fc.constant("delegate" as const), who, to, tokens: amount }),
    fc.record({ kind: fc.constant("undelegate" as const), who, to, percent }),
    fc.record({ kind: fc.constant("redelegate" as const), who, from: to, to }),
    fc.record({ kind: fc.constant("withdraw" as const), who, to }),
    fc.record({ kind: fc.constant("commission" as const), to }),
    fc.record({ kind: fc.constant("slash" as const), to, percent: fc.bigInt(0n, 99n) }),
  ),
  { minLength: 5, maxLength: 40 },
);

/** What everybody has earned, counted block by block as the award's share of power, commission and stake. */
class Model {
  /** `operator delegator` → earned and not withdrawn. */
  readonly earned = new Map<string, Rational>();

  block(
    fees: bigint,
    powers: readonly bigint[],
    staked: (operator: number) => { rate: bigint; shares: ReadonlyMap<number, bigint> },
  ): void {
    const total = powers.reduce((sum, power) => sum + power, 0n);
    if (total === 0n) return;
    for (const [index, operator] of OPERATORS.entries()) {
      const { rate, shares } = staked(operator);
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

async function setUp() {
  const holders = Object.fromEntries([...OPERATORS, ...DELEGATORS].map((byte) => [byte, aec(WEALTH)]));
  const all = await fixture(holders);
  const rates = ["0", "0.1", "0.333333333333333333"].map(parseDecimal);
  for (const [index, operator] of OPERATORS.entries()) {
    await all.stakes.create(all.ctx, testAddress(operator), rates[index]!);
    await all.stakes.delegate(all.ctx, testAddress(operator), testAddress(operator), 10n ** 18n);
  }
  const sharesOf = async (delegator: number, operator: number) =>
    (await all.stakes.delegation(all.ctx, testAddress(delegator), testAddress(operator)))?.shares ?? 0n;
  return { ...all, sharesOf };
}

test("property: everybody gets what an exact count by block gives them, less rounding, and every unit is accounted for", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      const all = await setUp();
      const { ctx, bank, distribution, stakes, sharesOf } = all;
      const model = new Model();
      let paidIn = 0n;
      let paidOut = 0n;
      let mostShares = 0n;

      /** Runs what pays delegations, and holds what each got to the model: at most that, and hardly less. */
      const paying = async (keys: readonly string[], work: () => Promise<unknown>): Promise<void> => {
        const before = await Promise.all(keys.map((key) => bank.balance(ctx, payeeOf(key), "aec")));
        const payees = new Set(keys.map((key) => key.split(" ")[1]));
        await work();
        const got = await Promise.all(keys.map((key) => bank.balance(ctx, payeeOf(key), "aec")));
        const paid = payees.size === 1 ? [got[0]! - before[0]!] : got.map((after, index) => after - before[index]!);
        const owed = keys.map((key) => model.take(key)).reduce(plus, zero);
        const sum = paid.reduce((a, b) => a + b, 0n);
        paidOut += sum;
        expect(sum * owed.under).toBeLessThanOrEqual(owed.over);
        // A unit for the fraction that is the pool's, and in each period what the last place of a share's reward makes.
        const missing = owed.over / owed.under - sum;
        expect(missing).toBeLessThanOrEqual(BigInt(keys.length) + (BigInt(plan.length) * mostShares) / (ONE * ONE));
      };

      for (const step of plan) {
        switch (step.kind) {
          case "block": {
            const shares = new Map<number, Map<number, bigint>>();
            for (const operator of OPERATORS) {
              const own = new Map<number, bigint>();
              for (const delegator of [operator, ...DELEGATORS])
                own.set(delegator, await sharesOf(delegator, operator));
              shares.set(operator, own);
            }
            model.block(step.fees, step.powers, (operator) => ({
              rate: stakes.at(testAddress(operator)).commission.rate,
              shares: shares.get(operator)!,
            }));
            paidIn += step.fees;
            await all.block(aec(step.fees), Object.fromEntries(OPERATORS.map((o, index) => [o, step.powers[index]!])));
            break;
          }
          case "delegate":
            await paying([`${step.to} ${step.who}`], () =>
              stakes.delegate(ctx, testAddress(step.who), testAddress(step.to), step.tokens),
            );
            break;
          case "undelegate":
          case "redelegate": {
            const from = step.kind === "undelegate" ? step.to : step.from;
            const shares = await sharesOf(step.who, from);
            const part = step.kind === "undelegate" ? (shares * step.percent) / 100n : shares;
            if (part === 0n || (step.kind === "redelegate" && step.from === step.to)) break;
            const keys = step.kind === "undelegate" ? [] : [`${step.to} ${step.who}`];
            await paying([`${from} ${step.who}`, ...keys], async () => {
              const tokens = await stakes.undelegate(ctx, testAddress(step.who), testAddress(from), { shares: part });
              if (step.kind === "redelegate") {
                if (tokens > 0n) await stakes.delegate(ctx, testAddress(step.who), testAddress(step.to), tokens);
                else model.credit(`${step.to} ${step.who}`, zero);
              }
            });
            break;
          }
          case "withdraw":
            if ((await sharesOf(step.who, step.to)) === 0n) break;
            await paying([`${step.to} ${step.who}`], () =>
              all.messages.WithdrawDelegatorReward(ctx, {
                delegatorAddress: all.name(step.who),
                validatorAddress: all.operator(step.to),
              }),
            );
            break;
          case "commission": {
            const before = await bank.balance(ctx, testAddress(step.to), "aec");
            const owed = model.earned.get(`${step.to} commission`) ?? zero;
            await all.messages
              .WithdrawValidatorCommission(ctx, { validatorAddress: all.operator(step.to) })
              .catch((error: unknown) => expect(error).toMatchObject({ code: errors.noCommission.code }));
            const got = (await bank.balance(ctx, testAddress(step.to), "aec")) - before;
            paidOut += got;
            expect(got * owed.under).toBeLessThanOrEqual(owed.over);
            model.credit(`${step.to} commission`, { over: -got, under: 1n });
            break;
          }
          case "slash":
            if (stakes.at(testAddress(step.to)).tokens > 1n) {
              await stakes.slash(ctx, testAddress(step.to), (step.percent * ONE) / 100n);
            }
        }
        await all.holds();
        for (const operator of OPERATORS) {
          const { shares } = stakes.at(testAddress(operator));
          if (shares > mostShares) mostShares = shares;
        }
      }
      expect(await bank.balance(ctx, distribution.account, "aec")).toBe(paidIn - paidOut);
    }),
    { numRuns: 60 },
  );
});

/** Whom a claim is paid to: `operator delegator`. */
const payeeOf = (key: string): Uint8Array => testAddress(Number(key.split(" ")[1]));

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

test("many withdrawals in one block end one period, and each reads as little as the first", async () => {
  const { ctx, stakes, block, distribution, messages, name, operator, holds } = await fixture();
  await stakes.create(ctx, testAddress(1), 0n);
  for (const byte of DELEGATORS) await stakes.delegate(ctx, testAddress(byte), testAddress(1), 10n ** 18n);
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
  const { shares } = (await stakes.delegation(ctx, testAddress(11), testAddress(1)))!;
  await stakes.undelegate(ctx, testAddress(11), testAddress(1), { shares });
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
  const { shares } = (await stakes.delegation(ctx, testAddress(11), testAddress(1)))!;
  await stakes.undelegate(ctx, testAddress(11), testAddress(1), { shares, remove: true });
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
