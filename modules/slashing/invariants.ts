import type { ReadContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import { countBits } from "./bitmap.js";
import type { SlashingKeeper } from "./keeper.js";
import { followed } from "./proposers.js";
import { MAX_TOTAL_POWER, totalPower } from "./rotation.js";
import { MAX_JUDGED_ROUNDS, MAX_TURNS, REPORT_LIFETIME } from "./types.js";

/** SLASHING-1 to SLASHING-5 of the README. */
export const slashingInvariants = (slashing: SlashingKeeper): readonly Invariant[] => [
  {
    id: "SLASHING-1",
    says: "a signing info stands under its own address, and nothing in it is negative",
    cheap: false,
    check: (ctx) => checkInfos(ctx, slashing),
  },
  {
    id: "SLASHING-2",
    says: "a validator has missed as many blocks as its counter says",
    cheap: false,
    check: (ctx) => checkMissedBlocks(ctx, slashing),
  },
  {
    id: "SLASHING-3",
    says: "at most 64 turns of a validator are remembered, and none is missed beyond their count",
    cheap: false,
    check: (ctx) => checkTurns(ctx, slashing),
  },
  {
    id: "SLASHING-4",
    says: "failed rounds are those of the last heights",
    cheap: true,
    check: (ctx) => checkFailedRounds(ctx, slashing),
  },
  {
    id: "SLASHING-5",
    says: "the validator set that is followed is that of the last height, and has a proposer",
    cheap: true,
    check: (ctx) => checkFollowed(ctx, slashing),
  },
];

async function checkInfos(ctx: ReadContext, slashing: SlashingKeeper): Promise<void> {
  for await (const [consAddress, info] of slashing.infos.range(ctx)) {
    const address = ctx.addresses.formatConsensus(consAddress);
    assert(info.address === address, `SLASHING-1: the signing info of ${address} names ${info.address}`);
    const isSound = info.indexOffset >= 0n && info.startHeight >= 0n && info.missedBlocksCounter >= 0n;
    assert(isSound, `SLASHING-1: the signing info of ${address} has a negative number`);
  }
}

async function checkMissedBlocks(ctx: ReadContext, slashing: SlashingKeeper): Promise<void> {
  const missed = new Map<string, bigint>();
  for await (const [[consAddress], chunk] of slashing.missedBlocks.range(ctx)) {
    const address = ctx.addresses.formatConsensus(consAddress);
    missed.set(address, (missed.get(address) ?? 0n) + BigInt(countBits(chunk)));
  }
  for await (const [, { address, missedBlocksCounter }] of slashing.infos.range(ctx)) {
    const counted = missed.get(address) ?? 0n;
    assert(counted === missedBlocksCounter, `SLASHING-2: ${address} missed ${counted}, not ${missedBlocksCounter}`);
    missed.delete(address);
  }
  assert(missed.size === 0, "SLASHING-2: only validators with a signing info missed blocks");
}

async function checkTurns(ctx: ReadContext, slashing: SlashingKeeper): Promise<void> {
  for await (const [, { missed, count }] of slashing.turns.range(ctx)) {
    assert(count <= MAX_TURNS && missed >> BigInt(count) === 0n, `SLASHING-3: ${count} turns, missed ${missed}`);
  }
}

async function checkFailedRounds(ctx: ReadContext, slashing: SlashingKeeper): Promise<void> {
  for await (const [height, { rounds }] of slashing.failedRounds.range(ctx)) {
    const isRecent = height < ctx.block.height && height + REPORT_LIFETIME + 1n >= ctx.block.height;
    assert(isRecent, `SLASHING-4: failed rounds of height ${height} at ${ctx.block.height}`);
    assert(rounds.length > 0 && rounds.length <= MAX_JUDGED_ROUNDS, `SLASHING-4: ${rounds.length} rounds of ${height}`);
  }
}

async function checkFollowed(ctx: ReadContext, slashing: SlashingKeeper): Promise<void> {
  const known = await followed(ctx, slashing);
  if (known === undefined) return;
  const { height, rotation } = known;
  // At genesis the set is that of the height to come.
  const isCurrent = height === ctx.block.height || ctx.block.height === 0n;
  assert(isCurrent, `SLASHING-5: the set of ${height} is followed at ${ctx.block.height}`);
  assert(rotation.members[rotation.proposer] !== undefined, "SLASHING-5: the set that is followed has a proposer");
  assert(totalPower(rotation.members) <= MAX_TOTAL_POWER, "SLASHING-5: the set has no more power than CometBFT takes");
}
