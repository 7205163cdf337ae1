import fc from "fast-check";
import type { StateContext } from "../../abci/state/context.js";
import { ONE } from "../../abci/state/decimals.js";
import { AppError } from "../../abci/state/errors.js";
import { inBlock } from "../../abci/state/testing/memory.js";
import { fails } from "../bank/testing/fixture.js";
import { beginBlock, endBlock } from "./blocks.js";
import { errors } from "./errors.js";
import { stakingGenesis } from "./genesis.js";
import { address, SECOND, type StakingFixture, stakingFixture, UNBONDING_NANOS } from "./testing/fixture.js";

/** Validators 1 and 2 with 1000 each; accounts 3 to 6 with 300 each in the first. */
async function chain(slashBatch: number) {
  const fixture = await stakingFixture({ slashBatch, params: { maxEntries: 50 } });
  for (const byte of [1, 2]) await fixture.messages.CreateValidator(fixture.ctx, fixture.entry(byte, 1000n));
  const ctx = await fixture.next(fixture.ctx);
  for (const byte of [3, 4, 5, 6]) {
    const request = { delegator: address(byte), operator: address(1), amount: 300n, source: "account" } as const;
    await fixture.staking.delegate(ctx, request);
  }
  return { ...fixture, ctx: await fixture.next(ctx) };
}

interface Leave {
  readonly do: "undelegate" | "redelegate";
  readonly byte: number;
  readonly amount: bigint;
}

async function leave({ staking }: StakingFixture, ctx: StateContext, { do: kind, byte, amount }: Leave): Promise<void> {
  const id = { delegator: address(byte), operator: address(1) };
  const shares = await staking.sharesForTokens(ctx, { ...id, amount });
  if (kind === "undelegate") await staking.undelegate(ctx, { ...id, shares });
  else await staking.redelegate(ctx, { delegator: id.delegator, from: address(1), to: address(2), shares });
}

async function slash({ staking }: StakingFixture, ctx: StateContext, fraction: bigint, height = 3n): Promise<bigint> {
  const { consAddress } = await staking.requireValidator(ctx, address(1));
  return staking.slash(ctx, { consAddress, infractionHeight: height, power: 220n, fraction });
}

/** The next block, begun. */
async function begun(fixture: StakingFixture, ctx: StateContext, timeNanos = ctx.block.timeNanos + SECOND) {
  await endBlock(ctx, fixture.staking);
  const next = inBlock(ctx, { height: ctx.block.height + 1n, timeNanos });
  await beginBlock(next, fixture.staking);
  return next;
}

const isFrozen = ({ staking }: StakingFixture, ctx: StateContext) => staking.frozen.has(ctx, address(1));

/** All that a slash can change. */
async function stakes({ staking, bank }: StakingFixture, ctx: StateContext) {
  const unbonding: bigint[] = [];
  for (const byte of [3, 4, 5, 6]) {
    for (const from of [1, 2]) {
      const { entries } = await staking.unbonding(ctx, address(byte), address(from));
      unbonding.push(...entries.map(({ balance }) => balance));
    }
  }
  const delegations: bigint[] = [];
  for await (const { shares } of staking.delegationsTo(ctx, address(2))) delegations.push(shares);
  const tokens = [await staking.requireValidator(ctx, address(1)), await staking.requireValidator(ctx, address(2))];
  return { unbonding, delegations, tokens: tokens.map((each) => each.tokens), supply: await bank.supply(ctx, "aec") };
}

const leaves = fc.array(
  fc.record({
    do: fc.constantFrom("undelegate" as const, "redelegate" as const),
    byte: fc.constantFrom(3, 4, 5, 6),
    amount: fc.bigInt({ min: 1n, max: 200n }),
  }),
  { maxLength: 10 },
);

test("a slash in batches over several blocks takes what it takes in one", async () => {
  await fc.assert(
    fc.asyncProperty(
      leaves,
      fc.bigInt({ min: 1n, max: ONE }),
      fc.integer({ min: 1, max: 3 }),
      async (steps, fraction, batch) => {
        const ends = [];
        for (const size of [1000, batch]) {
          const fixture = await chain(size);
          let { ctx } = fixture;
          for (const step of steps) {
            const work = ctx.branch((inner) => leave(fixture, inner as StateContext, step));
            await work.catch((error: unknown) => {
              if (!(error instanceof AppError)) throw error;
            });
          }
          ctx = await begun(fixture, ctx);
          await slash(fixture, ctx, fraction);
          let blocks = 0;
          for (; await isFrozen(fixture, ctx); blocks++) {
            await fixture.holds(ctx);
            ctx = await begun(fixture, ctx);
          }
          expect(size === 1000 ? blocks : 0).toBe(0);
          await fixture.holds(ctx);
          ends.push(await stakes(fixture, ctx));
        }
        expect(ends[1]).toEqual(ends[0]);
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);

/** A slash of a tenth that takes four blocks: three unbondings and a redelegation, one a block. */
async function underWay() {
  const fixture = await chain(1);
  let { ctx } = fixture;
  for (const byte of [3, 4, 5]) await leave(fixture, ctx, { do: "undelegate", byte, amount: 100n });
  await leave(fixture, ctx, { do: "redelegate", byte: 6, amount: 100n });
  ctx = await begun(fixture, ctx);
  expect(await slash(fixture, ctx, ONE / 10n)).toBe(10n);
  return { ...fixture, ctx };
}

test("meanwhile nobody joins, leaves or comes back, and is told why", async () => {
  const fixture = await underWay();
  const { ctx, staking } = fixture;
  const join = { delegator: address(7), operator: address(1), amount: 1n, source: "account" } as const;
  await fails(staking.delegate(ctx, join), errors.slashUnderWay);
  for (const kind of ["undelegate", "redelegate"] as const) {
    await fails(leave(fixture, ctx, { do: kind, byte: 3, amount: 1n }), errors.slashUnderWay);
  }
  const back = { delegator: address(3), operator: address(1), amount: 1n, creationHeight: 3n };
  await fails(staking.cancelUnbonding(ctx, back), errors.slashUnderWay);
  await expect(stakingGenesis(staking).export(ctx)).rejects.toThrow("is being slashed");
  // Others are free.
  await staking.delegate(ctx, { ...join, operator: address(2) });

  let thawed = ctx;
  for (const frozen of [true, true, false]) {
    thawed = await begun(fixture, thawed);
    expect(await isFrozen(fixture, thawed)).toBe(frozen);
  }
  expect(await fixture.bank.supply(thawed, "aec")).toBe(9_000_000n - 220n);
  await staking.delegate(thawed, join);
  await fixture.holds(thawed);
});

test("what becomes due meanwhile waits, and pays its part", async () => {
  const fixture = await underWay();
  let ctx = await begun(fixture, fixture.ctx, fixture.ctx.block.timeNanos + UNBONDING_NANOS);
  await endBlock(ctx, fixture.staking);
  expect((await fixture.staking.unbonding(ctx, address(5), address(1))).entries).toMatchObject([{ balance: 100n }]);
  while (await isFrozen(fixture, ctx)) ctx = await begun(fixture, ctx);
  ctx = await begun(fixture, ctx);
  for (const byte of [3, 4, 5]) expect(await fixture.held(ctx, byte)).toBe(1_000_000n - 300n + 90n);
  await fixture.holds(ctx);
});

test("another slash of the same validator waits its turn", async () => {
  const fixture = await underWay();
  let { ctx } = fixture;
  expect(await slash(fixture, ctx, ONE / 10n, ctx.block.height)).toBe(0n);
  while (await isFrozen(fixture, ctx)) ctx = await begun(fixture, ctx);
  // A tenth of 2200 twice, the second time from the validator alone.
  expect(await fixture.bank.supply(ctx, "aec")).toBe(9_000_000n - 440n);
  await fixture.holds(ctx);
});

test("STAKING-9 fails when stake is frozen for nothing", async () => {
  const fixture = await chain(2);
  await fixture.staking.frozen.add(fixture.ctx, address(1));
  await expect(fixture.holds(fixture.ctx)).rejects.toThrow("STAKING-9");
});
