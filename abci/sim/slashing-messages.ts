import { Equivocation } from "cosmjs-types/cosmos/evidence/v1beta1/evidence";
import { MsgSubmitEvidence } from "cosmjs-types/cosmos/evidence/v1beta1/tx";
import { MsgUnjail, MsgUpdateParams } from "cosmjs-types/cosmos/slashing/v1beta1/tx";
import { DEFAULT_PARAMS, DEFAULT_PROPOSAL_PARAMS } from "../../modules/slashing/params.js";
import { MsgUpdateParams as MsgUpdateProposalParams } from "../../proto/generated/echoin/slashing/v1/tx.js";
import { authority, type Generator, pack } from "./world.js";

/** Messages of slashing and evidence. */
export const slashingGenerators: Readonly<Record<string, Generator>> = {
  // One's own validator, which most do not have; otherwise it is refused before it does anything.
  [MsgUnjail.typeUrl]: ({ accounts, operators, sender }) =>
    pack(MsgUnjail, { validatorAddr: operators[accounts.indexOf(sender)]! }),
  [MsgUpdateParams.typeUrl]: (world) => pack(MsgUpdateParams, { authority: authority(world), params: DEFAULT_PARAMS }),
  [MsgUpdateProposalParams.typeUrl]: (world) =>
    pack(MsgUpdateProposalParams, { authority: authority(world), params: DEFAULT_PROPOSAL_PARAMS }),
  [MsgSubmitEvidence.typeUrl]: (world) => {
    const equivocation = Equivocation.fromPartial({
      height: world.height,
      time: { seconds: world.timeSeconds, nanos: 0 },
      power: 1n,
      consensusAddress: world.random.pick(world.operators),
    });
    return pack(MsgSubmitEvidence, { submitter: world.sender, evidence: pack(Equivocation, equivocation) });
  },
};
