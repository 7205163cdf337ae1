import type { WriteContext } from "../../abci/state/context.js";
import { parseAddress } from "./addresses.js";
import type { SponsorKeeper } from "./keeper.js";
import { removeMember } from "./members.js";
import { PRUNED_COUNTERS, PRUNED_MEMBERS } from "./types.js";
import { dayOf, secondsOf } from "./usage.js";

const NOBODY = new Uint8Array(0);

/**
 * Forgets what counts no more: counters of days that are over, members whose vouchers have expired, members of sponsorships
 * that are closed; so many in a block, the oldest first. What is left over counts as little until its turn comes.
 */
export async function endBlock(ctx: WriteContext, keeper: SponsorKeeper): Promise<void> {
  await pruneCounters(ctx, keeper);
  await pruneExpired(ctx, keeper);
  await pruneClosed(ctx, keeper);
}

async function pruneCounters(ctx: WriteContext, { userUsages }: SponsorKeeper): Promise<void> {
  let left = PRUNED_COUNTERS;
  for await (const [key] of userUsages.range(ctx, { to: [dayOf(ctx), 0n, NOBODY] })) {
    if (left-- === 0) return;
    await userUsages.delete(ctx, key);
  }
}

async function pruneExpired(ctx: WriteContext, keeper: SponsorKeeper): Promise<void> {
  let left = PRUNED_MEMBERS;
  for await (const [, id, user] of keeper.expiries.range(ctx, { to: [secondsOf(ctx) + 1n, 0n, NOBODY] })) {
    if (left-- === 0) return;
    const sponsorship = await keeper.sponsorships.get(ctx, id);
    const contract =
      sponsorship === undefined ? await keeper.closed.get(ctx, id) : parseAddress(ctx.addresses, sponsorship.contract);
    await removeMember(ctx, keeper, { id, contract: contract!, user });
  }
}

async function pruneClosed(ctx: WriteContext, keeper: SponsorKeeper): Promise<void> {
  let left = PRUNED_MEMBERS;
  for await (const [id, contract] of keeper.closed.range(ctx)) {
    for await (const [[, user]] of keeper.members.range(ctx, { prefix: id })) {
      if (left-- === 0) return;
      await removeMember(ctx, keeper, { id, contract, user });
    }
    await keeper.closed.delete(ctx, id);
    if (left-- === 0) return;
  }
}
