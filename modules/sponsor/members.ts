import type { WriteContext } from "../../abci/state/context.js";
import { hexOf } from "../../abci/state/hex.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { type Member, type Sponsorship, UserScope } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { parseAddress } from "./addresses.js";
import { rivals } from "./charge.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import type { SponsorKeeper } from "./keeper.js";
import { MAX_RIVALS, MAX_USERS } from "./types.js";
import { secondsOf } from "./usage.js";
import { type SignedVoucher, splitSignature, voucherDigest } from "./vouchers.js";

const LISTED: Member = { byVoucher: false, expires: 0n, removed: false };
const REMOVED: Member = { byVoucher: true, expires: 0n, removed: true };

/** What to recover a signer costs, as the precompile of Ethereum does. */
const RECOVER_GAS = 3000;

/** Lists users; who is listed already stays so. @throws errors.noMembers, errors.crowded */
export async function addUsers(
  ctx: WriteContext,
  keeper: SponsorKeeper,
  sponsorship: Sponsorship,
  users: readonly string[],
): Promise<void> {
  requireMembers(sponsorship);
  for (const user of parseUsers(ctx, users)) await setMember(ctx, keeper, sponsorship, user, LISTED);
  ctx.emit(events.added(sponsorship.id, { users: users.length.toString() }));
}

/**
 * Removes users, however they became members; where there are vouchers, one that a user has not redeemed yet is void too.
 * @throws errors.noMembers
 */
export async function removeUsers(
  ctx: WriteContext,
  keeper: SponsorKeeper,
  sponsorship: Sponsorship,
  users: readonly string[],
): Promise<void> {
  requireMembers(sponsorship);
  const { id, contract, terms } = sponsorship;
  for (const user of parseUsers(ctx, users)) {
    if (terms!.voucherSigner === "") await removeMember(ctx, keeper, { id, contract: parse(ctx, contract), user });
    else await setMember(ctx, keeper, sponsorship, user, REMOVED);
  }
  ctx.emit(events.removed(id, { users: users.length.toString() }));
}

/**
 * Makes the voucher's user a member until it expires. `sender` has to be that user, so that nobody can be made one against
 * their will. @throws errors.unknown, errors.invalidVoucher, errors.notMember when they were removed, errors.crowded
 */
export async function redeem(
  ctx: WriteContext,
  keeper: SponsorKeeper,
  voucher: SignedVoucher,
  sender: Uint8Array,
): Promise<void> {
  const { sponsorship: id, user, expires, signature } = voucher;
  const sponsorship = await keeper.get(ctx, id);
  const signer = sponsorship.terms!.voucherSigner;
  if (signer === "") throw errors.invalidVoucher(`sponsorship ${id} has none`);
  if (!bytesEqual(user, sender)) throw errors.invalidVoucher(`it is for ${hexOf(user)}, not for ${hexOf(sender)}`);
  const now = secondsOf(ctx);
  if (expires <= now) throw errors.invalidVoucher(`it expired at ${expires}, and it is ${now}`);
  const member = await keeper.members.get(ctx, [id, user]);
  if (member?.removed === true) throw errors.notMember({ id, reason: `${hexOf(user)} was removed` });
  if (member !== undefined && (!member.byVoucher || member.expires >= expires)) {
    throw errors.invalidVoucher(`${hexOf(user)} is a member already, for as long at least`);
  }
  ctx.gas.consume(RECOVER_GAS, "voucher signature");
  const { compact, yParity } = splitSignature(signature);
  const digest = voucherDigest(voucher, await keeper.keys.chainId(ctx));
  const recovered = keeper.keys.recover(digest, compact, yParity);
  if (recovered === undefined || hexOf(recovered) !== signer) {
    const who = recovered === undefined ? "nobody" : hexOf(recovered);
    throw errors.invalidVoucher(`it is signed by ${who}, and sponsorship ${id} takes those of ${signer}`);
  }
  await setMember(ctx, keeper, sponsorship, user, { byVoucher: true, expires, removed: false });
  ctx.emit(events.redeemed(id, { user: ctx.addresses.format(user), expires: expires.toString() }));
}

/** Writes a member with its indexes. @throws errors.crowded when too many sponsorships know a new one already */
async function setMember(
  ctx: WriteContext,
  keeper: SponsorKeeper,
  { id, contract: text }: Sponsorship,
  user: Uint8Array,
  member: Member,
): Promise<void> {
  const contract = parse(ctx, text);
  const before = await keeper.members.get(ctx, [id, user]);
  if (before !== undefined && before.expires > 0n) await keeper.expiries.delete(ctx, [before.expires, id, user]);
  if (!isActive(member)) {
    await keeper.candidates.delete(ctx, [contract, user, id]);
  } else if (!isActive(before) || before?.byVoucher !== member.byVoucher) {
    await requireRoom(ctx, keeper, { contract, user, byVoucher: member.byVoucher });
    await keeper.candidates.add(ctx, [contract, user, id]);
  }
  if (member.expires > 0n) await keeper.expiries.add(ctx, [member.expires, id, user]);
  await keeper.members.set(ctx, [id, user], member);
}

/** Forgets a member; no effect for who is none. */
export async function removeMember(
  ctx: WriteContext,
  { members, candidates, expiries }: SponsorKeeper,
  { id, contract, user }: { id: bigint; contract: Uint8Array; user: Uint8Array },
): Promise<void> {
  const member = await members.get(ctx, [id, user]);
  if (member === undefined) return;
  if (member.expires > 0n) await expiries.delete(ctx, [member.expires, id, user]);
  await candidates.delete(ctx, [contract, user, id]);
  await members.delete(ctx, [id, user]);
}

/** Whether a sponsorship has to be asked about a user. */
export const isActive = (member: Member | undefined): boolean => member !== undefined && !member.removed;

/**
 * Lists and vouchers are counted apart: others may list a user without being asked, but cannot so keep them from redeeming.
 * @throws errors.crowded
 */
async function requireRoom(
  ctx: WriteContext,
  keeper: SponsorKeeper,
  { contract, user, byVoucher }: { contract: Uint8Array; user: Uint8Array; byVoucher: boolean },
): Promise<void> {
  let rivalsOfKind = 0;
  for (const id of await rivals(ctx, keeper, contract, user)) {
    if ((await keeper.members.get(ctx, [id, user]))?.byVoucher === byVoucher) rivalsOfKind++;
  }
  if (rivalsOfKind < MAX_RIVALS) return;
  const how = byVoucher ? "has vouchers of" : "is listed by";
  throw errors.crowded(`${hexOf(user)} ${how} ${MAX_RIVALS} sponsorships of ${hexOf(contract)} already`);
}

function requireMembers({ id, scope }: Sponsorship): void {
  if (scope === UserScope.USER_SCOPE_ALL)
    throw errors.noMembers(`sponsorship ${id} is for everybody: it has no members`);
}

function parseUsers(ctx: WriteContext, users: readonly string[]): Uint8Array[] {
  if (users.length === 0) throw errors.noMembers("there are no users");
  if (users.length > MAX_USERS) {
    throw errors.noMembers(`there are ${users.length} users, at most ${MAX_USERS} are allowed in a message`);
  }
  return users.map((text) => parse(ctx, text));
}

const parse = (ctx: WriteContext, text: string): Uint8Array => parseAddress(ctx.addresses, text);
