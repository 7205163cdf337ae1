import { MsgExec, MsgGrant } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { MsgExecLegacyContent, MsgUpdateParams as GovUpdateParams } from "cosmjs-types/cosmos/gov/v1/tx";
import type { PackedMessage } from "../../abci/state/module.js";
import { Matter } from "../../proto/generated/echoin/council/v1/council.js";
import { MsgUpdateParams } from "../../proto/generated/echoin/council/v1/tx.js";

/** Which chambers have to approve; where the council has to, the holders can veto. */
export interface Chambers {
  readonly holders: boolean;
  readonly council: boolean;
}

/** Messages that only say something. */
const HOLDERS: ReadonlySet<string> = new Set([MsgExecLegacyContent.typeUrl]);

/**
 * The rules of the two chambers themselves, so that neither can take the other's part away; and what can hand gov's
 * authority on or hide a message inside another.
 */
const CONSTITUTION: ReadonlySet<string> = new Set([
  GovUpdateParams.typeUrl,
  MsgUpdateParams.typeUrl,
  MsgGrant.typeUrl,
  MsgExec.typeUrl,
]);

/**
 * Who decides about these messages. A proposal without any is a text, the holders'. Whatever has an effect is a matter of
 * authority, the council's: parameters, funds, upgrades, roles, and every message that is not known here. A proposal of
 * both kinds needs both chambers.
 */
export function chambersFor(messages: readonly PackedMessage[]): Chambers {
  const constitution = messages.some(({ typeUrl }) => CONSTITUTION.has(typeUrl));
  const text = messages.length === 0 || messages.some(({ typeUrl }) => HOLDERS.has(typeUrl));
  const authority = messages.some(({ typeUrl }) => !HOLDERS.has(typeUrl));
  return { holders: text || constitution, council: authority };
}

/** The same as queries name it. */
export function matterOf({ holders, council }: Chambers): Matter {
  if (!council) return Matter.MATTER_HOLDERS;
  return holders ? Matter.MATTER_CONSTITUTION : Matter.MATTER_AUTHORITY;
}
