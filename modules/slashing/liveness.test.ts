import fc from "fast-check";
import { ONE } from "../../abci/state/decimals.js";
import { timestampToNanos } from "../../abci/state/time.js";
import { countVote } from "./liveness.js";
import { decimalBytes, DEFAULT_PARAMS, DEFAULT_PROPOSAL_PARAMS } from "./params.js";
import { Sink } from "../../proto/generated/echoin/slashing/v1/slashing.js";
import { eventsOf, slashingFixture, UNIT } from "./testing/fixture.js";

/** A window of ten blocks of which half have to be signed. */
const shortWindow = { ...DEFAULT_PARAMS, signedBlocksWindow: 10n };

async function fixtureWithWindow(powers: readonly bigint[]) {
  const fixture = await slashingFixture(powers);
  await fixture.slashing.storedParams.set(fixture.ctx, shortWindow);
  return fixture;
}

test("a validator that misses more than the window allows is slashed and jailed, once, and its window starts anew", async () => {
  const chain = await fixtureWithWindow([10n, 10n, 10n, 10n]);
  // The first ten blocks of a validator count, but it is not punished before they are over.
  await chain.blocks(6);
  await chain.blocks(5, { absent: [3] });
  expect(await chain.jailed(3)).toBe(false);
  const { events, ctx } = await chain.block({ absent: [3] });
  expect(await chain.jailed(3)).toBe(true);
  // One in a hundred of the power that it had.
  expect(await chain.tokens(3)).toBe((10n * UNIT * 99n) / 100n);
  const address = ctx.addresses.formatConsensus(chain.validators[3]!.consAddress);
  expect(eventsOf(events, "slash")).toEqual([
    { address, power: "10", reason: "missing_signature", jailed: address, burned_coins: (UNIT / 10n).toString() },
  ]);
  expect(eventsOf(events, "liveness")).toEqual([{ address, missed_blocks: "6", height: "12" }]);
  const info = (await chain.info(3))!;
  expect(info).toMatchObject({ missedBlocksCounter: 0n, indexOffset: 0n, tombstoned: false });
  expect(timestampToNanos(info.jailedUntil)).toBe(ctx.block.timeNanos + 600n * 1_000_000_000n);
  // It still votes for two blocks; nobody counts them.
  const { events: later } = await chain.block({ absent: [3] });
  expect(eventsOf(later, "liveness")).toEqual([]);
});

test("misses that leave the window are forgotten", async () => {
  const chain = await fixtureWithWindow([10n, 10n, 10n, 10n]);
  await chain.blocks(2);
  for (let i = 0; i < 30; i++) {
    await chain.blocks(1, { absent: [3] });
    await chain.blocks(1);
  }
  expect(await chain.jailed(3)).toBe(false);
  expect((await chain.info(3))!.missedBlocksCounter).toBe(5n);
});

test("the window is what a list of the last votes says", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), async (pattern) => {
      const chain = await fixtureWithWindow([10n, 10n, 10n, 10n]);
      await chain.block();
      let last: boolean[] = [];
      let jailed = false;
      for (const [index, misses] of pattern.entries()) {
        await chain.block(misses ? { absent: [3] } : {});
        if (jailed) break;
        last = [...last, misses].slice(-10);
        const missed = last.filter(Boolean).length;
        // The first vote is counted in block 2, and punished from block 11 on.
        if (index + 2 > 10 && missed > 5) jailed = true;
        expect(await chain.jailed(3)).toBe(jailed);
        expect((await chain.info(3))!.missedBlocksCounter).toBe(jailed ? 0n : BigInt(missed));
      }
    }),
    { numRuns: 25 },
  );
});

test("a window of another length begins anew for everybody, one validator at a time", async () => {
  const chain = await fixtureWithWindow([10n, 10n, 10n, 10n]);
  await chain.blocks(4, { absent: [2, 3] });
  expect((await chain.info(3))!.missedBlocksCounter).toBe(3n);
  await chain.block({
    absent: [3],
    work: (ctx) =>
      chain.messages.UpdateParams(ctx, {
        authority: chain.authority,
        params: { ...shortWindow, signedBlocksWindow: 6n },
      }),
  });
  expect((await chain.info(3))!.missedBlocksCounter).toBe(4n);
  await chain.block({ absent: [3] });
  expect(await chain.info(3)).toMatchObject({ missedBlocksCounter: 1n, indexOffset: 1n, startHeight: 6n });
  expect(await chain.info(2)).toMatchObject({ missedBlocksCounter: 0n, startHeight: 6n });
  await chain.blocks(8, { absent: [3] });
  expect(await chain.jailed(3)).toBe(true);
});

test("what is slashed is burnt, or goes to the community pool when that is the sink", async () => {
  for (const sink of [Sink.SINK_BURN, Sink.SINK_COMMUNITY_POOL]) {
    const chain = await fixtureWithWindow([10n, 10n, 10n, 10n]);
    const params = { ...DEFAULT_PROPOSAL_PARAMS, sink };
    await chain.block({ work: (ctx) => chain.proposals.UpdateParams(ctx, { authority: chain.authority, params }) });
    const supply = await chain.bank.supply(chain.ctx, "aec");
    await chain.blocks(11, { absent: [3] });
    expect(await chain.jailed(3)).toBe(true);
    const lost = supply - (await chain.bank.supply(chain.ctx, "aec"));
    const pool = (await chain.distribution.communityPool(chain.ctx)).find(({ denom }) => denom === "aec");
    expect(lost).toBe(sink === Sink.SINK_BURN ? UNIT / 10n : 0n);
    expect(pool?.amount ?? 0n).toBe(sink === Sink.SINK_BURN ? 0n : (UNIT / 10n) * ONE);
  }
});

test("votes of strangers, and of nobody, are no exception; a vote for no block is no absence", async () => {
  const chain = await fixtureWithWindow([10n, 10n]);
  const { ctx } = await chain.block();
  for (const consAddress of [new Uint8Array(0), new Uint8Array(20).fill(9)]) {
    await countVote(ctx, chain.slashing, { consAddress, power: 0n, flag: "absent" });
  }
  const { consAddress } = chain.validators[0]!;
  for (const flag of ["nil", "commit", "absent"] as const) {
    await countVote(ctx, chain.slashing, { consAddress, power: 10n, flag });
  }
  expect(await chain.info(0)).toMatchObject({ missedBlocksCounter: 1n, indexOffset: 3n });
});

test("fractions of nothing and of all are parameters like others", async () => {
  const chain = await fixtureWithWindow([10n, 10n, 10n, 10n]);
  await chain.slashing.storedParams.set(chain.ctx, { ...shortWindow, slashFractionDowntime: decimalBytes(ONE) });
  await chain.block();
  await chain.blocks(11, { absent: [3] });
  expect(await chain.tokens(3)).toBe(0n);
  await chain.blocks(3);
});
