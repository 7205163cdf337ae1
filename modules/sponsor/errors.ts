import { defineErrors } from "../../abci/state/errors.js";

interface Limit {
  readonly id: bigint;
  readonly limit: bigint;
  /** What it would be with the transaction. */
  readonly wanted: bigint;
}

/** Codes are consensus and are never reused; 1 is left to internal errors. From 9 to 20: why a transaction is not paid for. */
export const errors = defineErrors("sponsor", {
  unknown: [2, (id: bigint) => `there is no sponsorship ${id}`],
  notSponsor: [
    3,
    ({ id, sponsor, got }: { id: bigint; sponsor: string; got: string }) =>
      `sponsorship ${id} is of ${sponsor}: ${got} may not change it`,
  ],
  invalidTerms: [4, (reason: string) => `invalid terms: ${reason}`],
  invalidDeposit: [5, (reason: string) => `invalid deposit: ${reason}`],
  crowded: [6, (reason: string) => reason],
  noMembers: [7, (reason: string) => reason],
  invalidVoucher: [8, (reason: string) => `invalid voucher: ${reason}`],
  paused: [9, (what: string) => `${what} is paused`],
  expired: [10, (id: bigint) => `sponsorship ${id}: it has expired`],
  selector: [
    11,
    ({ id, selector }: { id: bigint; selector: string }) =>
      `sponsorship ${id}: it does not pay for calls with the selector ${selector}`,
  ],
  kind: [12, (id: bigint) => `sponsorship ${id}: it does not pay for authorizations (type 4)`],
  notMember: [13, ({ id, reason }: { id: bigint; reason: string }) => `sponsorship ${id}: ${reason}`],
  gas: [
    14,
    ({ id, limit, wanted }: Limit) => `sponsorship ${id}: the gas limit ${wanted} is over its limit gas, ${limit}`,
  ],
  price: [
    15,
    ({ id, limit, wanted }: Limit) => `sponsorship ${id}: the base fee ${wanted} is over its limit price, ${limit}`,
  ],
  userDailyCalls: [
    16,
    ({ id, limit }: Limit) =>
      `sponsorship ${id}: this user has had the ${limit} calls of today's limit user_daily_calls`,
  ],
  userDailyFee: [
    17,
    ({ id, limit, wanted }: Limit) =>
      `sponsorship ${id}: this user would cost ${wanted} today, over its limit user_daily_fee, ${limit}`,
  ],
  dailyFee: [
    18,
    ({ id, limit, wanted }: Limit) =>
      `sponsorship ${id}: its users would cost ${wanted} today, over its limit daily_fee, ${limit}`,
  ],
  blockGas: [
    19,
    ({ id, limit, wanted }: Limit) =>
      `sponsorship ${id}: its users would use ${wanted} gas in this block, over its limit block_gas, ${limit}`,
  ],
  deposit: [
    20,
    ({ id, limit, wanted }: Limit) =>
      `sponsorship ${id}: the call may cost ${wanted}, over what is left of the deposit, ${limit}`,
  ],
  invalidParams: [21, (reason: string) => `invalid params: ${reason}`],
  invalidGenesis: [22, (reason: string) => `invalid genesis: ${reason}`],
  invalidAddress: [23, (reason: string) => reason],
});
