import type { Coin, WireCoin } from "../../abci/state/coins.js";
import { parseCoin } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { hexOf } from "../../abci/state/hex.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { type Sponsorship, UserScope } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { parseAddress } from "./addresses.js";
import { rivals } from "./charge.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import type { SponsorKeeper } from "./keeper.js";
import { acceptTerms } from "./terms.js";
import { MAX_RIVALS, VOUCHER_ADDRESS } from "./types.js";

const EVERYBODY = new Uint8Array(0);

/** Opens a sponsorship with its first deposit. Returns its number. @throws errors.invalidTerms, invalidDeposit, crowded */
export async function create(
  ctx: WriteContext,
  keeper: SponsorKeeper,
  request: Omit<Sponsorship, "id"> & { readonly deposit?: WireCoin | undefined },
): Promise<bigint> {
  const { scope } = request;
  if (scope !== UserScope.USER_SCOPE_ALL && scope !== UserScope.USER_SCOPE_MEMBERS) {
    throw errors.invalidTerms("scope is neither USER_SCOPE_ALL nor USER_SCOPE_MEMBERS");
  }
  const contract = parseAddress(ctx.addresses, request.contract);
  if (bytesEqual(contract, VOUCHER_ADDRESS)) throw errors.invalidTerms("the voucher address is no contract");
  const terms = acceptTerms(ctx.addresses, scope, request.terms);
  const sponsor = ctx.addresses.parse(request.sponsor);
  const { amount } = await parseDeposit(ctx, keeper, request.deposit);
  const least = BigInt((await keeper.params(ctx)).minDeposit);
  if (amount < least) throw errors.invalidDeposit(`a sponsorship begins with ${least} at least, not with ${amount}`);
  if (scope === UserScope.USER_SCOPE_ALL) await makeRoom(ctx, keeper, contract, amount);

  const id = await keeper.nextId.next(ctx);
  const sponsorship = { id, sponsor: ctx.addresses.format(sponsor), contract: hexOf(contract), scope, terms };
  await store(ctx, keeper, sponsorship);
  await keeper.payIn(ctx, id, { from: sponsor, amount });
  ctx.emit(events.created(id, { sponsor: sponsorship.sponsor, contract: sponsorship.contract }));
  return id;
}

/** Writes a sponsorship that is not there yet, with its indexes. */
export async function store(ctx: WriteContext, keeper: SponsorKeeper, sponsorship: Sponsorship): Promise<void> {
  const { id, scope } = sponsorship;
  const contract = parseAddress(ctx.addresses, sponsorship.contract);
  await keeper.sponsorships.set(ctx, id, sponsorship);
  await keeper.byContract.add(ctx, [contract, id]);
  await keeper.bySponsor.add(ctx, [ctx.addresses.parse(sponsorship.sponsor), id]);
  if (scope === UserScope.USER_SCOPE_ALL) await keeper.candidates.add(ctx, [contract, EVERYBODY, id]);
}

/** Ends a sponsorship; its members are removed block by block. Returns the deposit, which is paid back. */
export async function close(ctx: WriteContext, keeper: SponsorKeeper, sponsorship: Sponsorship): Promise<bigint> {
  const { id, scope } = sponsorship;
  const contract = parseAddress(ctx.addresses, sponsorship.contract);
  const sponsor = ctx.addresses.parse(sponsorship.sponsor);
  const returned = await keeper.deposit(ctx, id);
  await keeper.payOut(ctx, id, { to: sponsor, amount: returned });
  await keeper.sponsorships.delete(ctx, id);
  await keeper.usages.delete(ctx, id);
  await keeper.byContract.delete(ctx, [contract, id]);
  await keeper.bySponsor.delete(ctx, [sponsor, id]);
  if (scope === UserScope.USER_SCOPE_ALL) await keeper.candidates.delete(ctx, [contract, EVERYBODY, id]);
  else await keeper.closed.set(ctx, id, contract);
  ctx.emit(events.closed(id, { returned: returned.toString() }));
  return returned;
}

/** A positive amount of the chain's coin. @throws errors.invalidDeposit, sdk.invalidCoins */
export async function parseDeposit(
  ctx: ReadContext,
  { chain }: SponsorKeeper,
  wire: WireCoin | undefined,
): Promise<Coin> {
  const { baseDenom } = await chain.info(ctx);
  if (wire === undefined) throw errors.invalidDeposit("it is missing");
  const coin = parseCoin(wire);
  if (coin.denom !== baseDenom) throw errors.invalidDeposit(`gas is paid in ${baseDenom}, not in ${coin.denom}`);
  if (coin.amount === 0n) throw errors.invalidDeposit("it is zero");
  return coin;
}

/**
 * A contract has at most so many sponsorships for everybody, for each transaction without a price may ask them all. When
 * there is no room, a new one takes the place of the one with the least deposit, which is closed: who wants to keep
 * others out would have to deposit more than they, many times over.
 * @throws errors.crowded when the new one does not bring more
 */
async function makeRoom(ctx: WriteContext, keeper: SponsorKeeper, contract: Uint8Array, amount: bigint): Promise<void> {
  const ids = await rivals(ctx, keeper, contract);
  if (ids.length < MAX_RIVALS) return;
  let least: { readonly id: bigint; readonly deposit: bigint } | undefined;
  for (const id of ids) {
    const deposit = await keeper.deposit(ctx, id);
    if (least === undefined || deposit < least.deposit) least = { id, deposit };
  }
  if (least === undefined || amount <= least.deposit) {
    throw errors.crowded(
      `${hexOf(contract)} has ${ids.length} sponsorships for everybody: a further one takes a deposit over ${least?.deposit}`,
    );
  }
  await close(ctx, keeper, await keeper.get(ctx, least.id));
}
