import type { WriteContext } from "../../abci/state/context.js";
import { events } from "./events.js";
import type { SlashingKeeper } from "./keeper.js";
import { decimalOf } from "./params.js";
import type { RankedMember } from "./rotation.js";
import { MAX_TURNS, VALIDATOR_UPDATE_DELAY } from "./types.js";

/** What became of one turn of one validator. */
export interface Turn {
  readonly member: RankedMember;
  readonly height: bigint;
  readonly missed: boolean;
}

/** How many of the last turns were missed: bits among the lowest `window`. */
export function missedTurns(bits: bigint, window: number): number {
  let count = 0;
  for (let rest = bits & ((1n << BigInt(window)) - 1n); rest > 0n; rest &= rest - 1n) count++;
  return count;
}

/**
 * Remembers what became of a turn. Who missed more of the last turns than the parameters forgive is slashed and jailed,
 * and begins anew. A validator that is jailed already, or that staking does not know, has no turns to answer for.
 */
export async function recordTurn(ctx: WriteContext, slashing: SlashingKeeper, turn: Turn): Promise<void> {
  const { address } = turn.member;
  const validator = await slashing.staking.validatorByConsAddress(ctx, address);
  if (validator === undefined || validator.jailed) return;
  const before = await slashing.turns.get(ctx, address);
  const bits = ((before?.missed ?? 0n) << 1n) | BigInt(turn.missed);
  const after = {
    missed: BigInt.asUintN(MAX_TURNS, bits),
    count: Math.min((before?.count ?? 0) + 1, MAX_TURNS),
  };
  // Most validators miss none of their turns: there is nothing to write once all that can be remembered is.
  if (before?.missed !== after.missed || before.count !== after.count) await slashing.turns.set(ctx, address, after);
  if (!turn.missed) return;

  const { turnsWindow, maxMissedTurns } = await slashing.proposalParams(ctx);
  const missed = missedTurns(after.missed, turnsWindow);
  ctx.emit(events.missedTurn(ctx.addresses, { consAddress: address, height: turn.height, missed }));
  if (turnsWindow > 0 && missed > maxMissedTurns) await punishDelay(ctx, slashing, turn);
}

async function punishDelay(ctx: WriteContext, slashing: SlashingKeeper, { member, height }: Turn): Promise<void> {
  const params = await slashing.proposalParams(ctx);
  await slashing.turns.delete(ctx, member.address);
  await slashing.punish(ctx, {
    consAddress: member.address,
    reason: "missed_proposals",
    infractionHeight: height - VALIDATOR_UPDATE_DELAY,
    power: member.power,
    fraction: decimalOf("slash_fraction_delay", params.slashFractionDelay),
    jailedUntilNanos: slashing.jailedUntil(ctx, params.delayJailDuration),
  });
}
