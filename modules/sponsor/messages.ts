import { requireAuthority } from "../../abci/state/authority.js";
import type { MessageService } from "../../abci/state/module.js";
import type { Msg } from "../../proto/generated/echoin/sponsor/v1/tx.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import type { SponsorKeeper } from "./keeper.js";
import { close, create, parseDeposit } from "./lifecycle.js";
import { addUsers, redeem, removeUsers } from "./members.js";
import { validateParams } from "./params.js";
import { acceptTerms } from "./terms.js";

/** `echoin.sponsor.v1.Msg`. */
export const sponsorMessages = (keeper: SponsorKeeper): MessageService<Msg> => ({
  async CreateSponsorship(ctx, message) {
    return { id: await create(ctx, keeper, message) };
  },

  async UpdateSponsorship(ctx, { sponsor, id, terms }) {
    const sponsorship = await keeper.owned(ctx, id, sponsor);
    const accepted = acceptTerms(ctx.addresses, sponsorship.scope, terms);
    await keeper.sponsorships.set(ctx, id, { ...sponsorship, terms: accepted });
    ctx.emit(events.updated(id));
    return {};
  },

  async CloseSponsorship(ctx, { sponsor, id }) {
    const returned = await close(ctx, keeper, await keeper.owned(ctx, id, sponsor));
    return { returned: returned.toString() };
  },

  async Deposit(ctx, { depositor, id, amount: coin }) {
    await keeper.get(ctx, id);
    const { amount } = await parseDeposit(ctx, keeper, coin);
    await keeper.payIn(ctx, id, { from: ctx.addresses.parse(depositor), amount });
    ctx.emit(events.deposited(id, { depositor, amount: amount.toString() }));
    return {};
  },

  async Withdraw(ctx, { sponsor, id, amount: coin }) {
    await keeper.owned(ctx, id, sponsor);
    const { amount } = await parseDeposit(ctx, keeper, coin);
    const deposit = await keeper.deposit(ctx, id);
    if (amount > deposit) throw errors.invalidDeposit(`there are ${deposit} left of it, not ${amount}`);
    await keeper.payOut(ctx, id, { to: ctx.addresses.parse(sponsor), amount });
    ctx.emit(events.withdrawn(id, { amount: amount.toString() }));
    return {};
  },

  async AddUsers(ctx, { sponsor, id, users }) {
    await addUsers(ctx, keeper, await keeper.owned(ctx, id, sponsor), users);
    return {};
  },

  async RemoveUsers(ctx, { sponsor, id, users }) {
    await removeUsers(ctx, keeper, await keeper.owned(ctx, id, sponsor), users);
    return {};
  },

  async RedeemVoucher(ctx, { user: text, id, expires, signature }) {
    const user = ctx.addresses.parse(text);
    await redeem(ctx, keeper, { sponsorship: id, user, expires, signature }, user);
    return {};
  },

  async UpdateParams(ctx, { authority, params }) {
    requireAuthority(ctx, keeper.authority, authority);
    validateParams(params);
    await keeper.parameters.set(ctx, params);
    return {};
  },
});
