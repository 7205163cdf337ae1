import { ONE } from "../state/decimals.js";
import type { MinGasPrice } from "./ante/types.js";

/** What an operator sets and consensus does not depend on. */
export interface NodeSettings {
  /** The mempool's price floor; empty takes any fee. */
  readonly minGasPrices: readonly MinGasPrice[];
  /** Stop before this height is executed (0n: never), for coordinated restarts. */
  readonly haltHeight: bigint;
  /** Stop before a block of this Unix second or later is executed (0n: never). */
  readonly haltTimeSeconds: bigint;
  /** How many of the last blocks CometBFT has to keep (0n: all). */
  readonly minRetainBlocks: bigint;
  /** Heights at which a planned upgrade is skipped. */
  readonly skipUpgradeHeights: readonly bigint[];
  /** Check the cheap invariants after each block. */
  readonly checkInvariants: boolean;
  /** Attributes of events that CometBFT is to index, each as `type.key`; empty for all. */
  readonly indexEvents: readonly string[];
}

export const defaultSettings: NodeSettings = {
  minGasPrices: [],
  haltHeight: 0n,
  haltTimeSeconds: 0n,
  minRetainBlocks: 0n,
  skipUpgradeHeights: [],
  checkInvariants: true,
  indexEvents: [],
};

/** `0.025aec,1uusd` as prices times 10^18. */
export function parseGasPrices(text: string): MinGasPrice[] {
  return text
    .split(",")
    .map((price) => /^\s*(\d+)(?:\.(\d{1,18}))?([a-zA-Z][a-zA-Z0-9/:._-]*)\s*$/.exec(price))
    .filter((match) => match !== null)
    .map(([, whole = "0", fraction = "", denom = ""]) => ({
      denom,
      amount18: BigInt(whole) * ONE + BigInt(fraction.padEnd(18, "0")),
    }));
}
