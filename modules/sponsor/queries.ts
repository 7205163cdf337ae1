import type { ReadContext } from "../../abci/state/context.js";
import { AppError } from "../../abci/state/errors.js";
import { hexOf } from "../../abci/state/hex.js";
import { invalidArgument, notFound, type QueryService } from "../../abci/state/module.js";
import { type Page, paginate } from "../../abci/state/pagination.js";
import type {
  FundedSponsorship,
  Query,
  QuerySponsorshipsRequest,
} from "../../proto/generated/echoin/sponsor/v1/query.js";
import { type Sponsorship, UserScope } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { parseAddress } from "./addresses.js";
import { payerOf, requireMember, requireOpen } from "./charge.js";
import type { SponsorKeeper } from "./keeper.js";
import { readTerms } from "./terms.js";
import { type SponsorFees, VOUCHER_ADDRESS } from "./types.js";
import { dayOf, heightOf, used, userUsed } from "./usage.js";

/** `echoin.sponsor.v1.Query`. */
export const sponsorQueries = (keeper: SponsorKeeper, fees: SponsorFees): QueryService<Query> => ({
  async Params(ctx) {
    return { params: await keeper.params(ctx), voucherAddress: hexOf(VOUCHER_ADDRESS) };
  },

  async Sponsorship(ctx, { id }) {
    return { sponsorship: await funded(ctx, keeper, await found(ctx, keeper, id)) };
  },

  async Sponsorships(ctx, request) {
    const { items, pagination } = await idsOf(ctx, keeper, request);
    const sponsorships = [];
    for (const id of items) sponsorships.push(await funded(ctx, keeper, await keeper.get(ctx, id)));
    return { sponsorships, pagination };
  },

  async Members(ctx, { id, pagination: request }) {
    await found(ctx, keeper, id);
    const { items, pagination } = await paginate(ctx, keeper.members.pages(id), request);
    return { members: items.map(([[, user], member]) => ({ user: hexOf(user), member })), pagination };
  },

  async Allowance(ctx, { id, user }) {
    return allowance(ctx, keeper, await found(ctx, keeper, id), parse(ctx, "user", user));
  },

  async WouldPay(ctx, { contract, user, data, gas }) {
    const to = parse(ctx, "contract", contract);
    const call = { to, sender: parse(ctx, "user", user), data, gasLimit: gas, value: 0n, type: 2 };
    try {
      const payer = await payerOf(ctx, keeper, call, await fees.baseFee(ctx));
      const refusal = payer === undefined ? `no sponsorship of ${hexOf(to)} has to do with this user` : "";
      return {
        paid: payer !== undefined,
        payer: payer && { ...payer, gasPrice: payer.gasPrice.toString() },
        refusal,
      };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { paid: false, payer: undefined, refusal: error.message };
    }
  },
});

async function found(ctx: ReadContext, keeper: SponsorKeeper, id: bigint): Promise<Sponsorship> {
  const sponsorship = await keeper.sponsorships.get(ctx, id);
  if (sponsorship === undefined) throw notFound(`there is no sponsorship ${id}`);
  return sponsorship;
}

async function funded(ctx: ReadContext, keeper: SponsorKeeper, sponsorship: Sponsorship): Promise<FundedSponsorship> {
  const { id } = sponsorship;
  const { dayFee, blockGas } = await used(ctx, keeper, id);
  return {
    sponsorship,
    deposit: (await keeper.deposit(ctx, id)).toString(),
    usage: { day: dayOf(ctx), dayFee: dayFee.toString(), height: heightOf(ctx), blockGas },
  };
}

async function idsOf(
  ctx: ReadContext,
  keeper: SponsorKeeper,
  { contract, sponsor, pagination: request }: QuerySponsorshipsRequest,
): Promise<Page<bigint>> {
  if (contract !== "" && sponsor !== "") throw invalidArgument("ask for a contract or for a sponsor, not for both");
  if (contract === "" && sponsor === "") {
    const { items, pagination } = await paginate(ctx, keeper.sponsorships.pages(), request);
    return { items: items.map(([id]) => id), pagination };
  }
  const source =
    contract === ""
      ? keeper.bySponsor.pages(ctx.addresses.parse(sponsor))
      : keeper.byContract.pages(parse(ctx, "contract", contract));
  const { items, pagination } = await paginate(ctx, source, request);
  return { items: items.map(([[, id]]) => id), pagination };
}

/** What is left for a user today: the least of the deposit, the day and the user's day. */
async function allowance(ctx: ReadContext, keeper: SponsorKeeper, sponsorship: Sponsorship, user: Uint8Array) {
  const { id, scope } = sponsorship;
  const terms = readTerms(sponsorship.terms!);
  try {
    await requireOpen(ctx, keeper, sponsorship, terms);
    if (scope !== UserScope.USER_SCOPE_ALL) await requireMember(ctx, keeper, id, user);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { fee: "0", calls: { calls: 0n }, refusal: error.message };
  }
  const spent = await userUsed(ctx, keeper, id, user);
  let fee = await keeper.deposit(ctx, id);
  fee = least(fee, terms.dailyFee, (await used(ctx, keeper, id)).dayFee);
  fee = least(fee, terms.userDailyFee, spent.fee);
  const calls = terms.userDailyCalls;
  const left = calls > spent.calls ? calls - spent.calls : 0n;
  return { fee: fee.toString(), calls: calls === 0n ? undefined : { calls: left }, refusal: "" };
}

function least(fee: bigint, limit: bigint | undefined, spent: bigint): bigint {
  if (limit === undefined) return fee;
  // A limit may have been lowered under what was spent.
  const left = limit > spent ? limit - spent : 0n;
  return left < fee ? left : fee;
}

function parse(ctx: ReadContext, name: string, text: string): Uint8Array {
  if (text === "") throw invalidArgument(`${name} is empty`);
  return parseAddress(ctx.addresses, text);
}
