import fc from "fast-check";
import { ONE } from "../../abci/state/decimals.js";
import { DEFAULT_PROPOSAL_PARAMS } from "./params.js";
import { followed, nextProposers, votingSet } from "./proposers.js";
import { openRounds } from "./reports.js";
import { eventsOf, type Fixture, slashingFixture, UNIT } from "./testing/fixture.js";
import { missedTurns } from "./turns.js";
import { MAX_JUDGED_ROUNDS } from "./types.js";

const equal = [10n, 10n, 10n, 10n];

/** Whose turn a round of the next block is, as the number of the validator. */
function turnOf(chain: Fixture, round: number): number {
  const address = chain.comet.proposer(chain.height + 1, round);
  return chain.validators.findIndex(({ consAddress }) => Buffer.compare(consAddress, address) === 0);
}

/** Decides the next block in the first round whose turn is not `idle`'s. */
async function blockWithout(chain: Fixture, idle: number) {
  let round = 0;
  while (turnOf(chain, round) === idle) round++;
  return chain.block({ round });
}

async function setParams(chain: Fixture, change: Partial<typeof DEFAULT_PROPOSAL_PARAMS>) {
  await chain.slashing.setProposalParams(chain.ctx, { ...DEFAULT_PROPOSAL_PARAMS, ...change });
}

test("the set of each height is CometBFT's, through delegations, jails and newcomers", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(3), fc.bigInt({ min: 1n, max: 30n }), fc.nat(2)), { maxLength: 15 }),
      async (steps) => {
        const chain = await slashingFixture([10n, 20n, 5n, 7n]);
        for (const [index, amount, round] of steps) {
          const { operator } = chain.validators[index]!;
          const [delegation] = [await chain.staking.delegation(chain.ctx, operator, operator)];
          await chain.block({
            round,
            // Stake leaves, so that power changes and validators drop out.
            work: async (ctx) => {
              const wanted = amount * UNIT * ONE;
              const shares = delegation === undefined || delegation.shares < wanted ? 0n : wanted;
              if (shares > 0n) await chain.staking.undelegate(ctx, { delegator: operator, operator, shares });
            },
          });
          const known = (await followed(chain.ctx, chain.slashing))!;
          expect(known.height).toBe(BigInt(chain.height));
          expect(known.rotation).toEqual(chain.comet.set(chain.height));
          const next = (await nextProposers(chain.ctx, chain.slashing, 4))!;
          const expected = [0, 1, 2, 3].map((each) => chain.comet.proposer(chain.height + 1, each));
          expect(next.proposers.map(({ address }) => address)).toEqual(expected);
          const set = (await votingSet(chain.ctx, chain.slashing))!;
          expect(set.totalPower).toBe(set.members.reduce((sum, { power }) => sum + power, 0n));
        }
      },
    ),
    { numRuns: 20 },
  );
});

test("who lets turns pass is slashed for it when more are missed than forgiven, and nobody else", async () => {
  const chain = await slashingFixture(equal);
  await setParams(chain, { turnsWindow: 10, maxMissedTurns: 2 });
  let slashed: Record<string, string>[] = [];
  while (slashed.length === 0) {
    const { events } = await blockWithout(chain, 2);
    expect(eventsOf(events, "rotation_mismatch")).toEqual([]);
    slashed = eventsOf(events, "slash");
  }
  const address = chain.ctx.addresses.formatConsensus(chain.validators[2]!.consAddress);
  const burned = ((10n * UNIT) / 10_000n).toString();
  expect(slashed).toEqual([
    { address, power: "10", reason: "missed_proposals", jailed: address, burned_coins: burned },
  ]);
  for (const index of [0, 1, 3]) expect(await chain.tokens(index)).toBe(10n * UNIT);
  // Three turns of four validators: it takes no more than twelve blocks.
  expect(chain.height).toBeLessThanOrEqual(14);
  expect(await chain.slashing.turns.get(chain.ctx, chain.validators[2]!.consAddress)).toBeUndefined();
});

test("turns that were used are remembered, and old misses are forgotten", async () => {
  const chain = await slashingFixture(equal);
  await setParams(chain, { turnsWindow: 4, maxMissedTurns: 2 });
  for (let i = 0; i < 20; i++) {
    // It misses one turn in two.
    const missing = i % 2 === 0;
    const turn = turnOf(chain, 0);
    await chain.block(missing && turn === 1 ? { round: 1 } : {});
  }
  expect(await chain.jailed(1)).toBe(false);
  const turns = (await chain.slashing.turns.get(chain.ctx, chain.validators[0]!.consAddress))!;
  expect(turns.missed).toBe(0n);
  expect(turns.count).toBeGreaterThan(3);
});

test("when a third of the power or more seems to fail, it is the network that failed", async () => {
  const chain = await slashingFixture(equal);
  await setParams(chain, { turnsWindow: 10, maxMissedTurns: 0 });
  for (const round of [2, 3, 5]) {
    const { events } = await chain.block({ round });
    expect(eventsOf(events, "missed_turn")).toEqual([]);
  }
  const { events } = await chain.block();
  expect(eventsOf(events, "missed_turn")).toEqual([]);
  // Which rounds passed is known all the same: somebody may have proposed what is no block.
  expect((await openRounds(chain.ctx, chain.slashing)).map(({ height, rounds }) => [height, rounds.length])).toEqual([
    [1n, 2],
    [2n, 3],
    [3n, 5],
  ]);
});

test("a block that is offered again in a later round is still its author's, and its round was not missed", async () => {
  const chain = await slashingFixture(equal);
  await setParams(chain, { turnsWindow: 10, maxMissedTurns: 0 });
  await chain.block({ round: 1, author: chain.comet.proposer(1, 0) });
  const { events } = await chain.block();
  expect(eventsOf(events, "missed_turn")).toEqual([]);
  expect(eventsOf(events, "slash")).toEqual([]);
});

test("a header that names somebody whose turn it was not judges nobody, and is told of", async () => {
  const chain = await slashingFixture(equal);
  await setParams(chain, { turnsWindow: 10, maxMissedTurns: 0 });
  await chain.block({ round: 0, author: chain.comet.proposer(1, 1) });
  const { events } = await chain.block({ round: 1, author: new Uint8Array(20) });
  expect(eventsOf(events, "rotation_mismatch")).toEqual([{ height: "1", what: "proposer" }]);
  const { events: later } = await chain.block();
  expect(eventsOf(later, "rotation_mismatch")).toEqual([{ height: "2", what: "proposer" }]);
  expect(eventsOf([...events, ...later], "missed_turn")).toEqual([]);
});

test("votes of another set than the one that is followed judge nobody, and are told of", async () => {
  const chain = await slashingFixture(equal);
  await chain.block({ round: 1 });
  chain.comet.votes = () => [];
  const { events } = await chain.block();
  expect(eventsOf(events, "rotation_mismatch")).toEqual([{ height: "1", what: "validators" }]);
});

test("a height that took very many rounds judges nobody", async () => {
  const chain = await slashingFixture(equal);
  await chain.block({ round: MAX_JUDGED_ROUNDS + 1 });
  const { events } = await chain.block();
  expect(events.filter(({ type }) => type === "missed_turn" || type === "rotation_mismatch")).toEqual([]);
  expect(await openRounds(chain.ctx, chain.slashing)).toEqual([]);
});

test("failed rounds are forgotten after a while, and a chain without validators follows nothing", async () => {
  const chain = await slashingFixture(equal);
  await chain.block({ round: 1 });
  await chain.blocks(20);
  expect(await openRounds(chain.ctx, chain.slashing)).toHaveLength(1);
  await chain.block();
  expect(await openRounds(chain.ctx, chain.slashing)).toEqual([]);

  const empty = await slashingFixture([10n]);
  await empty.slashing.priorities.delete(empty.ctx);
  expect(await nextProposers(empty.ctx, empty.slashing, 3)).toBeUndefined();
  expect(await votingSet(empty.ctx, empty.slashing)).toBeUndefined();
});

test("delays are punished when the window says so, and not when it is zero", async () => {
  const chain = await slashingFixture(equal);
  await setParams(chain, { turnsWindow: 0 });
  for (let i = 0; i < 30; i++) await blockWithout(chain, 2);
  expect(await chain.jailed(2)).toBe(false);
});

test("missed turns are counted in the window alone", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), fc.integer({ min: 0, max: 64 }), (bits, window) => {
      const text = bits
        .toString(2)
        .padStart(64, "0")
        .slice(64 - window);
      expect(missedTurns(bits, window)).toBe([...text].filter((bit) => bit === "1").length);
    }),
  );
});
