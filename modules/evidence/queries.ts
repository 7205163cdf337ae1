import type { Query } from "cosmjs-types/cosmos/evidence/v1beta1/query";
import { invalidArgument, notFound, type QueryService } from "../../abci/state/module.js";
import { paginate } from "../../abci/state/pagination.js";
import type { EvidenceKeeper } from "./keeper.js";

const HASH = /^[0-9a-fA-F]{64}$/;

/** `cosmos.evidence.v1beta1.Query`. */
export const evidenceQueries = (evidence: EvidenceKeeper): QueryService<Query> => ({
  async Evidence(ctx, { hash, evidenceHash }) {
    // The older field, of raw bytes, is still there for older clients.
    const text = hash === "" ? Buffer.from(evidenceHash).toString("hex") : hash;
    if (text === "") throw invalidArgument("invalid request; hash is empty");
    if (!HASH.test(text)) throw invalidArgument("invalid evidence hash: it has 64 hexadecimal digits");
    const found = await evidence.evidences.get(ctx, Buffer.from(text, "hex"));
    if (found === undefined) throw notFound(`evidence ${text} not found`);
    return { evidence: found };
  },

  async AllEvidence(ctx, { pagination: request }) {
    const { items, pagination } = await paginate(ctx, evidence.evidences.pages(), request);
    return { evidence: items.map(([, each]) => each), pagination };
  },
});
