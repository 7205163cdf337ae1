import { event, type Event } from "../../abci/state/events.js";

const ofSponsorship =
  (type: string) =>
  (id: bigint, attributes: Readonly<Record<string, string>> = {}): Event =>
    event(type, { sponsorship: id.toString(), ...attributes });

/** What a unit of a call's gas cost is in the event `ethereum_tx` of the EVM, with `sponsorship` and `sponsor`. */
export const events = {
  created: ofSponsorship("create_sponsorship"),
  updated: ofSponsorship("update_sponsorship"),
  closed: ofSponsorship("close_sponsorship"),
  deposited: ofSponsorship("sponsor_deposit"),
  withdrawn: ofSponsorship("sponsor_withdraw"),
  added: ofSponsorship("add_users"),
  removed: ofSponsorship("remove_users"),
  redeemed: ofSponsorship("redeem_voucher"),
};
