import fc from "fast-check";
import type { StateContext } from "../../abci/state/context.js";
import { keyBytes } from "./records.js";
import { activeSet, address, consensusKey, REDUCTION, type StakingFixture, stakingFixture } from "./testing/fixture.js";

/** Enters candidates with so many tokens each, by byte from 1 on. */
async function candidates(tokens: readonly bigint[], options: Parameters<typeof stakingFixture>[0] = {}) {
  const fixture = await stakingFixture(options);
  for (const [index, amount] of tokens.entries()) {
    await fixture.messages.CreateValidator(fixture.ctx, fixture.entry(index + 1, amount));
  }
  return fixture;
}

/** Updates for CometBFT, by byte of the key. */
async function updates({ staking }: StakingFixture, ctx: StateContext): Promise<[number, bigint][]> {
  return (await staking.validatorUpdates(ctx)).map(({ pubKey, power }) => [pubKey.ed25519![0]!, power]);
}

const stake = ({ messages, name, operator, coin }: StakingFixture, ctx: StateContext, byte: number, amount: bigint) =>
  messages.Delegate(ctx, { delegatorAddress: name(9), validatorAddress: operator(byte), amount: coin(amount) });

const leave = ({ messages, name, operator, coin }: StakingFixture, ctx: StateContext, byte: number, amount: bigint) =>
  messages.Undelegate(ctx, { delegatorAddress: name(byte), validatorAddress: operator(byte), amount: coin(amount) });

test("the strongest get the seats, CometBFT hears of them, and the pools follow", async () => {
  const fixture = await candidates([100n, 300n, 200n, 40n], { params: { maxValidators: 2 } });
  const { ctx, staking, queries } = fixture;
  expect(await staking.validatorUpdates(ctx)).toEqual([]);
  const next = await fixture.next(ctx);
  expect(await updates(fixture, next)).toEqual([
    [2, 30n],
    [3, 20n],
  ]);
  expect(await activeSet(fixture, next)).toEqual([
    [2, 30n],
    [3, 20n],
  ]);
  expect((await queries.Pool(next, {})).pool).toEqual({ bondedTokens: "500", notBondedTokens: "140" });
  expect((await fixture.validator(next, 1)).status).toBe("unbonded");
  expect((await fixture.validator(next, 2)).status).toBe("bonded");
  await fixture.holds(next);
});

test("a standby candidate takes over in order, and whom it replaces begins to unbond", async () => {
  const fixture = await candidates([100n, 300n, 200n], { params: { maxValidators: 2 } });
  let ctx = await fixture.next(fixture.ctx);
  await stake(fixture, ctx, 1, 150n);
  ctx = await fixture.next(ctx);
  expect(await updates(fixture, ctx)).toEqual([
    [1, 25n],
    [3, 0n],
  ]);
  const replaced = await fixture.validator(ctx, 3);
  expect(replaced).toMatchObject({ status: "unbonding", unbondingHeight: 2n });
  await fixture.holds(ctx);

  // Jailed, it makes room for the next.
  await fixture.staking.jail(ctx, (await fixture.validator(ctx, 2)).consAddress);
  ctx = await fixture.next(ctx);
  expect(await updates(fixture, ctx)).toEqual([
    [3, 20n],
    [2, 0n],
  ]);
  expect((await fixture.validator(ctx, 3)).status).toBe("bonded");
  await fixture.holds(ctx);
});

test("a block that changes nothing tells nothing and writes nothing", async () => {
  const fixture = await candidates([100n, 300n]);
  let ctx = await fixture.next(await fixture.next(fixture.ctx));
  expect(await updates(fixture, ctx)).toEqual([]);
  const written: string[] = [];
  ctx.write = (store, key) => void written.push(`${store} ${key.charCodeAt(0)}`);
  ctx.remove = (store, key) => void written.push(`${store} ${key.charCodeAt(0)}`);
  ctx = await fixture.next(ctx);
  expect(written).toEqual([]);
});

test("power that stays in the same unit is no update", async () => {
  const fixture = await candidates([100n]);
  let ctx = await fixture.next(fixture.ctx);
  await stake(fixture, ctx, 1, REDUCTION - 1n);
  ctx = await fixture.next(ctx);
  expect(await updates(fixture, ctx)).toEqual([]);
  await stake(fixture, ctx, 1, 1n);
  ctx = await fixture.next(ctx);
  expect(await updates(fixture, ctx)).toEqual([[1, 11n]]);
});

test("the set is never empty: the last of them goes on, jailed and without stake, until somebody else stands", async () => {
  const fixture = await candidates([100n, 50n]);
  let ctx = await fixture.next(fixture.ctx);
  for (const byte of [1, 2]) await fixture.staking.jail(ctx, (await fixture.validator(ctx, byte)).consAddress);
  await leave(fixture, ctx, 1, 100n);
  ctx = await fixture.next(ctx);
  expect(await updates(fixture, ctx)).toEqual([]);
  expect(await activeSet(fixture, ctx)).toEqual([
    [1, 10n],
    [2, 5n],
  ]);
  await fixture.holds(ctx);

  await fixture.messages.CreateValidator(ctx, fixture.entry(3, 70n));
  ctx = await fixture.next(ctx);
  expect(await updates(fixture, ctx)).toEqual([
    [3, 7n],
    [1, 0n],
    [2, 0n],
  ]);
  await fixture.holds(ctx);
});

test("a validator without shares is removed when it is unbonded, and its key may be used again", async () => {
  const fixture = await candidates([100n, 50n]);
  let ctx = await fixture.next(fixture.ctx);
  await leave(fixture, ctx, 1, 100n);
  ctx = await fixture.next(ctx);
  expect((await fixture.validator(ctx, 1)).status).toBe("unbonding");
  ctx = await fixture.next(ctx, 100n);
  ctx = await fixture.next(ctx);
  expect(await fixture.staking.validator(ctx, address(1))).toBeUndefined();
  await fixture.messages.CreateValidator(ctx, fixture.entry(3, 70n, { pubkey: consensusKey(1) }));
  await fixture.holds(ctx);
});

test("a policy may refuse a seat and cap powers; CometBFT hears of what it says", async () => {
  const seats = {
    async seat<C extends { readonly operator: Uint8Array }>(_: unknown, all: AsyncIterable<C>, count: number) {
      const seated: C[] = [];
      for await (const each of all) if (each.operator[0] !== 2 && seated.length < count) seated.push(each);
      return seated;
    },
    capPowers: async (_: unknown, powers: readonly bigint[]) => powers.map((power) => (power > 15n ? 15n : power)),
  };
  const fixture = await candidates([100n, 300n, 200n], { seats });
  const ctx = await fixture.next(fixture.ctx);
  expect(await activeSet(fixture, ctx)).toEqual([
    [3, 15n],
    [1, 10n],
  ]);
  await fixture.holds(ctx);
});

type Step =
  | { readonly do: "stake" | "leave"; readonly byte: number; readonly amount: bigint }
  | { readonly do: "jail" | "unjail"; readonly byte: number }
  | { readonly do: "seats"; readonly count: number }
  | { readonly do: "block" };

const byte = fc.integer({ min: 1, max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom("stake", "leave"), byte, amount: fc.bigInt({ min: 1n, max: 300n }) }),
  fc.record({ do: fc.constantFrom("jail", "unjail"), byte }),
  fc.record({ do: fc.constant("seats" as const), count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant("block" as const) }),
);

/** What CometBFT has, were it told everything each time: those who stand, by power and address, as many as fit. */
async function naiveSet({ staking }: StakingFixture, ctx: StateContext, before: Map<number, bigint>) {
  const all: { byte: number; power: bigint }[] = [];
  for await (const { operator, tokens, jailed } of staking.validators(ctx)) {
    if (!jailed && tokens >= REDUCTION) all.push({ byte: operator[0]!, power: tokens / REDUCTION });
  }
  all.sort((a, b) => Number(b.power - a.power) || a.byte - b.byte);
  const { maxValidators } = await staking.params(ctx);
  return all.length === 0 ? before : new Map(all.slice(0, maxValidators).map((each) => [each.byte, each.power]));
}

test("whatever happens, updates add up to the naive set, and all invariants hold", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const fixture = await candidates([100n, 300n, 200n, 40n, 9n], { params: { maxValidators: 3 } });
      const { staking } = fixture;
      let ctx = fixture.ctx;
      let comet = new Map<number, bigint>();
      const endOfBlock = async () => {
        const expected = await naiveSet(fixture, ctx, comet);
        ctx = await fixture.next(ctx, 30n);
        comet = new Map(comet);
        for (const [key, power] of await updates(fixture, ctx)) {
          expect(power > 0n || comet.has(key)).toBe(true);
          if (power === 0n) comet.delete(key);
          else comet.set(key, power);
        }
        expect([...comet].sort()).toEqual([...expected].sort());
        await fixture.holds(ctx);
      };
      await endOfBlock();
      for (const each of steps) {
        const work = ctx.branch(async (inner) => {
          const at = inner as StateContext;
          if (each.do === "stake") await stake(fixture, at, each.byte, each.amount);
          if (each.do === "leave") await leave(fixture, at, each.byte, each.amount);
          if (each.do === "jail") await staking.jail(at, (await fixture.validator(at, each.byte)).consAddress);
          if (each.do === "unjail") await staking.unjail(at, (await fixture.validator(at, each.byte)).consAddress);
          if (each.do === "seats") {
            await staking.setParams(at, { ...(await staking.params(at)), maxValidators: each.count });
          }
        });
        await work.catch(() => undefined);
        if (each.do === "block") await endOfBlock();
      }
      await endOfBlock();
    }),
    { numRuns: 30 },
  );
}, 60_000);

test("the key that CometBFT is told is the validator's own", async () => {
  const fixture = await candidates([100n]);
  const ctx = await fixture.next(fixture.ctx);
  const [update] = await fixture.staking.validatorUpdates(ctx);
  expect(update!.pubKey.ed25519).toEqual(keyBytes(consensusKey(1)));
});
