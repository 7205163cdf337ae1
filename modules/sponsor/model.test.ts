import fc from "fast-check";
import { AppError } from "../../abci/state/errors.js";
import { inBlock } from "../../abci/state/testing/memory.js";
import { NANOS_PER_SECOND } from "../../abci/state/time.js";
import { BASE_FEE, callOf, sponsorFixture } from "./testing/fixture.js";

const DAY = 86_400n * NANOS_PER_SECOND;

/** A call by one of three users, a block and some hours after the one before or in the same. */
interface Step {
  readonly user: number;
  readonly gas: bigint;
  /** In hundredths of the gas limit. */
  readonly used: bigint;
  readonly hours: bigint;
}

const step: fc.Arbitrary<Step> = fc.record({
  user: fc.integer({ min: 10, max: 12 }),
  gas: fc.bigInt(1n, 120n),
  used: fc.bigInt(1n, 100n),
  hours: fc.constantFrom(0n, 0n, 0n, 1n, 9n, 30n),
});

const limits = fc.record({
  gas: fc.constantFrom(0n, 100n),
  userDailyFee: fc.option(fc.bigInt(500n, 3000n)),
  userDailyCalls: fc.bigInt(0n, 3n),
  dailyFee: fc.option(fc.bigInt(1000n, 6000n)),
  blockGas: fc.constantFrom(0n, 150n, 300n),
});

const EC = 10n ** 18n;

interface Paid extends Step {
  readonly day: bigint;
  readonly height: bigint;
  readonly fee: bigint;
}

// What is paid for is exactly what a list of all earlier calls, added up anew each time, leaves room for.
test("limits and deposit agree with a naive account of all calls", async () => {
  await fc.assert(
    fc.asyncProperty(limits, fc.array(step, { minLength: 1, maxLength: 25 }), async (limit, steps) => {
      const test = await sponsorFixture();
      const terms = {
        limits: {
          ...limit,
          userDailyFee: limit.userDailyFee?.toString() ?? "",
          dailyFee: limit.dailyFee?.toString() ?? "",
        },
      };
      const id = await test.open(test.ctx, { terms });
      const paid: Paid[] = [];
      let at = test.ctx;
      for (const each of steps) {
        if (each.hours > 0n) {
          const timeNanos = at.block.timeNanos + each.hours * 3600n * NANOS_PER_SECOND;
          at = inBlock(at, { height: at.block.height + 1n, timeNanos });
        }
        const day = at.block.timeNanos / DAY;
        const { height } = at.block;
        const used = (each.gas * each.used + 99n) / 100n;
        const sum = (which: (call: Paid) => boolean, what: (call: Paid) => bigint): bigint =>
          paid.filter(which).reduce((total, call) => total + what(call), 0n);
        const today = (call: Paid): boolean => call.day === day;
        const own = (call: Paid): boolean => today(call) && call.user === each.user;
        const most = each.gas * BASE_FEE;
        const fits =
          (limit.gas === 0n || each.gas <= limit.gas) &&
          (limit.userDailyFee === null || sum(own, ({ fee }) => fee) + most <= limit.userDailyFee) &&
          (limit.userDailyCalls === 0n || sum(own, () => 1n) < limit.userDailyCalls) &&
          (limit.dailyFee === null || sum(today, ({ fee }) => fee) + most <= limit.dailyFee) &&
          (limit.blockGas === 0n ||
            sum(
              (call) => call.height === height,
              (call) => call.fee / BASE_FEE,
            ) +
              each.gas <=
              limit.blockGas);
        const call = callOf(each.user, { gasLimit: each.gas });
        const outcome = await test.pay(at, call, used).catch((error: unknown) => {
          if (error instanceof AppError) return "refused" as const;
          throw error;
        });
        expect(outcome).toBe(fits ? used * BASE_FEE : "refused");
        if (fits) paid.push({ ...each, day, height, fee: used * BASE_FEE });
      }
      expect(await test.keeper.deposit(at, id)).toBe(EC - paid.reduce((total, { fee }) => total + fee, 0n));
      await test.holds(at);
    }),
    { numRuns: 60 },
  );
});
