import type { AddressCodec } from "../../abci/state/addresses.js";
import { type Coin, formatCoin } from "../../abci/state/coins.js";
import { type Decimal, formatDecimal } from "../../abci/state/decimals.js";
import { event, type Event } from "../../abci/state/events.js";
import { formatTime, nanosToTimestamp } from "../../abci/state/time.js";
import type { Commission } from "./types.js";

interface Parties {
  readonly delegator: Uint8Array;
  readonly operator: Uint8Array;
}

interface Moved {
  readonly delegator: Uint8Array;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

/** The SDK's events: their names, attributes and order. */
export const events = {
  createValidator: (addresses: AddressCodec, operator: Uint8Array, coin: Coin): Event =>
    event("create_validator", { validator: addresses.formatOperator(operator), amount: formatCoin(coin) }),

  editValidator: (commission: Commission, minSelfDelegation: bigint): Event =>
    event("edit_validator", {
      commission_rate: describeCommission(commission),
      min_self_delegation: minSelfDelegation.toString(),
    }),

  delegate: (addresses: AddressCodec, { delegator, operator }: Parties, coin: Coin, newShares: Decimal): Event =>
    event("delegate", {
      validator: addresses.formatOperator(operator),
      delegator: addresses.format(delegator),
      amount: formatCoin(coin),
      new_shares: formatDecimal(newShares),
    }),

  redelegate: (addresses: AddressCodec, { from, to }: Moved, coin: Coin, completionNanos: bigint): Event =>
    event("redelegate", {
      source_validator: addresses.formatOperator(from),
      destination_validator: addresses.formatOperator(to),
      amount: formatCoin(coin),
      completion_time: formatTime(completionNanos),
    }),

  unbond: (addresses: AddressCodec, { delegator, operator }: Parties, coin: Coin, completionNanos: bigint): Event =>
    event("unbond", {
      validator: addresses.formatOperator(operator),
      delegator: addresses.format(delegator),
      amount: formatCoin(coin),
      completion_time: formatTime(completionNanos),
    }),

  cancelUnbonding: (addresses: AddressCodec, { delegator, operator }: Parties, coin: Coin, height: bigint): Event =>
    event("cancel_unbonding_delegation", {
      amount: formatCoin(coin),
      validator: addresses.formatOperator(operator),
      delegator: addresses.format(delegator),
      creation_height: height.toString(),
    }),

  completeUnbonding: (addresses: AddressCodec, { delegator, operator, ...coin }: Parties & Coin): Event =>
    event("complete_unbonding", {
      amount: amountOf(coin),
      validator: addresses.formatOperator(operator),
      delegator: addresses.format(delegator),
    }),

  completeRedelegation: (addresses: AddressCodec, { delegator, from, to, ...coin }: Moved & Coin): Event =>
    event("complete_redelegation", {
      amount: amountOf(coin),
      delegator: addresses.format(delegator),
      source_validator: addresses.formatOperator(from),
      destination_validator: addresses.formatOperator(to),
    }),
};

/** Nothing, when all was slashed: coin sets have no zeros. */
const amountOf = (coin: Coin): string => (coin.amount === 0n ? "" : formatCoin(coin));

/** In protobuf's text format on one line, as Go clients print it: decimals as the integers that they are on the wire. */
function describeCommission({ rate, maxRate, maxChangeRate, updateTimeNanos }: Commission): string {
  const rates = `rate:"${rate}" max_rate:"${maxRate}" max_change_rate:"${maxChangeRate}" `;
  const { seconds, nanos } = nanosToTimestamp(updateTimeNanos);
  const time = [seconds === 0n ? "" : `seconds:${seconds} `, nanos === 0 ? "" : `nanos:${nanos} `].join("");
  return `commission_rates:<${rates}> update_time:<${time}> `;
}
