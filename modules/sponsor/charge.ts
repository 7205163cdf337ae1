import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { AppError } from "../../abci/state/errors.js";
import { hexOf } from "../../abci/state/hex.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { type Sponsorship, UserScope } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { errors } from "./errors.js";
import type { SponsorKeeper } from "./keeper.js";
import { isSelected, readTerms, type TermsInForce } from "./terms.js";
import { type GasPayer, MAX_RIVALS, SELECTOR_LENGTH, type UnpaidCall, VOUCHER_ADDRESS } from "./types.js";
import { secondsOf, setUsed, setUserUsed, type Used, used, type UserUsed, userUsed } from "./usage.js";
import { decodeRedemption } from "./vouchers.js";

const EVERYBODY = new Uint8Array(0);
const MAX_ID = (1n << 64n) - 1n;

/** EIP-7702's type. */
const SET_CODE_TYPE = 4;

/** A sponsorship's word that it pays, at a price, with what it has paid so far. */
interface Offer {
  readonly sponsorship: Sponsorship;
  readonly price: bigint;
  /** Of the whole gas limit. */
  readonly fee: bigint;
  readonly used: Used;
  /** Undefined when there is no limit for a user, so that nothing has to be counted. */
  readonly userUsed: UserUsed | undefined;
}

/**
 * Finds who pays for a call: of those that know the user the lowest number, then of those that are for everybody the lowest
 * number, whoever refuses being passed over. Takes the price of the gas limit out of the deposit and counts it; the caller
 * moves the coins. Undefined when no sponsorship has to do with it.
 * @throws AppError of codespace sponsor that says for each why it refuses; the code is the first one's
 */
export async function charge(
  ctx: WriteContext,
  keeper: SponsorKeeper,
  call: UnpaidCall,
  baseFee: bigint,
): Promise<GasPayer | undefined> {
  const offer = await offerFor(ctx, keeper, call, baseFee);
  if (offer === undefined) return undefined;
  const { fee } = offer;
  const { id } = offer.sponsorship;
  await keeper.changeDeposit(ctx, id, -fee);
  const { dayFee, blockGas } = offer.used;
  await setUsed(ctx, keeper, id, { dayFee: dayFee + fee, blockGas: blockGas + call.gasLimit });
  if (offer.userUsed !== undefined) {
    const { fee: before, calls } = offer.userUsed;
    await setUserUsed(ctx, keeper, { id, user: call.sender }, { fee: before + fee, calls: calls + 1n });
  }
  return payerIn(ctx, offer);
}

/** Who would pay for a call, without taking anything. @throws as `charge` */
export async function payerOf(
  ctx: ReadContext,
  keeper: SponsorKeeper,
  call: UnpaidCall,
  baseFee: bigint,
): Promise<GasPayer | undefined> {
  const offer = await offerFor(ctx, keeper, call, baseFee);
  return offer && payerIn(ctx, offer);
}

function payerIn(ctx: ReadContext, { sponsorship: { id, sponsor }, price }: Offer): GasPayer {
  return { sponsorshipId: id, sponsor: ctx.addresses.parse(sponsor), gasPrice: price };
}

/**
 * Gives back what a charged call did not use: `fee` to the deposit and to the day's limits, `gas` to the block's. The coins
 * are in the module account again. A sponsorship that was closed by the call itself pays them out.
 */
export async function settle(
  ctx: WriteContext,
  keeper: SponsorKeeper,
  { sponsorshipId: id, sponsor }: GasPayer,
  { sender, gas, fee }: { readonly sender: Uint8Array; readonly gas: bigint; readonly fee: bigint },
): Promise<void> {
  await keeper.changeDeposit(ctx, id, fee);
  if (!(await keeper.sponsorships.has(ctx, id))) return keeper.payOut(ctx, id, { to: sponsor, amount: fee });
  const { dayFee, blockGas } = await used(ctx, keeper, id);
  await setUsed(ctx, keeper, id, { dayFee: dayFee - fee, blockGas: blockGas - gas });
  const user = await userUsed(ctx, keeper, id, sender);
  if (user.calls > 0n) await setUserUsed(ctx, keeper, { id, user: sender }, { ...user, fee: user.fee - fee });
}

async function offerFor(
  ctx: ReadContext,
  keeper: SponsorKeeper,
  call: UnpaidCall,
  baseFee: bigint,
): Promise<Offer | undefined> {
  const refusals: AppError[] = [];
  for (const id of await candidates(ctx, keeper, call)) {
    const sponsorship = await keeper.sponsorships.get(ctx, id);
    // Closed, and its members are not removed yet.
    if (sponsorship === undefined) continue;
    try {
      return await offerOf(ctx, keeper, sponsorship, call, baseFee);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refusals.push(error);
    }
  }
  const [first] = refusals;
  if (first === undefined) return undefined;
  throw new AppError(first.codespace, first.code, refusals.map(({ message }) => message).join("; "));
}

/** The sponsorships that may pay for a call, in the order in which they are asked. A new contract has none. */
async function candidates(ctx: ReadContext, keeper: SponsorKeeper, call: UnpaidCall): Promise<bigint[]> {
  const { to, sender, data } = call;
  if (to === undefined) return [];
  if (bytesEqual(to, VOUCHER_ADDRESS)) return [decodeRedemption(data).sponsorship];
  const own = await rivals(ctx, keeper, to, sender);
  return [...own, ...(await rivals(ctx, keeper, to, EVERYBODY))];
}

/** Sponsorships of a contract for a user, in the order of their numbers; without a user, those for everybody. */
export async function rivals(
  ctx: ReadContext,
  keeper: SponsorKeeper,
  contract: Uint8Array,
  user: Uint8Array = EVERYBODY,
): Promise<bigint[]> {
  const ids: bigint[] = [];
  const range = { from: [contract, user, 0n], to: [contract, user, MAX_ID] } as const;
  for await (const [, , id] of keeper.candidates.range(ctx, range)) {
    ids.push(id);
    if (ids.length === 2 * MAX_RIVALS) break;
  }
  return ids;
}

/** What a sponsorship offers for a call. @throws AppError that names what is in the way, the limit and its value */
async function offerOf(
  ctx: ReadContext,
  keeper: SponsorKeeper,
  sponsorship: Sponsorship,
  call: UnpaidCall,
  baseFee: bigint,
): Promise<Offer> {
  const { id } = sponsorship;
  const terms = readTerms(sponsorship.terms!);
  await requireOpen(ctx, keeper, sponsorship, terms);
  requireFitting(sponsorship, call);
  if (sponsorship.scope !== UserScope.USER_SCOPE_ALL) await requireMember(ctx, keeper, id, call.sender);

  const { gasLimit } = call;
  if (terms.gas > 0n && gasLimit > terms.gas) throw errors.gas({ id, limit: terms.gas, wanted: gasLimit });
  const price = priceOf(id, terms, baseFee);
  const fee = price * gasLimit;
  const soFar = await used(ctx, keeper, id);
  requireBelow(errors.dailyFee, id, terms.dailyFee, soFar.dayFee + fee);
  requireBelow(errors.blockGas, id, terms.blockGas || undefined, soFar.blockGas + gasLimit);
  const counted = terms.userDailyFee !== undefined || terms.userDailyCalls > 0n;
  const user = counted ? await userUsed(ctx, keeper, id, call.sender) : undefined;
  if (user !== undefined) {
    requireBelow(errors.userDailyCalls, id, terms.userDailyCalls || undefined, user.calls + 1n);
    requireBelow(errors.userDailyFee, id, terms.userDailyFee, user.fee + fee);
  }
  requireBelow(errors.deposit, id, await keeper.deposit(ctx, id), fee);
  return { sponsorship, price, fee, used: soFar, userUsed: user };
}

/** @throws errors.paused, errors.expired */
export async function requireOpen(
  ctx: ReadContext,
  keeper: SponsorKeeper,
  { id, terms }: Sponsorship,
  { expiration }: TermsInForce,
): Promise<void> {
  if ((await keeper.params(ctx)).paused) throw errors.paused("sponsoring");
  if (terms!.paused) throw errors.paused(`sponsorship ${id}`);
  if (expiration !== undefined && ctx.block.timeNanos >= expiration) throw errors.expired(id);
}

/**
 * A sponsor's word is about calls of a contract. Authorizations change other accounts, a thing that the contract has no say
 * in. A redemption is no call of the contract: it is paid for by whose voucher it is.
 * @throws errors.kind, errors.selector
 */
function requireFitting({ id, terms }: Sponsorship, { type, to, data }: UnpaidCall): void {
  if (type === SET_CODE_TYPE) throw errors.kind(id);
  if (to !== undefined && bytesEqual(to, VOUCHER_ADDRESS)) return;
  if (isSelected(terms!.selectors, data)) return;
  throw errors.selector({ id, selector: hexOf(data.subarray(0, SELECTOR_LENGTH)) });
}

/** @throws errors.notMember */
export async function requireMember(
  ctx: ReadContext,
  { members }: SponsorKeeper,
  id: bigint,
  user: Uint8Array,
): Promise<void> {
  const member = await members.get(ctx, [id, user]);
  if (member === undefined) throw errors.notMember({ id, reason: `${hexOf(user)} is no member` });
  if (member.removed) throw errors.notMember({ id, reason: `${hexOf(user)} was removed` });
  if (member.byVoucher && member.expires <= secondsOf(ctx)) {
    throw errors.notMember({ id, reason: `the voucher of ${hexOf(user)} has expired` });
  }
}

/** What a unit of gas costs the sponsor: the base fee, and of the tip what the limit leaves. @throws errors.price */
function priceOf(id: bigint, { price: limit, tip }: TermsInForce, baseFee: bigint): bigint {
  const price = baseFee + tip;
  if (limit === undefined || price <= limit) return price;
  if (baseFee > limit) throw errors.price({ id, limit, wanted: baseFee });
  return limit;
}

type LimitError = typeof errors.dailyFee;

function requireBelow(error: LimitError, id: bigint, limit: bigint | undefined, wanted: bigint): void {
  if (limit !== undefined && wanted > limit) throw error({ id, limit, wanted });
}
