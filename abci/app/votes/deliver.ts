import type { AddressCodec } from "../../state/addresses.js";
import { type BlockInfo, StateContext } from "../../state/context.js";
import { AppError } from "../../state/errors.js";
import { event, withAttribute } from "../../state/events.js";
import { GasMeter } from "../../state/gas.js";
import type { Overlay } from "../../state/overlay.js";
import { MsgVoteExtensions } from "../../../proto/generated/echoin/votes/v1/votes.js";
import type { TxResult } from "../execute.js";
import { decodeVotes } from "./transaction.js";
import type { Votes } from "./votes.js";

const NO_DATA = new Uint8Array(0);

/**
 * Runs the votes that a block begins with, and returns what became of them; undefined when it begins with none. They cost
 * no gas and have no ante handler: their proposer put them there. Votes that are not the validators' do nothing.
 */
export async function deliverVotes(
  votes: Votes,
  where: { readonly overlay: Overlay; readonly block: BlockInfo; readonly addresses: AddressCodec },
  bytes: Uint8Array,
): Promise<TxResult | undefined> {
  const ctx = new StateContext({ ...where, mode: "block", gas: GasMeter.unlimited() });
  const result = { codespace: "", data: NO_DATA, log: "", gasWanted: 0n, gasUsed: 0n, events: [] };
  try {
    const message = decodeVotes(bytes);
    if (message === undefined) return undefined;
    await ctx.branch((inner) => votes.deliver(inner, message));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...result, code: error.code, codespace: error.codespace, log: error.message };
  }
  const own = event("message", { action: MsgVoteExtensions.typeUrl, module: "votes", msg_index: "0" });
  return { ...result, code: 0, events: [own, ...ctx.events.map((each) => withAttribute(each, "msg_index", "0"))] };
}
