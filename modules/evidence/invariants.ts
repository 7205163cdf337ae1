import { bytesEqual } from "../../abci/store/bytes.js";
import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import { hashOf, unpacked } from "./equivocation.js";
import { type EvidenceKeeper, toHex } from "./keeper.js";

/** EVIDENCE-1 and EVIDENCE-2 of the README. */
export const evidenceInvariants = (evidence: EvidenceKeeper): readonly Invariant[] => [
  {
    id: "EVIDENCE-1",
    says: "each piece of evidence stands under its own hash",
    cheap: false,
    async check(ctx) {
      for await (const [hash, each] of evidence.evidences.range(ctx)) {
        assert(bytesEqual(hashOf(unpacked(each)), hash), `EVIDENCE-1: evidence stands under ${toHex(hash)}`);
      }
    },
  },
  {
    id: "EVIDENCE-2",
    says: "whoever there is evidence of is tombstoned",
    cheap: false,
    async check(ctx) {
      for await (const [, each] of evidence.evidences.range(ctx)) {
        const { consensusAddress } = unpacked(each);
        const info = await evidence.slashing.signingInfo(ctx, ctx.addresses.parseConsensus(consensusAddress));
        assert(info?.tombstoned === true, `EVIDENCE-2: ${consensusAddress} is not tombstoned`);
      }
    },
  },
];
