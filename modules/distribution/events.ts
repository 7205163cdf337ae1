import { type Event, event } from "../../abci/state/events.js";

/** Events of the SDK's distribution module, by name, attribute and order. Addresses are bech32 texts. */
export const events = {
  setWithdrawAddress: (withdrawAddress: string): Event =>
    event("set_withdraw_address", { withdraw_address: withdrawAddress }),
  rewards: (amount: string, validator: string): Event => event("rewards", { amount, validator }),
  commission: (amount: string, validator: string): Event => event("commission", { amount, validator }),
  withdrawRewards: (amount: string, validator: string, delegator: string): Event =>
    event("withdraw_rewards", { amount, validator, delegator }),
  withdrawCommission: (amount: string): Event => event("withdraw_commission", { amount }),
};
