import type { Msg } from "cosmjs-types/cosmos/evidence/v1beta1/tx";
import type { MessageService } from "../../abci/state/module.js";
import { hashOf, unpacked, validateEquivocation } from "./equivocation.js";
import { errors } from "./errors.js";
import { type EvidenceKeeper, toHex } from "./keeper.js";

/**
 * `cosmos.evidence.v1beta1.Msg`. Evidence that somebody sends proves nothing: an equivocation carries no signatures. As
 * in the SDK there is no handler for it; that of CometBFT comes with the block.
 */
export const evidenceMessages = (evidence: EvidenceKeeper): MessageService<Msg> => ({
  async SubmitEvidence(ctx, { submitter, evidence: any }) {
    ctx.addresses.parse(submitter);
    const equivocation = unpacked(any);
    validateEquivocation(ctx.addresses, equivocation);
    const hash = hashOf(equivocation);
    if (await evidence.evidences.has(ctx, hash)) throw errors.evidenceExists(toHex(hash));
    throw errors.noHandler("equivocation");
  },
});
