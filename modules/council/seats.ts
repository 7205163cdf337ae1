import type { ReadContext } from "../../abci/state/context.js";
import { ONE, mulDiv } from "../../abci/state/decimals.js";
import type { CouncilKeeper } from "./keeper.js";
import { readParams } from "./params.js";
import type { Candidate } from "./types.js";

/** Candidates looked at for each seat. */
const CANDIDATES_PER_SEAT = 4;

/** A cap is kept from this many validators on: fewer cannot do without any of theirs. */
const MIN_CAPPED_SET = 4;

/** Who is seated, under the limits for organisations and regions. @see SeatPolicy.seat */
export async function seat<C extends Candidate>(
  ctx: ReadContext,
  council: CouncilKeeper,
  candidates: AsyncIterable<C>,
  seats: number,
): Promise<C[]> {
  const { organisationSeats, regionShare } = readParams(await council.params(ctx));
  const regionSeats = Math.max(1, Number(mulDiv(BigInt(seats), regionShare, ONE, "floor")));
  const organisations = new Limit(organisationSeats);
  const regions = new Limit(regionSeats);
  const seated: C[] = [];
  let looked = 0;
  for await (const candidate of candidates) {
    if (seated.length === seats || looked++ === CANDIDATES_PER_SEAT * seats) break;
    const declaration = await council.declarations.get(ctx, candidate.operator);
    // Whoever declared nothing is an organisation of its own, and of the region of those who declared none.
    const organisation = declaration?.organisation;
    const region = declaration?.region ?? "";
    if (!regions.hasRoom(region) || (organisation !== undefined && !organisations.hasRoom(organisation))) continue;
    regions.take(region);
    if (organisation !== undefined) organisations.take(organisation);
    seated.push(candidate);
  }
  return seated;
}

/** How many of each name there are, up to a limit. */
class Limit {
  private readonly taken = new Map<string, number>();

  constructor(private readonly most: number) {}

  hasRoom(name: string): boolean {
    return (this.taken.get(name) ?? 0) < this.most;
  }

  take(name: string): void {
    this.taken.set(name, (this.taken.get(name) ?? 0) + 1);
  }
}

/**
 * Powers under a cap: the strongest are lowered to one common level, at which each of them has just the cap's share of
 * what is left in all.
 * @param cap as a decimal. @see SeatPolicy.capPowers
 */
export function capPowers(powers: readonly bigint[], cap: bigint): bigint[] {
  if (powers.length < MIN_CAPPED_SET || BigInt(powers.length) * cap <= ONE) return [...powers];
  const level = levelOf(powers, cap);
  return powers.map((power) => (power > level ? level : power));
}

/**
 * With the k strongest at level t and the rest as they are, t = cap × (k × t + rest). The first k whose level the next
 * strongest does not pass is the one; the number of powers times the cap is over one, so there is a k below 1 / cap.
 */
function levelOf(powers: readonly bigint[], cap: bigint): bigint {
  const sorted = [...powers].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  let rest = sorted.reduce((sum, power) => sum + power, 0n);
  let level = 0n;
  for (const [k, power] of sorted.entries()) {
    level = mulDiv(rest, cap, ONE - BigInt(k) * cap, "floor");
    if (power <= level) return level;
    rest -= power;
  }
  return level;
}
