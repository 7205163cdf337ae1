import fc from "fast-check";
import type { Vote, WeightedVoteOption } from "cosmjs-types/cosmos/gov/v1/gov";
import type { StateContext, WriteContext } from "../../abci/state/context.js";
import { ONE, formatDecimal, parseDecimal } from "../../abci/state/decimals.js";
import { AppError } from "../../abci/state/errors.js";
import { inBlock, testAddress } from "../../abci/state/testing/memory.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import { NOTHING, mapSplit } from "./split.js";
import { tallyHolders } from "./tally.js";
import type { Split } from "./types.js";
import {
  ABSTAIN,
  EC,
  type GovFixture,
  NO,
  VETO,
  YES,
  addValidator,
  govFixture,
  holds,
  proposalOf,
  settleSet,
} from "./testing/fixture.js";

const VALIDATORS = [1, 2, 3, 4];
const HOLDERS = [1, 2, 10, 11, 12, 13];
const PROPOSALS = [1n, 2n];
const OPTIONS = [YES, ABSTAIN, NO, VETO];

interface Step {
  readonly do: "delegate" | "undelegate" | "redelegate" | "vote" | "slash" | "jail" | "unjail" | "set";
  readonly holder: number;
  readonly validator: number;
  readonly other: number;
  readonly proposal: bigint;
  /** Of a thousand: a part of what there is. */
  readonly part: bigint;
  readonly option: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom(
    "delegate",
    "delegate",
    "undelegate",
    "redelegate",
    "vote",
    "vote",
    "slash",
    "jail",
    "unjail",
    "set",
  ),
  holder: fc.constantFrom(...HOLDERS),
  validator: fc.constantFrom(...VALIDATORS),
  other: fc.constantFrom(...VALIDATORS),
  proposal: fc.constantFrom(...PROPOSALS),
  part: fc.bigInt({ min: 1n, max: 1000n }),
  option: fc.nat({ max: 3 }),
});

/** Two options, or one when the part is everything. */
function optionsOf({ part, option }: Step): WeightedVoteOption[] {
  const weight = (part * ONE) / 1000n;
  const first = { option: OPTIONS[option]!, weight: formatDecimal(weight) };
  if (weight === ONE) return [first];
  return [first, { option: OPTIONS[(option + 1) % 4]!, weight: formatDecimal(ONE - weight) }];
}

async function take(ctx: WriteContext, fixture: GovFixture, move: Step): Promise<void> {
  const { staking, messages, name } = fixture;
  const delegator = testAddress(move.holder);
  const operator = testAddress(move.validator);
  switch (move.do) {
    case "delegate":
      await staking.delegate(ctx, { delegator, operator, amount: move.part * 10n ** 15n + 1n, source: "account" });
      return;
    case "undelegate":
    case "redelegate": {
      const delegation = await staking.delegation(ctx, delegator, operator);
      const shares = ((delegation?.shares ?? 0n) * move.part) / 1000n;
      if (shares === 0n) return;
      if (move.do === "undelegate") await staking.undelegate(ctx, { delegator, operator, shares });
      else await staking.redelegate(ctx, { delegator, from: operator, to: testAddress(move.other), shares });
      return;
    }
    case "vote":
      await messages.VoteWeighted(ctx, {
        proposalId: move.proposal,
        voter: name(move.holder),
        options: optionsOf(move),
        metadata: "",
      });
      return;
    case "slash": {
      const validator = await staking.validator(ctx, operator);
      if (validator === undefined) return;
      const { consAddress, tokens } = validator;
      const fraction = (move.part * ONE) / 2000n;
      await staking.slash(ctx, { consAddress, infractionHeight: ctx.block.height - 1n, power: tokens / EC, fraction });
      return;
    }
    case "jail":
    case "unjail": {
      const validator = await staking.validator(ctx, operator);
      if (validator === undefined) return;
      if (move.do === "jail") await staking.jail(ctx, validator.consAddress);
      else await staking.unjail(ctx, validator.consAddress);
      return;
    }
    case "set":
      await settleSet(ctx, fixture);
  }
}

/** The tally as the words say it: each delegation to an active validator, by its holder's vote or else its validator's. */
async function naiveTally(ctx: StateContext, { gov, staking }: GovFixture, id: bigint): Promise<Split> {
  const votes = new Map<string, Vote>();
  for await (const [[, voter], vote] of gov.votes.range(ctx, { prefix: id })) votes.set(keyFromBytes(voter), vote);
  let result = NOTHING;
  for (const { operator, tokens, shares } of await staking.bondedValidators(ctx)) {
    const spoken = { yes: 0n, abstain: 0n, no: 0n, veto: 0n };
    for await (const delegation of staking.delegationsTo(ctx, operator)) {
      const vote = votes.get(keyFromBytes(delegation.delegator)) ?? votes.get(keyFromBytes(operator));
      for (const { option, weight } of vote?.options ?? []) {
        const field = (["yes", "abstain", "no", "veto"] as const)[OPTIONS.indexOf(option)]!;
        spoken[field] += delegation.shares * parseDecimal(weight);
      }
    }
    // 18 places of tokens: shares have 18, weights 18 more.
    result = mapSplit(result, (sum, option) => sum + (tokens * spoken[option]) / (shares === 0n ? 1n : shares));
  }
  return result;
}

test("GOV-3: what is counted as it comes is what a walk over all delegations finds", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const fixture = await govFixture();
      let { ctx } = fixture;
      for (const byte of VALIDATORS) await addValidator(ctx, fixture, byte, 10n * EC);
      await settleSet(ctx, fixture);
      for (const _ of PROPOSALS) await fixture.messages.SubmitProposal(ctx, proposalOf(fixture.name(20)));
      for (const move of steps) {
        ctx = inBlock(ctx, { height: ctx.block.height + 1n });
        await ctx
          .branch((inner) => take(inner, fixture, move))
          .catch((error: unknown) => {
            if (!(error instanceof AppError)) throw error;
          });
        for (const id of PROPOSALS) {
          const { votes } = await tallyHolders(ctx, fixture.gov, id);
          expect(votes).toEqual(await naiveTally(ctx, fixture, id));
          if (votes.yes > 0n) compared++;
        }
      }
      await holds(ctx, fixture);
    }),
    { numRuns: 25 },
  );
  expect(compared).toBeGreaterThan(100);
}, 60_000);
