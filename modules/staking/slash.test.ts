import fc from "fast-check";
import type { StateContext } from "../../abci/state/context.js";
import { ONE } from "../../abci/state/decimals.js";
import { AppError } from "../../abci/state/errors.js";
import { beginBlock } from "./blocks.js";
import { activeSet, address, REDUCTION, type StakingFixture, stakingFixture } from "./testing/fixture.js";
import type { SeatPolicy } from "./types.js";

const TENTH = ONE / 10n;

/** Validators 1 and 2 are active in block 2, with 1000 of their own each. */
async function chain(options: Parameters<typeof stakingFixture>[0] = {}) {
  const fixture = await stakingFixture(options);
  for (const byte of [1, 2]) await fixture.messages.CreateValidator(fixture.ctx, fixture.entry(byte, 1000n));
  return { ...fixture, ctx: await fixture.next(fixture.ctx) };
}

/** Slashes validator 1 for a fault at a height at which it had so many tokens. */
async function slash(
  fixture: StakingFixture,
  ctx: StateContext,
  { height, tokens, fraction = TENTH }: { height: bigint; tokens: bigint; fraction?: bigint },
) {
  const { consAddress } = await fixture.validator(ctx, 1);
  const power = tokens / REDUCTION;
  return fixture.staking.slash(ctx, { consAddress, infractionHeight: height, power, fraction });
}

const delegate = (fixture: StakingFixture, ctx: StateContext, byte: number, amount: bigint) =>
  fixture.staking.delegate(ctx, { delegator: address(byte), operator: address(1), amount, source: "account" });

const undelegate = async (fixture: StakingFixture, ctx: StateContext, from: number, amount: bigint) => {
  const id = { delegator: address(3), operator: address(from) };
  return fixture.staking.undelegate(ctx, {
    ...id,
    shares: await fixture.staking.sharesForTokens(ctx, { ...id, amount }),
  });
};

const redelegate = async (fixture: StakingFixture, ctx: StateContext, amount: bigint) => {
  const id = { delegator: address(3), operator: address(1), amount };
  const shares = await fixture.staking.sharesForTokens(ctx, id);
  return fixture.staking.redelegate(ctx, { delegator: address(3), from: address(1), to: address(2), shares });
};

/** What an account has in all: free, delegated and unbonding. */
async function wealth({ staking, bank }: StakingFixture, ctx: StateContext, byte: number): Promise<bigint> {
  let sum = await bank.balance(ctx, address(byte), "aec");
  for await (const { operator, shares } of staking.delegationsOf(ctx, address(byte))) {
    sum += staking.worth(await staking.requireValidator(ctx, operator), shares);
  }
  for (const from of [1, 2]) {
    for (const { balance } of (await staking.unbonding(ctx, address(byte), address(from))).entries) sum += balance;
  }
  return sum;
}

test("a slash at the height at hand burns part of the validator, and each share is worth less", async () => {
  const fixture = await chain();
  const { ctx, bank } = fixture;
  await delegate(fixture, ctx, 3, 500n);
  const supply = await bank.supply(ctx, "aec");
  expect(await slash(fixture, ctx, { height: 2n, tokens: 1500n })).toBe(150n);
  expect(await bank.supply(ctx, "aec")).toBe(supply - 150n);
  expect(await wealth(fixture, ctx, 3)).toBe(1_000_000n - 50n);
  await fixture.holds(ctx);
});

describe("a validator whose power is capped", () => {
  const seats: SeatPolicy = {
    async seat(_ctx, candidates, count) {
      const seated = [];
      for await (const each of candidates) if (seated.length < count) seated.push(each);
      return seated;
    },
    capPowers: async (_ctx, powers) => powers.map((power) => (power > 60n ? 60n : power)),
  };

  /** Validator 1 votes with a cap of 60 units, and 100 stand behind it, in the blocks from 4 on. */
  async function capped(historicalEntries: number) {
    const fixture = await chain({ seats, params: { historicalEntries } });
    const next = async (at: StateContext) => {
      const ctx = await fixture.next(at);
      await beginBlock(ctx, fixture.staking);
      return ctx;
    };
    let ctx = await next(await next(fixture.ctx));
    expect(await activeSet(fixture, ctx)).toEqual([
      [1, 60n],
      [2, 60n],
    ]);
    await delegate(fixture, ctx, 3, 500n);
    ctx = await next(ctx);
    await undelegate(fixture, ctx, 1, 300n);
    return { fixture, ctx: await next(ctx) };
  }

  test("pays its fraction of all that stood behind it, as much as each who left since", async () => {
    const { fixture, ctx } = await capped(100);
    // It voted in block 6 with what block 4 decided: 1500, of which 300 left in block 5.
    expect(await slash(fixture, ctx, { height: 5n, tokens: 600n })).toBe(150n);
    expect((await fixture.validator(ctx, 1)).tokens).toBe(1200n - 120n);
    expect(await wealth(fixture, ctx, 3)).toBe(1_000_000n - 50n);
    await fixture.holds(ctx);
  });

  test("pays a fraction of the power that evidence names, when no record of the block is left", async () => {
    const { fixture, ctx } = await capped(1);
    expect(await slash(fixture, ctx, { height: 5n, tokens: 600n })).toBe(60n);
    expect((await fixture.validator(ctx, 1)).tokens).toBe(1200n - 30n);
    await fixture.holds(ctx);
  });
});

test("stake that left before the fault pays nothing; what left after it pays its part", async () => {
  const fixture = await chain();
  let { ctx } = fixture;
  await delegate(fixture, ctx, 3, 500n);
  await undelegate(fixture, ctx, 1, 100n);
  ctx = await fixture.next(ctx);
  await undelegate(fixture, ctx, 1, 200n);
  ctx = await fixture.next(ctx);
  expect(await slash(fixture, ctx, { height: 3n, tokens: 1400n })).toBe(140n);
  expect((await fixture.staking.unbonding(ctx, address(3), address(1))).entries.map(({ balance }) => balance)).toEqual([
    100n,
    180n,
  ]);
  expect((await fixture.validator(ctx, 1)).tokens).toBe(1200n - 120n);
  await fixture.holds(ctx);
});

test("redelegated stake is followed, first into what is unbonding at its destination", async () => {
  const fixture = await chain();
  let { ctx } = fixture;
  await delegate(fixture, ctx, 3, 500n);
  await redelegate(fixture, ctx, 400n);
  await undelegate(fixture, ctx, 2, 30n);
  ctx = await fixture.next(ctx);
  expect(await slash(fixture, ctx, { height: 2n, tokens: 1500n })).toBe(150n);
  // 40 of the 400 that moved: 30 that were unbonding there, and 10 of the delegation.
  expect((await fixture.staking.unbonding(ctx, address(3), address(2))).entries[0]!.balance).toBe(0n);
  expect((await fixture.staking.delegation(ctx, address(3), address(2)))!.shares).toBe(360n * ONE);
  expect((await fixture.validator(ctx, 2)).tokens).toBe(1360n);
  expect((await fixture.validator(ctx, 1)).tokens).toBe(1100n - 110n);
  await fixture.holds(ctx);
});

test("what was redelegated and has left for good is owed by the source, as far as it can", async () => {
  const fixture = await chain();
  let { ctx } = fixture;
  await delegate(fixture, ctx, 3, 500n);
  await redelegate(fixture, ctx, 500n);
  ctx = await fixture.next(ctx);
  expect(await slash(fixture, ctx, { height: 2n, tokens: 1500n, fraction: ONE })).toBe(1500n);
  expect((await fixture.validator(ctx, 1)).tokens).toBe(0n);
  expect((await fixture.validator(ctx, 2)).tokens).toBe(1000n);
  await fixture.holds(ctx);
});

test("a second slash takes no more than is left, and nothing is ever negative", async () => {
  const fixture = await chain();
  let { ctx } = fixture;
  await delegate(fixture, ctx, 3, 500n);
  await undelegate(fixture, ctx, 1, 500n);
  ctx = await fixture.next(ctx);
  for (let time = 0; time < 3; time++) await slash(fixture, ctx, { height: 2n, tokens: 1500n, fraction: ONE / 2n });
  expect((await fixture.staking.unbonding(ctx, address(3), address(1))).entries[0]!.balance).toBe(0n);
  expect((await fixture.validator(ctx, 1)).tokens).toBe(0n);
  await fixture.holds(ctx);
  // An entry slashed to nothing still ends, and pays nothing.
  const later = await fixture.next(await fixture.next(ctx, 100n));
  expect(await fixture.held(later, 3)).toBe(1_000_000n - 500n);
  await fixture.holds(later);
});

test("an unknown validator and one whose unbonding is over are not slashed", async () => {
  const fixture = await chain();
  const { ctx, staking } = fixture;
  const nobody = { consAddress: new Uint8Array(20), infractionHeight: 1n, power: 10n, fraction: TENTH };
  expect(await staking.slash(ctx, nobody)).toBe(0n);
  await fixture.messages.CreateValidator(ctx, fixture.entry(4, 1000n));
  const { consAddress } = await fixture.validator(ctx, 4);
  expect(await staking.slash(ctx, { ...nobody, consAddress })).toBe(0n);
});

test("coins go to a sink instead of the fire, once for each pool", async () => {
  const fixture = await chain();
  let { ctx } = fixture;
  await delegate(fixture, ctx, 3, 500n);
  await undelegate(fixture, ctx, 1, 100n);
  ctx = await fixture.next(ctx);
  const supply = await fixture.bank.supply(ctx, "aec");
  const given: bigint[] = [];
  const { consAddress } = await fixture.validator(ctx, 1);
  const taken = await fixture.staking.slash(ctx, {
    consAddress,
    infractionHeight: 2n,
    power: 150n,
    fraction: TENTH,
    sink: async (at, pool, coins) => {
      given.push(coins[0]!.amount);
      await fixture.bank.move(at, { from: pool, to: address(9), coins });
    },
  });
  expect([taken, given]).toEqual([150n, [140n, 10n]]);
  expect(await fixture.bank.supply(ctx, "aec")).toBe(supply);
  await fixture.holds(ctx);
});

test("a listener that refuses stops no slash, and leaves nothing behind", async () => {
  const refuse = async (ctx: { emit(event: { type: string; attributes: [] }): void }) => {
    ctx.emit({ type: "half", attributes: [] });
    throw new AppError("test", 1, "no");
  };
  const hooks = { beforeValidatorModified: refuse, beforeValidatorSlashed: refuse };
  const all: object[] = [hooks];
  const fixture = await chain({ hooks: all });
  let { ctx } = fixture;
  await delegate(fixture, ctx, 3, 500n);
  await redelegate(fixture, ctx, 100n);
  all.push({ beforeDelegationSharesModified: refuse });
  ctx = await fixture.next(ctx);
  // Ten of what moved stay where they are.
  expect(await slash(fixture, ctx, { height: 2n, tokens: 1500n })).toBe(140n);
  expect(ctx.events.some(({ type }) => type === "half")).toBe(false);
  await fixture.holds(ctx);
});

test("listeners hear of a slash before it, with the part of the tokens that goes", async () => {
  const heard: [bigint, bigint][] = [];
  const hooks = [
    {
      async beforeValidatorSlashed(ctx: StateContext, operator: Uint8Array, fraction: bigint) {
        heard.push([(await fixture.staking.validator(ctx, operator))!.tokens, fraction]);
      },
    },
  ];
  const fixture: StakingFixture = await chain({ hooks: hooks });
  await slash(fixture, fixture.ctx, { height: 2n, tokens: 1000n });
  expect(heard).toEqual([[1000n, TENTH]]);
});

type Move =
  | { readonly do: "undelegate" | "redelegate" | "undelegate there" | "cancel"; readonly amount: bigint }
  | { readonly do: "block" };

const moves = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom("undelegate", "redelegate", "undelegate there", "cancel"),
      amount: fc.bigInt({ min: 1n, max: 400n }),
    }),
    fc.record({ do: fc.constant("block" as const) }),
  ),
  { maxLength: 12 },
);

/** Makes a move, or nothing when it is refused. */
async function make(fixture: StakingFixture, ctx: StateContext, move: Exclude<Move, { do: "block" }>): Promise<void> {
  const { staking } = fixture;
  const work = ctx.branch(async (inner) => {
    const at = inner as StateContext;
    if (move.do === "undelegate") await undelegate(fixture, at, 1, move.amount);
    if (move.do === "redelegate") await redelegate(fixture, at, move.amount);
    if (move.do === "undelegate there") await undelegate(fixture, at, 2, move.amount);
    if (move.do === "cancel") {
      const entry = (await staking.unbonding(at, address(3), address(1))).entries[0];
      if (entry === undefined) return;
      const { creationHeight, balance } = entry;
      const amount = move.amount < balance ? move.amount : balance;
      await staking.cancelUnbonding(at, { delegator: address(3), operator: address(1), amount, creationHeight });
    }
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
}

/** Makes moves, or waits for blocks; each invariant holds after each block. Returns the context after them. */
async function makeAll(fixture: StakingFixture, ctx: StateContext, steps: readonly Move[]): Promise<StateContext> {
  for (const step of steps) {
    if (step.do === "block") ctx = await fixture.next(ctx);
    else await make(fixture, ctx, step);
  }
  await fixture.holds(ctx);
  return ctx;
}

test("in whatever order a delegator unbonds, redelegates and cancels around the evidence, it loses the same", async () => {
  await fc.assert(
    fc.asyncProperty(moves, moves, fc.bigInt({ min: 1n, max: ONE }), async (before, after, fraction) => {
      const steps = [...before, ...after];
      const fixture = await chain({ params: { maxEntries: 50 } });
      let { ctx } = fixture;
      await delegate(fixture, ctx, 3, 1000n);
      ctx = await fixture.next(ctx);
      const fault = ctx.block.height;
      ctx = await fixture.next(await makeAll(fixture, ctx, before));
      const supply = await fixture.bank.supply(ctx, "aec");
      const taken = await slash(fixture, ctx, { height: fault, tokens: 2000n, fraction });
      await fixture.holds(ctx);
      ctx = await makeAll(fixture, ctx, after);
      // The naive rule: everything behind the validator at the fault loses the fraction, wherever it is now.
      const whole = (2000n * fraction) / ONE;
      expect(taken).toBeLessThanOrEqual(whole);
      expect(taken).toBeGreaterThanOrEqual(whole - BigInt(steps.length));
      expect(await fixture.bank.supply(ctx, "aec")).toBe(supply - taken);
      // Each entry cuts its fraction, and the validator pays for it: so the delegator is off by a unit an entry.
      const loss = 1_000_000n - (await wealth(fixture, ctx, 3));
      const naive = (1000n * fraction) / ONE;
      const slack = BigInt(2 * steps.length + 2);
      expect(loss).toBeGreaterThanOrEqual(naive - slack);
      expect(loss).toBeLessThanOrEqual(naive + slack);
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("evidence of one fault after another, in any order of leaving, never takes more than there is", async () => {
  await fc.assert(
    fc.asyncProperty(
      moves,
      fc.array(fc.bigInt({ min: 1n, max: ONE }), { minLength: 1, maxLength: 4 }),
      async (steps, faults) => {
        const fixture = await chain({ params: { maxEntries: 50 } });
        let { ctx } = fixture;
        await delegate(fixture, ctx, 3, 1000n);
        for (const [index, step] of steps.entries()) {
          if (step.do === "block") ctx = await fixture.next(ctx);
          else await make(fixture, ctx, step);
          const fraction = faults[index];
          if (fraction === undefined) continue;
          const supply = await fixture.bank.supply(ctx, "aec");
          const taken = await slash(fixture, ctx, { height: 2n, tokens: 2000n, fraction });
          expect(taken).toBeLessThanOrEqual((2000n * fraction) / ONE);
          expect(await fixture.bank.supply(ctx, "aec")).toBe(supply - taken);
          await fixture.holds(ctx);
        }
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);
