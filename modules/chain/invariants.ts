import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import { type ChainKeeper, validateInfo } from "./keeper.js";

/** CHAIN-1 and CHAIN-2 of the README. */
export const chainInvariants = (chain: ChainKeeper): readonly Invariant[] => [
  {
    id: "CHAIN-1",
    says: "the chain has a valid name for itself, and addresses are written with its prefix",
    cheap: true,
    async check(ctx) {
      const info = await chain.info(ctx);
      validateInfo(info);
      assert(info.bech32Prefix === ctx.addresses.prefix, "CHAIN-1: addresses are written with the genesis prefix");
    },
  },
  {
    id: "CHAIN-2",
    says: "the state names the block that wrote it",
    cheap: true,
    async check(ctx) {
      const last = await chain.lastBlock(ctx);
      // Genesis is written before the first block.
      if (last === undefined) return;
      assert(last.height === ctx.block.height, `CHAIN-2: the state of height ${ctx.block.height} names ${last.height}`);
      assert(last.chainId === ctx.block.chainId, "CHAIN-2: the state names the chain it belongs to");
    },
  },
];
