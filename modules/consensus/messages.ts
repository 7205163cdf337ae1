import type { Msg } from "cosmjs-types/cosmos/consensus/v1/tx";
import { requireAuthorityText } from "../../abci/state/authority.js";
import type { MessageService } from "../../abci/state/module.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import type { ConsensusKeeper } from "./keeper.js";

/** `cosmos.consensus.v1.Msg`. */
export const consensusMessages = (consensus: ConsensusKeeper): MessageService<Msg> => ({
  async UpdateParams(ctx, { authority, block, evidence, validator, abci }) {
    requireAuthorityText(ctx, consensus.authority, authority);
    if (!block || !evidence || !validator) {
      throw errors.invalidParams("all parameters must be present: block, evidence and validator");
    }
    const change = { block, evidence, validator, ...(abci && { abci }) };
    await consensus.update(ctx, change);
    // The version is kept by the upgrade module; like the SDK, the event shows an empty one.
    ctx.emit(events.update(authority, { ...change, version: { app: 0n } }));
    return {};
  },
});
