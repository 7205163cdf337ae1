import type { Service } from "cosmjs-types/cosmos/base/node/v1beta1/query";
import { APP_NAME } from "../../abci/app/application.js";
import type { QueryService, ServiceBinding } from "../../abci/state/module.js";
import { nanosToTimestamp } from "../../abci/state/time.js";
import type { Query } from "../../proto/generated/echoin/node/v1/query.js";
import type { CometClient } from "../comet/client.js";
import { fromHex } from "../comet/convert.js";
import type { HeaderJson } from "../comet/json.js";
import type { NodeFacts } from "../config.js";
import type { RawState } from "../types.js";

export interface NodeParts {
  readonly comet: CometClient;
  readonly state: RawState;
  readonly node: NodeFacts;
}

/** `cosmos.base.node.v1beta1.Service`: settings that clients adapt to, and the last block. */
export const nodeService = ({ comet, state, node }: NodeParts): ServiceBinding<QueryService<Service>> => ({
  service: "cosmos.base.node.v1beta1.Service",
  handlers: {
    async Config() {
      return {
        minimumGasPrice: decimalCoins(node.minimumGasPrices),
        pruningKeepRecent: node.pruningKeepRecent,
        pruningInterval: node.pruningInterval,
        haltHeight: node.haltHeight,
      };
    },
    async Status(ctx) {
      const { height, timeNanos } = ctx.block;
      const { header } = await comet.call<{ header: HeaderJson }>("header", { height: height.toString() });
      return {
        earliestStoreHeight: await state.earliestHeight(),
        height,
        timestamp: nanosToTimestamp(timeNanos),
        appHash: fromHex(header.app_hash),
        validatorHash: fromHex(header.next_validators_hash),
      };
    },
  },
});

/** `echoin.node.v1.Query`: what an operator asks about this node; needs no CometBFT. */
export const echoinNodeService = ({ state, node }: Omit<NodeParts, "comet">): ServiceBinding<QueryService<Query>> => ({
  service: "echoin.node.v1.Query",
  handlers: {
    async Status(ctx) {
      const { chainId, height, timeNanos } = ctx.block;
      return {
        chainId,
        appName: APP_NAME,
        version: node.version,
        earliestHeight: await state.earliestHeight(),
        latestHeight: height,
        latestBlockTime: nanosToTimestamp(timeNanos),
        latestAppHash: await state.appHash(height),
        pruning: node.pruning,
      };
    },
  },
});

/** Prices such as `0.025aec,1uusd` with 18 decimals each, sorted, without those of nothing, as the Cosmos SDK prints them. */
export function decimalCoins(text: string): string {
  const coins = text.split(",").flatMap((price) => {
    const match = /^(\d+)(?:\.(\d{1,18}))?([a-zA-Z].*)$/.exec(price.trim());
    if (match === null) return [];
    const [, whole = "0", decimals = "", denom = ""] = match;
    if (/^0*$/.test(whole + decimals)) return [];
    return [{ denom, text: `${BigInt(whole)}.${decimals.padEnd(18, "0")}${denom}` }];
  });
  return coins
    .sort((a, b) => (a.denom < b.denom ? -1 : 1))
    .map((coin) => coin.text)
    .join(",");
}
