import { GenesisState } from "cosmjs-types/cosmos/evidence/v1beta1/genesis";
import { AddressCodec } from "../../abci/state/addresses.js";
import type { GenesisHandler } from "../../abci/state/module.js";
import { hashOf, unpacked, validateEquivocation } from "./equivocation.js";
import { errors } from "./errors.js";
import { type EvidenceKeeper, toHex } from "./keeper.js";

/** The evidence that was acted on. */
export const evidenceGenesis = (keeper: EvidenceKeeper): GenesisHandler<GenesisState> => ({
  codec: GenesisState,
  defaults: () => ({ evidence: [] }),
  validate({ evidence }, prefix) {
    const addresses = new AddressCodec(prefix);
    const seen = new Set<string>();
    for (const each of evidence) {
      const equivocation = unpacked(each);
      validateEquivocation(addresses, equivocation);
      const hash = toHex(hashOf(equivocation));
      if (seen.has(hash)) throw errors.evidenceExists(hash);
      seen.add(hash);
    }
  },
  async init(ctx, { evidence }) {
    for (const each of evidence) await keeper.keep(ctx, unpacked(each));
  },
  async export(ctx) {
    const evidence = [];
    for await (const [, each] of keeper.evidences.range(ctx)) evidence.push(each);
    return { evidence };
  },
});
