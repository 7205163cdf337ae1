import { Coin as WireCoin } from "cosmjs-types/cosmos/base/v1beta1/coin";
import type { Coin } from "../../abci/state/coins.js";
import { type ValueCodec, protoValue } from "../../abci/state/values.js";
import { Params } from "../../proto/generated/echoin/feemarket/v1/feemarket.js";
import { type Rules, readParams } from "./params.js";
import type { Paid } from "./types.js";

const wireCoin = protoValue(WireCoin);
const wireParams = protoValue(Params);

/** A price as a coin, its amount a number. */
export const priceValue: ValueCodec<Coin> = {
  name: wireCoin.name,
  encode: ({ denom, amount }) => wireCoin.encode({ denom, amount: amount.toString() }),
  decode(bytes) {
    const { denom, amount } = wireCoin.decode(bytes);
    return { denom, amount: BigInt(amount) };
  },
};

/** Parameters that are known to be good, as numbers. */
export const rulesValue: ValueCodec<Rules> = {
  name: wireParams.name,
  encode: (rules) => wireParams.encode(paramsOf(rules)),
  decode: (bytes) => readParams(wireParams.decode(bytes)),
};

/** What was paid, as two numbers in text: never stored, written by each transaction. */
export const paidValue: ValueCodec<Paid> = {
  name: "paid",
  encode: ({ baseFee, tip }) => Buffer.from(`${baseFee} ${tip}`, "latin1"),
  decode(bytes) {
    const [baseFee = "", tip = ""] = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      .toString("latin1")
      .split(" ");
    return { baseFee: BigInt(baseFee), tip: BigInt(tip) };
  },
};

/** Rules as they travel. */
export const paramsOf = (rules: Rules): Params => ({
  enabled: rules.enabled,
  minBaseFee: rules.minBaseFee.toString(),
  elasticityMultiplier: Number(rules.elasticityMultiplier),
  baseFeeChangeDenominator: Number(rules.baseFeeChangeDenominator),
  baseFeeUse: rules.baseFeeUse,
});
