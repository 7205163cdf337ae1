import { IntProto } from "cosmjs-types/cosmos/base/v1beta1/coin";
import type { ModuleStore } from "../../../abci/state/collections.js";
import type { ModuleDefinition } from "../../../abci/state/module.js";
import { uint64Value } from "../../../abci/state/values.js";

/** Name of the module and of its store. */
export const HEARTBEAT = "heartbeat";

/** A module that counts the blocks since it began: what is wrong with its store shows in each app hash. */
export function heartbeatModule(store: ModuleStore): ModuleDefinition {
  const blocks = store.item(0x00, "blocks", uint64Value);
  return {
    name: HEARTBEAT,
    stores: [HEARTBEAT],
    consensusVersion: 1,
    genesis: {
      codec: IntProto,
      defaults: () => ({ int: "0" }),
      validate() {},
      init: (ctx, { int }: IntProto) => blocks.set(ctx, BigInt(int)),
      export: async (ctx) => ({ int: ((await blocks.get(ctx)) ?? 0n).toString() }),
    },
    // It has to have begun by the migration: what is missing here halts the node.
    beginBlock: async (ctx) => blocks.set(ctx, (await blocks.getSet(ctx)) + 1n),
  };
}
