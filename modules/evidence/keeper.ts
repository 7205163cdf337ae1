import type { Equivocation } from "cosmjs-types/cosmos/evidence/v1beta1/evidence";
import { Any } from "cosmjs-types/google/protobuf/any";
import type { ModuleStore } from "../../abci/state/collections.js";
import type { WriteContext } from "../../abci/state/context.js";
import { bytesKey } from "../../abci/state/keys.js";
import { protoValue } from "../../abci/state/values.js";
import { hashOf, packed } from "./equivocation.js";
import type { EvidenceConsensus, EvidenceSlashing, EvidenceStaking } from "./types.js";

export interface EvidenceParts {
  readonly store: ModuleStore;
  readonly staking: EvidenceStaking;
  readonly slashing: EvidenceSlashing;
  readonly consensus: EvidenceConsensus;
}

/** Proof of validators that signed two blocks of one height, or tried to deceive light clients. */
export class EvidenceKeeper {
  /** hash → evidence that was acted on. EVIDENCE-1 */
  readonly evidences;

  readonly staking: EvidenceStaking;
  readonly slashing: EvidenceSlashing;
  readonly consensus: EvidenceConsensus;

  constructor({ store, staking, slashing, consensus }: EvidenceParts) {
    this.evidences = store.map(0x00, "evidences", bytesKey, protoValue(Any));
    this.staking = staking;
    this.slashing = slashing;
    this.consensus = consensus;
  }

  /** Keeps evidence for those who ask; once, however often it comes. */
  async keep(ctx: WriteContext, evidence: Equivocation): Promise<void> {
    await this.evidences.set(ctx, hashOf(evidence), packed(evidence));
  }
}

/** As the SDK writes hashes: in capitals. */
export const toHex = (hash: Uint8Array): string => Buffer.from(hash).toString("hex").toUpperCase();
