import fc from "fast-check";
import type { StateContext } from "../../abci/state/context.js";
import { ONE } from "../../abci/state/decimals.js";
import { AppError } from "../../abci/state/errors.js";
import { address, REDUCTION, type StakingFixture, stakingFixture } from "./testing/fixture.js";

const PEOPLE = [1, 2, 3, 4, 5];

interface Step {
  readonly do: "create" | "delegate" | "undelegate" | "redelegate" | "cancel" | "slash" | "jail" | "block";
  readonly who: number;
  readonly from: number;
  readonly to: number;
  readonly amount: bigint;
}

const person = fc.constantFrom(...PEOPLE);
const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom(
    "create",
    "delegate",
    "delegate",
    "undelegate",
    "redelegate",
    "cancel",
    "slash",
    "jail",
    "block",
    "block",
  ),
  who: person,
  from: person,
  to: person,
  amount: fc.bigInt({ min: 1n, max: 5000n }),
});

async function take(
  fixture: StakingFixture,
  ctx: StateContext,
  { do: kind, who, from, to, amount }: Step,
): Promise<void> {
  const { messages, staking, name, operator, coin } = fixture;
  const parties = { delegatorAddress: name(who), validatorAddress: operator(from), amount: coin(amount) };
  switch (kind) {
    case "create":
      return void (await messages.CreateValidator(ctx, fixture.entry(who, amount)));
    case "delegate":
      return void (await messages.Delegate(ctx, parties));
    case "undelegate":
      return void (await messages.Undelegate(ctx, parties));
    case "redelegate": {
      const move = { validatorSrcAddress: operator(from), validatorDstAddress: operator(to), amount: coin(amount) };
      return void (await messages.BeginRedelegate(ctx, { delegatorAddress: name(who), ...move }));
    }
    case "cancel": {
      const entry = (await staking.unbonding(ctx, address(who), address(from))).entries[0];
      const creationHeight = entry?.creationHeight ?? 1n;
      return void (await messages.CancelUnbondingDelegation(ctx, { ...parties, creationHeight }));
    }
    case "slash": {
      const { consAddress, tokens } = await staking.requireValidator(ctx, address(from));
      const infractionHeight = ctx.block.height > 2n ? ctx.block.height - 2n : 1n;
      const fraction = (amount * ONE) / 5000n;
      await staking.slash(ctx, { consAddress, infractionHeight, power: tokens / REDUCTION, fraction });
      return;
    }
    case "jail": {
      const { consAddress, jailed } = await staking.requireValidator(ctx, address(from));
      return jailed ? staking.unjail(ctx, consAddress) : staking.jail(ctx, consAddress);
    }
    case "block":
      return;
  }
}

test("no sequence of messages, blocks and slashes makes or loses a unit, and every refusal has a code", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const holders = Object.fromEntries(PEOPLE.map((byte) => [byte, 10_000n]));
      const fixture = await stakingFixture({ holders, params: { maxValidators: 2 } });
      const { bank } = fixture;
      let ctx = fixture.ctx;
      for (const each of steps) {
        const supply = await bank.supply(ctx, "aec");
        if (each.do === "block") {
          ctx = await fixture.next(ctx, each.amount / 50n);
          await fixture.holds(ctx);
        } else {
          await ctx
            .branch((inner) => take(fixture, inner as StateContext, each))
            .catch((error: unknown) => {
              if (!(error instanceof AppError)) throw error;
            });
        }
        const after = await bank.supply(ctx, "aec");
        if (each.do === "slash") expect(after).toBeLessThanOrEqual(supply);
        else expect(after).toBe(supply);
      }
      // Pools and balances add up to the supply, and the pools to what is staked, in whatever state this ends.
      await fixture.holds(ctx);
    }),
    { numRuns: 80 },
  );
}, 60_000);

test("who delegates and leaves, while others do and without slashes, has in it what was put in, to the unit", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const fixture = await stakingFixture({ params: { maxEntries: 100 } });
      let ctx = fixture.ctx;
      await fixture.messages.CreateValidator(ctx, fixture.entry(1, 1000n));
      /** The naive model: what each has in the validator. */
      const inside = new Map<number, bigint>();
      for (const each of steps) {
        const who = each.who + 1;
        const has = inside.get(who) ?? 0n;
        const parties = { delegatorAddress: fixture.name(who), validatorAddress: fixture.operator(1) };
        if (each.do === "delegate") {
          await fixture.messages.Delegate(ctx, { ...parties, amount: fixture.coin(each.amount) });
          inside.set(who, has + each.amount);
        } else if (each.do === "undelegate" && has > 0n) {
          const amount = each.amount < has ? each.amount : has;
          await fixture.messages.Undelegate(ctx, { ...parties, amount: fixture.coin(amount) });
          inside.set(who, has - amount);
        } else if (each.do === "block") {
          ctx = await fixture.next(ctx);
        }
      }
      ctx = await fixture.next(ctx);
      for (const [who, has] of inside) {
        const delegation = await fixture.staking.delegation(ctx, address(who), address(1));
        const validator = await fixture.validator(ctx, 1);
        // Without slashes a share is a token, exactly.
        expect(fixture.staking.worth(validator, delegation?.shares ?? 0n)).toBe(has);
      }
    }),
    { numRuns: 30 },
  );
}, 60_000);
